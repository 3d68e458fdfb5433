import { strict as assert } from "node:assert";
import { parseSettings } from "../../../settings/parse";
import { SettingsError } from "../../../settings/problems";
import { changed, rawSettings } from "../../helpers/settings";
import type { RawSettings } from "../../helpers/settings";

const sound = rawSettings(undefined, "production");

function problemsIn(raw: RawSettings): string[] {
  try {
    parseSettings(raw);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ key, got, expected }) => `${key} | ${got ?? "nothing"} | ${expected}`);
    throw error;
  }
  return [];
}

describe("settings: connection proxy and its database", () => {
  it("leaves room for those who go around the proxy: 8 of 400 connections are two percent", () => {
    const shared = changed(sound, "services.worker.secrets", {});
    assert.deepEqual(problemsIn(changed(shared, "connectionProxy.maxConnectionsPercent", 98)), []);
    assert.deepEqual(problemsIn(changed(shared, "connectionProxy.maxConnectionsPercent", 99)), [
      "groundwork:connectionProxy.maxConnectionsPercent | 99 | at most 98: 8 of 400 connections are for superusers and monitoring, which go around the proxy",
    ]);
  });

  it("counts the pools of who logs in to a database of its own, and so around the proxy", () => {
    const direct = changed(changed(sound, "services.worker.databasePool", { size: 20, maxOverflow: 0 }), "connectionProxy.maxIdleConnectionsPercent", 10);
    assert.deepEqual(problemsIn(changed(direct, "connectionProxy.maxConnectionsPercent", 38)), []);
    assert.deepEqual(problemsIn(changed(direct, "connectionProxy.maxConnectionsPercent", 50)), [
      "groundwork:connectionProxy.maxConnectionsPercent | 50 | at most 38: 248 of 400 connections are for superusers and monitoring, worker 12 tasks x 20, which go around the proxy",
    ]);
  });

  it("lets tasks want more connections than the database has, which wait at the proxy, and refuses it without one", () => {
    const many = changed(sound, "services.api.databasePool.size", 50);
    assert.deepEqual(problemsIn(many), []);
    assert.match(String(problemsIn(changed(many, "connectionProxy", undefined))), /^groundwork:database\.maxConnections \| 400 \| at least \d+: /);
  });

  it("says nothing of pools while the proxy's own settings are not sound", () => {
    const found = problemsIn(changed(changed(sound, "services.api.databasePool.size", 50), "connectionProxy.maxConnectionsPercent", 0));
    assert.ok(found.length > 0 && !found.some((problem) => problem.startsWith("groundwork:database.")), found.join("\n"));
  });

  it("stands before a database of the stack", () => {
    const without = ["database", "databaseRoles", "tunnel"].reduce((raw, topic) => changed(raw, topic, undefined), sound);
    assert.ok(problemsIn(without).includes("groundwork:connectionProxy | a proxy | nothing: the stack has no groundwork:database"));
  });
});
