"use strict";
// What `main` of every Pulumi.yaml runs: the program of index.ts, compiled now (tools/compile.cjs).

// What the SDK does for whoever looks for a mistake in a program, and every run pays for: it formats a stack trace for each
// promise and sends one with each resource, and it sends the engine half a dozen debug messages for each, one after the other.
// That is two thirds of a preview, so it is done where it is asked for, with GROUNDWORK_DEBUG=1; `pulumi --debug` shows no
// message of the program without it.
const debugs = process.env.GROUNDWORK_DEBUG === "1";
if (!debugs) {
  // An accessor, for the SDK sets a limit of its own, and V8 makes no trace where the limit isn't a plain number.
  Object.defineProperty(Error, "stackTraceLimit", { get: () => 0, set: () => {} });
  require("@pulumi/pulumi/log").debug = () => Promise.resolve();
}

/**
 * Leaves only our own frames in a trace. It is shorter to read; and a frame like `node_modules/@pulumi/resource.ts`, which
 * the SDK's source maps produce, sends Node 20's coloured util.inspect into a loop that ends only when memory does.
 * Where there is no trace it says what the error is, and how to get one.
 * @param {unknown} error
 */
function keepOwnFrames(error) {
  if (!(error instanceof Error)) return;
  if (error.stack === undefined) {
    error.stack = `${error}\n    (GROUNDWORK_DEBUG=1 shows where in the program this is)`;
    return;
  }
  error.stack = error.stack
    .split("\n")
    .filter((line) => !/^\s+at .*(node_modules|node:)/.test(line))
    .join("\n");
}

/** gRPC's word for a peer that is gone: https://grpc.io/docs/guides/status-codes/ */
const UNAVAILABLE = 14;

/**
 * Ends the program where the engine is gone, killed as it may be. Each of a thousand registrations is then rejected; left to
 * the SDK, the program went on for an hour and to nine gigabytes, for nobody.
 * @param {unknown} error
 */
function endWithoutEngine(error) {
  if (error instanceof Error && "code" in error && error.code === UNAVAILABLE) process.kill(process.pid, "SIGKILL");
}

// A rejection that nobody awaits must end the run as an error, as the SDK's own handlers see to; ours run before them.
process.prependListener("uncaughtException", keepOwnFrames);
process.prependListener("unhandledRejection", keepOwnFrames);
process.prependListener("uncaughtException", endWithoutEngine);
process.prependListener("unhandledRejection", endWithoutEngine);

module.exports = async () => {
  const { groundwork } = require("./tools/compile.cjs").load("index.ts");
  return groundwork();
};
