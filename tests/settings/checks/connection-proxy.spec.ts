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
    assert.deepEqual(problemsIn(changed(sound, "connectionProxy.maxConnectionsPercent", 98)), []);
    assert.deepEqual(problemsIn(changed(sound, "connectionProxy.maxConnectionsPercent", 99)), [
      "groundwork:connectionProxy.maxConnectionsPercent | 99 | at most 98: 8 of 400 connections are for superusers and monitoring, which go around the proxy",
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
