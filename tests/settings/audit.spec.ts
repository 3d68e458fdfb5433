import { strict as assert } from "node:assert";
import { auditSchema } from "../../settings/audit";

const sound = {
  retentionDays: 2557,
  transitions: [{ afterDays: 90, storageClass: "GLACIER_IR" }],
  objectLock: { mode: "GOVERNANCE", days: 2557, legalBasis: "Example Records Act" },
  objectEvents: "writes",
};
const messages = (value: unknown) => auditSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);
const codes = (value: unknown) => auditSchema.safeParse(value).error?.issues.map(({ path, code }) => [path.join("."), code]);

describe("audit settings", () => {
  it("are sound as the fixture has them, for seven years and for ninety days", () => {
    assert.equal(messages(sound), undefined);
    assert.equal(messages({ ...sound, retentionDays: 90, transitions: [], objectLock: { ...sound.objectLock, days: 90 } }), undefined);
  });

  it("require every key but the moves, and the lock above all", () => {
    assert.deepEqual(codes({})?.map(([path]) => path), ["retentionDays", "objectLock", "objectEvents"]);
  });

  it("refuse a record that goes before its lock", () => {
    assert.deepEqual(messages({ ...sound, retentionDays: 365, transitions: [] }), [
      ["retentionDays", "at least 2557, the days of the lock: no object can be deleted before"],
    ]);
  });

  it("refuse events that CloudTrail doesn't tell apart", () => {
    assert.deepEqual(codes({ ...sound, objectEvents: "reads" }), [["objectEvents", "invalid_value"]]);
  });
});
