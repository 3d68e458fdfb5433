import { strict as assert } from "node:assert";
import { bundledFunction } from "../../../components/internal/function-code";
import { smokeTest } from "../../../functions/smoke-test/smoke-test";
import type { Check, World } from "../../../functions/smoke-test/smoke-test";

const check: Check = { path: "/ready", status: 200, contains: '"ready":true' };
const plan = { origin: "https://factory.example.org", headers: { "X-Groundwork-Test": "value" }, revision: "arn:revision" };

/** Answers in the given order, and remembers what was asked. */
function world(answers: readonly (readonly [number, string] | Error)[]) {
  const asked: { url: string; init: RequestInit }[] = [];
  const logged: string[] = [];
  const waits: number[] = [];
  const fake: World = {
    fetch: (url, init) => {
      const answer = answers[asked.length] ?? answers.at(-1) ?? new Error("nobody is there");
      asked.push({ url, init });
      if (answer instanceof Error) return Promise.reject(answer);
      const [status, body] = answer;
      return Promise.resolve({ status, text: () => Promise.resolve(body) });
    },
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    log: (line) => void logged.push(line),
  };
  return { fake, asked, logged, waits };
}

describe("the smoke test of a new version", () => {
  it("lets it pass when every answer is right, asked as a test and without following redirects", async () => {
    const { fake, asked, logged } = world([[200, '{"ready":true}']]);
    assert.deepEqual(await smokeTest(fake, { ...plan, checks: [check] }), { hookStatus: "SUCCEEDED" });
    assert.deepEqual(asked.map(({ url, init }) => [url, init.headers, init.redirect]), [
      ["https://factory.example.org/ready", plan.headers, "manual"],
    ]);
    assert.deepEqual(JSON.parse(logged[0] ?? ""), { hookStatus: "SUCCEEDED", revision: "arn:revision", checks: 1, problems: [] });
  });

  it("gives an answer two more chances, five seconds apart", async () => {
    const { fake, asked, waits } = world([[502, ""], new Error("reset"), [200, '{"ready":true}']]);
    assert.deepEqual(await smokeTest(fake, { ...plan, checks: [check] }), { hookStatus: "SUCCEEDED" });
    assert.deepEqual([asked.length, waits], [3, [5000, 5000]]);
  });

  for (const [what, answer, problem] of [
    ["a wrong status", [500, ""], "/ready: 500 instead of 200"],
    ["a wrong text", [200, '{"ready":false}'], '/ready: an answer without ""ready":true"'],
    ["no answer", new Error("timed out"), "/ready: timed out"],
  ] as const) {
    it(`fails it on ${what}, and says so`, async () => {
      const { fake, logged } = world([answer]);
      assert.deepEqual(await smokeTest(fake, { ...plan, checks: [check] }), { hookStatus: "FAILED" });
      assert.deepEqual(JSON.parse(logged[0] ?? "").problems, [problem]);
    });
  }

  it("fails it when one of several checks fails, and when there is none", async () => {
    const other = { path: "/version", status: 404, contains: "" };
    assert.deepEqual(await smokeTest(world([[200, '"ready":true']]).fake, { ...plan, checks: [check, other] }), { hookStatus: "FAILED" });
    assert.deepEqual(await smokeTest(world([]).fake, { ...plan, checks: [] }), { hookStatus: "FAILED" });
  });

  it("is one file that plain Node.js runs, with its plan from the environment", async () => {
    const before = { ...process.env };
    const module: { exports: { handler?: (event: unknown) => Promise<unknown> } } = { exports: {} };
    Object.assign(process.env, { ORIGIN: plan.origin, HEADER_NAME: "X-Groundwork-Test", HEADER_VALUE: "value", CHECKS: JSON.stringify([check]) });
    const asked: string[] = [];
    try {
      const answer = (url: string) => {
        asked.push(url);
        return Promise.resolve({ status: 200, text: () => Promise.resolve('"ready":true') });
      };
      new Function("module", "exports", "require", "fetch", await bundledFunction("smoke-test"))(module, module.exports, require, answer);
      assert.deepEqual(await module.exports.handler?.({ targetServiceRevisionArn: "arn:revision" }), { hookStatus: "SUCCEEDED" });
    } finally {
      for (const key of ["ORIGIN", "HEADER_NAME", "HEADER_VALUE", "CHECKS"]) {
        if (before[key] === undefined) delete process.env[key];
      }
    }
    assert.deepEqual(asked, ["https://factory.example.org/ready"]);
  });
});
