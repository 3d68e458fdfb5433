import { strict as assert } from "node:assert";
import { parseSettings } from "../../../settings/parse";
import { SettingsError } from "../../../settings/problems";
import { changed, rawSettings } from "../../helpers/settings";
import type { RawSettings } from "../../helpers/settings";

const sound = rawSettings(undefined, "production");
const USERNAME_57 = "a".repeat(57);
const USERNAME_58 = "a".repeat(58);

function problemsIn(raw: RawSettings): string[] {
  try {
    parseSettings(raw);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ key, got, expected }) => `${key} | ${got ?? "nothing"} | ${expected}`);
    throw error;
  }
  return [];
}
const after = (path: string, value: unknown, ...more: readonly [string, unknown][]) =>
  problemsIn(more.reduce((raw, [at, next]) => changed(raw, at, next), changed(sound, path, value)));

describe("settings: rotation and what it rotates", () => {
  it("finds nothing wrong with the reference", () => {
    assert.deepEqual(problemsIn(sound), []);
  });

  it("wants a rotation for every class that the stack has secrets of", () => {
    assert.deepEqual(after("rotation.classes.webhook", undefined), [
      'groundwork:rotation.classes.webhook | nothing | a rotation, by schedule or on-demand: the stack has secrets of that class',
    ]);
    assert.match(String(after("rotation.classes.database", undefined)), /classes\.database \| nothing/);
  });

  it("refuses a rotation without a target", () => {
    const expected = "the rotation of a class that the stack has secrets of, other than those with rotateOnDemand: it has no target";
    assert.deepEqual(after("secrets.webhook", undefined, ["services.api.secrets.WEBHOOK_KEY", undefined]), [
      `groundwork:rotation.classes.webhook | on-demand | ${expected}`,
    ]);
    assert.deepEqual(after("secrets.geocoder.rotateOnDemand", "Its issuer makes no second key."), [
      `groundwork:rotation.classes["api-key"] | schedule | ${expected}`,
    ]);
  });

  it("takes no key by schedule that forgets its predecessor, and every key that says why it is not changed", () => {
    const keys = (value: unknown) => after("secrets.application-key.keys", value, ["services.api.secrets", { DATABASE_URL: "database-application:url" }]);
    const expected = "current and previous, or current, previous and next, as its class is rotated by schedule; or rotateOnDemand with the reason";
    assert.deepEqual(keys(["current", "previous"]), []);
    assert.deepEqual(keys(["next", "previous", "current"]), []);
    assert.deepEqual(keys([]), [`groundwork:secrets["application-key"].keys | none | ${expected}`]);
    assert.deepEqual(keys(["current"]), [`groundwork:secrets["application-key"].keys | current | ${expected}`]);
    const excused = changed(changed(sound, "secrets.application-key.keys", []), "services.api.secrets", {});
    assert.deepEqual(
      problemsIn(changed(changed(excused, "secrets.application-key.rotateOnDemand", "It encrypts what is stored."), "rotation.classes.application-key", { kind: "on-demand", reason: "It encrypts what is stored." })),
      [],
    );
  });

  it("leaves room in a role's name for that of its second user, which no other role has", () => {
    assert.deepEqual(after("databaseRoles.ownerUsername", USERNAME_57), []);
    assert.deepEqual(after("databaseRoles.ownerUsername", USERNAME_58), [
      `groundwork:databaseRoles.ownerUsername | ${USERNAME_58} | at most 57 characters: its second user is called ${USERNAME_58}_clone`,
    ]);
    assert.deepEqual(after("databaseRoles.ownerUsername", USERNAME_58, ["rotation.classes.database", { kind: "on-demand", reason: "There are no people for it." }]), []);
    assert.deepEqual(after("databaseRoles.migrationUsername", "reference_app_clone"), [
      "groundwork:databaseRoles.applicationUsername | reference_app | another name: its second user would be reference_app_clone, which another role is",
    ]);
  });

  it("gives nobody a password without the user that it is for: the two change together", () => {
    const secrets = { PASSWORD: "database-application:password" };
    assert.deepEqual(after("services.worker.secrets", secrets), [
      "groundwork:services.worker.secrets.PASSWORD | database-application:password | database-application:username beside it, or database-application:url alone: two users take turns, so the name changes with the password",
    ]);
    assert.deepEqual(after("services.worker.secrets", { ...secrets, USERNAME: "database-application:username" }), []);
    assert.deepEqual(after("services.worker.secrets", secrets, ["rotation.classes.database", { kind: "on-demand", reason: "There are no people for it." }]), []);
  });

  it("sees that the function reaches AWS where there is no NAT", () => {
    const found = after("network.nat", "none");
    assert.ok(found.some((problem) => problem.endsWith("ecs too: without NAT the rotation reaches them by no other way")), found.join("\n"));
  });

  it("tells channels that there are", () => {
    assert.match(String(after("rotation.channels", ["nobody"])), /^groundwork:rotation\.channels\[0\] \| nobody \| one of groundwork:channels: /);
  });
});
