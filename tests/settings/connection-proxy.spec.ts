import { strict as assert } from "node:assert";
import { connectionProxySchema } from "../../settings/connection-proxy";
import { problemsOf } from "../../settings/problems";

const compliant = {
  maxConnectionsPercent: 80,
  maxIdleConnectionsPercent: 50,
  borrowTimeoutSeconds: 30,
  idleClientTimeoutSeconds: 1800,
  logRetentionDays: 90,
};

function problems(change: object) {
  const settings = { ...compliant, ...change };
  const { error } = connectionProxySchema.safeParse(settings);
  return error === undefined ? [] : problemsOf("connectionProxy", settings, error).map(({ key, expected }) => `${key}: ${expected}`);
}

describe("settings: connection proxy", () => {
  it("accepts what RDS accepts, to the limits", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ maxConnectionsPercent: 100, maxIdleConnectionsPercent: 100, borrowTimeoutSeconds: 0, idleClientTimeoutSeconds: 28_800 }), []);
    assert.deepEqual(problems({ maxConnectionsPercent: 1, maxIdleConnectionsPercent: 0, borrowTimeoutSeconds: 300, idleClientTimeoutSeconds: 1 }), []);
  });

  for (const [key, value] of [
    ["maxConnectionsPercent", 0],
    ["maxConnectionsPercent", 101],
    ["maxIdleConnectionsPercent", -1],
    ["borrowTimeoutSeconds", 301],
    ["idleClientTimeoutSeconds", 0],
    ["idleClientTimeoutSeconds", 28_801],
    ["logRetentionDays", 91],
  ] as const) {
    it(`refuses ${key} ${value}`, () => {
      const [found, ...more] = problems({ maxIdleConnectionsPercent: 0, [key]: value });
      assert.match(String(found), new RegExp(`^groundwork:connectionProxy\\.${key}: `));
      assert.deepEqual(more, []);
    });
  }

  it("keeps no more open than it may hold", () => {
    assert.deepEqual(problems({ maxIdleConnectionsPercent: 81 }), [
      "groundwork:connectionProxy.maxIdleConnectionsPercent: at most 80, maxConnectionsPercent",
    ]);
  });
});
