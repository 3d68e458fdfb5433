import { strict as assert } from "node:assert";
import { problemsOf } from "../../settings/problems";
import { GREEN_PERCENTS, rolloutSchema } from "../../settings/rollout";
import { servicesSchema } from "../../settings/services";

const image = (tag: string) => `123456789012.dkr.ecr.eu-central-1.amazonaws.com/api:${tag}`;
const guard = { errorPercent: 2, minimumRequests: 50, latencySeconds: 1, forMinutes: 3, channels: ["operations"] };
const weighted = {
  kind: "weighted",
  guard,
  blue: { image: image("1.0.0"), running: true },
  green: { image: image("2.0.0"), running: true },
  greenPercent: 10,
};
const shifted = {
  kind: "blue-green",
  guard,
  bakeMinutes: 10,
  testPriority: 5,
  smokeTest: { checks: [{ path: "/ready", status: 200, contains: "ready" }], logRetentionDays: 90 },
};
const problems = (value: object) => {
  const { error } = rolloutSchema.safeParse(value);
  return error === undefined ? [] : problemsOf("rollout", value, error).map(({ key, expected }) => `${key.replace(/^groundwork:rollout\.?/, "")}: ${expected}`);
};

describe("rollout settings", () => {
  it("know three kinds", () => {
    for (const value of [{ kind: "rolling" }, { kind: "rolling", guard }, weighted, shifted]) assert.deepEqual(problems(value), []);
  });

  it("shift by 10, 50 and 100 percent in both directions, and by nothing else", () => {
    for (let percent = 0; percent <= 100; percent += 1) {
      const allowed = GREEN_PERCENTS.some((each) => each === percent);
      assert.equal(problems({ ...weighted, greenPercent: percent }).length === 0, allowed, String(percent));
    }
  });

  for (const [change, expected] of [
    [{ ...weighted, green: { ...weighted.green, running: false } }, "green.running: true: with greenPercent 10 it gets requests"],
    [{ ...weighted, blue: { ...weighted.blue, running: false } }, "blue.running: true: with greenPercent 10 it gets requests"],
    [{ ...weighted, guard: undefined }, "guard: a value of type object"],
    [{ ...weighted, green: { ...weighted.green, image: "api:latest" } }, 'green.image: a tag that never moves, such as 1.4.2, or a digest: "latest" can\'t be rolled back to'],
    [{ ...shifted, smokeTest: { ...shifted.smokeTest, checks: [] } }, "smokeTest.checks: at least 1 item"],
    [{ ...shifted, testPriority: 50_000 }, "testPriority: at most 49999"],
    [{ kind: "canary" }, "kind: kind rolling, weighted or blue-green"],
  ] as const) {
    it(`refuse ${JSON.stringify(change).slice(0, 60)}: ${expected.slice(0, 50)}`, () => assert.deepEqual(problems(change), [expected]));
  }

  it("let a colour rest once the other one has all requests", () => {
    assert.deepEqual(problems({ ...weighted, greenPercent: 100, blue: { ...weighted.blue, running: false } }), []);
    assert.deepEqual(problems({ ...weighted, greenPercent: 0, green: { ...weighted.green, running: false } }), []);
  });
});

describe("a service and its rollout", () => {
  const api = {
    image: image("1.0.0"),
    user: "1001:1001",
    cpu: { limitVcpu: 1 },
    memoryMib: { limit: 2048 },
    logRetentionDays: 90,
    port: 8000,
    healthCheck: { path: "/health", readyPath: "/ready", intervalSeconds: 30, timeoutSeconds: 10, startPeriodSeconds: 40, retries: 3 },
    replicas: { desired: 2, minimum: 2, maximum: 4, owner: "stack-file" },
    rollout: weighted,
  };
  const refused = (change: object) => {
    const value = { api: { ...api, ...change } };
    const { error } = servicesSchema.safeParse(value);
    return error === undefined ? [] : problemsOf("services", value, error).map(({ key, expected }) => `${key}: ${expected}`);
  };

  it("fit together", () => assert.deepEqual(refused({}), []));

  for (const [change, expected] of [
    [{ image: image("3.0.0") }, "image: blue's image or green's: tasks with imageOf run it, and must fit one of the two"],
    [
      { port: undefined, healthCheck: { ...api.healthCheck, path: undefined, readyPath: undefined, command: ["CMD", "true"] } },
      "rollout: rolling without a guard: a service without a port gets no requests that could be shifted or watched",
    ],
  ] as const) {
    it(`refuse ${JSON.stringify(change).slice(0, 60)}`, () => assert.deepEqual(refused(change), [`groundwork:services.api.${expected}`]));
  }
});
