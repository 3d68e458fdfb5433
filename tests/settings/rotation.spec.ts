import { strict as assert } from "node:assert";
import { problemsOf } from "../../settings/problems";
import { rotationSchema } from "../../settings/rotation";

const compliant = {
  classes: {
    database: { kind: "schedule", everyDays: 90 },
    "application-key": { kind: "schedule", everyDays: 90, longestTokenDays: 7 },
    "api-key": { kind: "schedule", everyDays: 30 },
    webhook: { kind: "on-demand", reason: "Both sides must change it at the same moment." },
  },
  channels: ["operations"],
  logRetentionDays: 90,
};

function problems(change: object) {
  const settings = { ...compliant, ...change };
  const { error } = rotationSchema.safeParse(settings);
  return error === undefined ? [] : problemsOf("rotation", settings, error).map(({ key, expected }) => `${key}: ${expected}`);
}
const classes = (change: object) => problems({ classes: { ...compliant.classes, ...change } });

describe("settings: rotation", () => {
  it("accepts an interval for each class, or a reason why the clock has no say", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(classes({ webhook: undefined }), []);
  });

  it("takes 1 to 1000 days, what Secrets Manager offers", () => {
    for (const everyDays of [1, 1000]) assert.deepEqual(classes({ database: { kind: "schedule", everyDays } }), []);
    for (const everyDays of [0, 1001, 1.5]) assert.equal(classes({ database: { kind: "schedule", everyDays } }).length, 1, String(everyDays));
  });

  it("wants to know how long a token lives before it changes the key that signed it", () => {
    assert.equal(classes({ "application-key": { kind: "schedule", everyDays: 90 } }).length, 1);
    assert.deepEqual(classes({ "application-key": { kind: "schedule", everyDays: 7, longestTokenDays: 7 } }), [
      "groundwork:rotation.classes[\"application-key\"].everyDays: more than 7, longestTokenDays: a key keeps one predecessor, which must outlive its tokens",
    ]);
    assert.deepEqual(classes({ "application-key": { kind: "schedule", everyDays: 8, longestTokenDays: 7 } }), []);
  });

  it("takes no rotation on demand without a reason, and no class that it doesn't know", () => {
    assert.equal(classes({ webhook: { kind: "on-demand" } }).length, 1);
    assert.equal(classes({ passwords: { kind: "schedule", everyDays: 90 } }).length, 1);
    assert.deepEqual(classes({ webhook: { kind: "never" } }), [
      "groundwork:rotation.classes.webhook.kind: kind schedule with everyDays, or kind on-demand with a reason",
    ]);
  });

  it("tells somebody", () => {
    assert.equal(problems({ channels: [] }).length, 1);
  });
});
