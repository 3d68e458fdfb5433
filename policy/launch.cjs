"use strict";
// What the engine starts of this folder: the pack of pack.ts, compiled now (tools/compile.cjs). No type is checked here.
require("../tools/compile.cjs").load("policy/pack.ts");
