import { strict as assert } from "node:assert";
import { SmokeTest } from "../../components/smoke-test";
import type { SmokeTestArgs } from "../../components/smoke-test";
import { build } from "../helpers/graph";

const sound: SmokeTestArgs = {
  namePrefix: "factory-production",
  service: "web",
  accountId: "123456789012",
  origin: "https://factory.example.org",
  testHeader: { name: "X-Groundwork-Test", value: "value" },
  checks: [{ path: "/ready", status: 200, contains: "ready" }, { path: "/login", status: 200 }],
  logRetentionDays: 90,
  logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
};
const make = (change: Partial<SmokeTestArgs> = {}) => build(() => new SmokeTest("smoke-test", { ...sound, ...change }));

describe("SmokeTest", () => {
  it("is a function that knows where to ask, for what, and by which header", async () => {
    const { environment, timeout } = (await make()).one("aws:lambda/function:Function").inputs;
    assert.deepEqual(environment, {
      variables: {
        ORIGIN: "https://factory.example.org",
        HEADER_NAME: "X-Groundwork-Test",
        HEADER_VALUE: "value",
        CHECKS: '[{"path":"/ready","status":200,"contains":"ready"},{"path":"/login","status":200,"contains":""}]',
      },
    });
    // Three attempts of ten seconds and two pauses of five.
    assert.ok(Number(timeout) > 3 * 10 + 2 * 5);
  });

  it("may write its log and do nothing else", async () => {
    const policies = (await make()).all("aws:iam/rolePolicy:RolePolicy").map(({ inputs }) => JSON.parse(String(inputs.policy)));
    assert.deepEqual(policies.flatMap(({ Statement }) => Statement.map(({ Sid }: { Sid: string }) => Sid)), ["WriteLog"]);
  });

  it("refuses to test nothing", async () => {
    await assert.rejects(make({ checks: [] }), /smoke test of web: expected at least one check/);
  });
});
