import { strict as assert } from "node:assert";
import { parseSettings } from "../../settings/parse";
import { SettingsError } from "../../settings/problems";
import { changed, rawSettings } from "../helpers/settings";
import type { RawSettings } from "../helpers/settings";

const sound = rawSettings("scholarship", "production");

function without(raw: RawSettings, ...topics: readonly string[]): RawSettings {
  return Object.fromEntries(Object.entries(raw).filter(([topic]) => !topics.includes(topic)));
}

function problems(raw: RawSettings): string[] {
  try {
    parseSettings(raw);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ key, got, expected }) => `${key} | ${got ?? "nothing"} | ${expected}`);
  }
}

describe("topics that a stack leaves out", () => {
  it("may be the cache, for a system where nothing reaches it", () => {
    const told = problems(without(sound, "cache"));
    assert.deepEqual(
      told.filter((text) => !text.includes("backend.secrets")),
      ["groundwork:services.backend.reaches[1] | cache | something that the stack has: it has no groundwork:cache"],
    );
    assert.equal(told.filter((text) => text.includes("backend.secrets")).length, 2, "its two secrets are unknown as well");
  });

  it("are the database with its roles and its tunnel, or none of the three", () => {
    const stand = "database, databaseRoles, tunnel stand together";
    assert.deepEqual(
      problems(without(sound, "tunnel")),
      [`groundwork:tunnel | nothing | the topic, as the stack has database and databaseRoles: ${stand}`],
    );
    const told = problems(without(sound, "database", "databaseRoles"));
    assert.deepEqual(told.filter((text) => text.includes(stand)), [
      `groundwork:database | nothing | the topic, as the stack has tunnel: ${stand}`,
      `groundwork:databaseRoles | nothing | the topic, as the stack has tunnel: ${stand}`,
    ]);
  });

  it("leave nothing behind that would need them: reach, variable, dump, metrics", () => {
    const told = problems(without(sound, "database", "databaseRoles", "tunnel"));
    const lacking = "something that the stack has: it has no groundwork:database";
    for (const expected of [
      `groundwork:services.backend.reaches[0] | database | ${lacking}`,
      `groundwork:services.backend.environmentFrom.DATABASE_READER_HOSTS | database.readerHosts | ${lacking}`,
      `groundwork:tasks.migrate.reaches[0] | database | ${lacking}`,
      "groundwork:backups.database | a dump | nothing: there is no groundwork:database to dump",
      "groundwork:prometheus.enabled | true | false: it reads the database, and there is no groundwork:database",
    ]) {
      assert.ok(told.includes(expected), `${expected} is missing in\n${told.join("\n")}`);
    }
  });

  it("are not taken for absent where they are only wrong", () => {
    assert.deepEqual(problems(changed(sound, "cache.eventChannel", 7)), ["groundwork:cache.eventChannel | 7 | a value of type string"]);
  });
});
