"use strict";
// Compiles a TypeScript entry point into dist/ and loads it. It runs on every start, so what executes is always the
// source as it is now: esbuild needs tens of milliseconds, and a cold `tsx` or `ts-node` needs ten seconds.
const fs = require("node:fs");
const path = require("node:path");
const { buildSync } = require("esbuild");

/**
 * @param {string} entry path of the entry point, relative to the repository
 * @returns {unknown} what the compiled module exports
 */
exports.load = (entry) => {
  const root = path.join(__dirname, "..");
  const outfile = path.join(root, "dist", entry.replaceAll("/", "-").replace(/\.ts$/, ".cjs"));
  const unfinished = `${outfile}.${process.pid}`;
  buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "cjs",
    // A map is two thirds of what is written and read, and serves nobody who sees no trace (launch.cjs).
    sourcemap: process.env.GROUNDWORK_DEBUG === "1" ? "inline" : false,
    // The SDK reads component and resource class names at run time.
    keepNames: true,
    outfile: unfinished,
    logLevel: "warning",
  });
  // Renaming is atomic: two runs at the same moment never see half a file.
  fs.renameSync(unfinished, outfile);
  return require(outfile);
};
