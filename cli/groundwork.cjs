#!/usr/bin/env node
"use strict";
require("../tools/compile.cjs").load("cli/main.ts");
