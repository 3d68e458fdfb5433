"use strict";
// What `main` of every Pulumi.yaml runs: index.ts, compiled now. See tools/compile.cjs.
module.exports = require("./tools/compile.cjs").load("index.ts");
