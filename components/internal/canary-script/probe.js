"use strict";
// What a canary runs, by itself or in CloudWatch Synthetics: it asks each URL of steps.json once and fails if one answer is
// not as expected. It needs Node 20 or later, and for steps with a secret the AWS SDK, which Lambda's runtimes have; nothing
// of Synthetics' own library, whose names changed between runtimes. Try it: components/internal/canary-script/README.md.

/** Answers are read up to here; a page that is longer is looked at as far as this. */
const MAX_BODY_BYTES = 1_000_000;

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} url
 * @property {string} method
 * @property {number} expectedStatus
 * @property {string} [expectedText] must stand in the body
 * @property {Record<string, string | number | boolean>} [expectedFields] path in the JSON body, dots between keys -> value
 * @property {number} [maxMilliseconds] until the last byte
 * @property {number} [maxFirstByteMilliseconds] until the answer begins; name lookup and TLS are in it
 * @property {number} timeoutMilliseconds
 * @property {{ name: string, prefix: string, secretVariable: string, key?: string }} [header] its value is a secret
 */

/**
 * Runs every step, also after one has failed, so that one message names all that is broken.
 *
 * @param {readonly Step[]} steps
 * @param {{ readSecret: (arn: string) => Promise<string>, environment: Record<string, string | undefined>, log: (line: string) => void }} outside
 */
async function run(steps, outside) {
  const failures = [];
  for (const step of steps) {
    const { problems, ...measured } = await check(step, outside).catch((error) => ({ problems: [reasonOf(error)] }));
    outside.log(JSON.stringify({ step: step.name, url: step.url, ...measured, problems }));
    failures.push(...problems.map((problem) => `${step.name}: ${problem}`));
  }
  if (failures.length > 0) throw new Error(failures.join("; "));
  return `${steps.length} steps as expected`;
}

async function check(step, outside) {
  const headers = { "user-agent": "groundwork-probe", ...(await secretHeader(step, outside)) };
  const started = performance.now();
  const response = await fetch(step.url, {
    method: step.method,
    headers,
    // A redirect is an answer like another: a step that expects one says 301.
    redirect: "manual",
    signal: AbortSignal.timeout(step.timeoutMilliseconds),
  });
  const firstByteMilliseconds = Math.round(performance.now() - started);
  const body = await read(response);
  const milliseconds = Math.round(performance.now() - started);
  const problems = [
    ...(response.status === step.expectedStatus ? [] : [`status ${response.status}, not ${step.expectedStatus}`]),
    ...(step.expectedText === undefined || body.includes(step.expectedText) ? [] : [`no "${step.expectedText}" in the body`]),
    ...fieldProblems(body, step.expectedFields ?? {}),
    ...tooSlow("the first byte after", firstByteMilliseconds, step.maxFirstByteMilliseconds),
    ...tooSlow("the whole answer after", milliseconds, step.maxMilliseconds),
  ];
  return { status: response.status, firstByteMilliseconds, milliseconds, problems };
}

async function read(response) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MAX_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}

function tooSlow(what, milliseconds, limit) {
  return limit === undefined || milliseconds <= limit ? [] : [`${what} ${milliseconds} ms, more than ${limit} ms`];
}

function fieldProblems(body, expectedFields) {
  const expected = Object.entries(expectedFields);
  if (expected.length === 0) return [];
  let document;
  try {
    document = JSON.parse(body);
  } catch {
    return ["the body is no JSON"];
  }
  return expected.flatMap(([path, value]) => {
    const found = path.split(".").reduce((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), document);
    return found === value ? [] : [`${path} is ${shown(found)}, not ${JSON.stringify(value)}`];
  });
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}

/** A log is no place for whatever else an answer holds. */
function shown(value) {
  if (value === undefined) return "missing";
  return isObject(value) ? "an object" : JSON.stringify(value).slice(0, 80);
}

async function secretHeader({ header }, { readSecret, environment }) {
  if (header === undefined) return {};
  const arn = environment[header.secretVariable];
  if (arn === undefined) throw new Error(`no ${header.secretVariable} in the environment`);
  const text = await readSecret(arn);
  return { [header.name]: `${header.prefix}${header.key === undefined ? text : JSON.parse(text)[header.key]}` };
}

/** fetch says only that it failed; why stands in the cause. A message never holds a header. */
function reasonOf(error) {
  if (error.name === "TimeoutError") return "no answer in time";
  return error.cause?.code ?? error.cause?.message ?? error.message;
}

async function readSecret(arn) {
  const { GetSecretValueCommand, SecretsManagerClient } = require("@aws-sdk/client-secrets-manager");
  const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: arn }));
  return SecretString;
}

exports.run = run;
exports.handler = async () =>
  run(require("./steps.json"), {
    readSecret,
    environment: process.env,
    log: (line) => process.stdout.write(`${line}\n`),
  });
