"use strict";
// What `main` of every Pulumi.yaml runs: the program of index.ts, compiled now (tools/compile.cjs).

// The SDK formats a stack trace for every promise it makes and sends one with every resource, two thirds of its time per
// resource. So there are none while resources are registered; an accessor, for the SDK sets a limit of its own, and V8 makes
// no trace where the limit isn't a plain number. GROUNDWORK_STACK_TRACES=1 brings them back to find an error in the program.
const traces = process.env.GROUNDWORK_STACK_TRACES === "1";
if (!traces) Object.defineProperty(Error, "stackTraceLimit", { get: () => 0, set: () => {} });

/**
 * Leaves only our own frames in a trace. It is shorter to read; and a frame like `node_modules/@pulumi/resource.ts`, which
 * the SDK's source maps produce, sends Node 20's coloured util.inspect into a loop that ends only when memory does.
 * Where there is no trace it says what the error is, and how to get one.
 * @param {unknown} error
 */
function keepOwnFrames(error) {
  if (!(error instanceof Error)) return;
  if (error.stack === undefined) {
    error.stack = `${error}\n    (GROUNDWORK_STACK_TRACES=1 shows where in the program this is)`;
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

if (!traces) require("@pulumi/pulumi/log").debug = () => Promise.resolve();

module.exports = async () => {
  const { groundwork } = require("./tools/compile.cjs").load("index.ts");
  return groundwork();
};
