"use strict";
// Mocha's own spec reporter, and one plain line at the end that a machine can read.
const { reporters } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    process.stdout.write(`${passes} passed, ${failures} failed${pending === 0 ? "" : `, ${pending} skipped`}\n`);
  }
};
