import { strict as assert } from "node:assert";
import { canaryTimeExpectations, secretVariable, stepsFile } from "../../../components/internal/canary-steps";
import type { CanaryStep } from "../../../components/internal/canary-steps";

const step: CanaryStep = { name: "health", url: "https://app.example.org/health", method: "GET", expectedStatus: 200, timeoutSeconds: 10 };
const times = { rateMinutes: 5, timeoutSeconds: 60, steps: [step, step] };

describe("the steps of a canary", () => {
  it("become plain data, with the name of a variable where a secret belongs", () => {
    const header = { name: "Authorization", prefix: "Bearer ", secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:x", key: "token" };
    assert.deepEqual(JSON.parse(stepsFile([step, { ...step, expectedFields: { status: "healthy" }, header }])), [
      { name: "health", url: "https://app.example.org/health", method: "GET", expectedStatus: 200, timeoutMilliseconds: 10_000 },
      {
        name: "health", url: "https://app.example.org/health", method: "GET", expectedStatus: 200, timeoutMilliseconds: 10_000,
        expectedFields: { status: "healthy" },
        header: { name: "Authorization", prefix: "Bearer ", secretVariable: "PROBE_SECRET_2", key: "token" },
      },
    ]);
    assert.equal(secretVariable(1), "PROBE_SECRET_2");
  });

  it("have the time that they need, and end before the next run", () => {
    assert.deepEqual(canaryTimeExpectations(times), []);
    assert.deepEqual(canaryTimeExpectations({ ...times, timeoutSeconds: 30 }), []);
    assert.deepEqual(canaryTimeExpectations({ ...times, timeoutSeconds: 29 }), [
      "a timeout of at least 30 seconds, those of its steps and 10: else a step that hangs hides which",
    ]);
    assert.deepEqual(canaryTimeExpectations({ ...times, rateMinutes: 1 }), []);
    assert.deepEqual(canaryTimeExpectations({ ...times, rateMinutes: 1, timeoutSeconds: 61 }), [
      "a timeout of at most 60 seconds: the next run begins then",
    ]);
  });
});
