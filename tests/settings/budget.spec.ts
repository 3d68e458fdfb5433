import { strict as assert } from "node:assert";
import { budgetSchema } from "../../settings/budget";

const notice = { when: "actual", percent: 80, channel: "operations" };
const sound = {
  monthlyLimitUsd: 195,
  notifications: [notice, { ...notice, percent: 100 }, { ...notice, when: "forecast" }],
  activateTags: false,
  anomalies: { watches: "system", minImpactUsd: 20, channel: "operations" },
};
const issues = (value: unknown) => budgetSchema.safeParse(value).error?.issues;
const messages = (value: unknown) => issues(value)?.map(({ path, message }) => [path.join("."), message]);
const codes = (value: unknown) => issues(value)?.map(({ path, code }) => [path.join("."), code]);

describe("budget settings", () => {
  it("are sound as the fixture has them, and without anomalies", () => {
    assert.equal(messages(sound), undefined);
    assert.equal(messages({ ...sound, anomalies: undefined }), undefined);
  });

  it("require all else", () => {
    assert.deepEqual(codes({})?.map(([path]) => path), ["monthlyLimitUsd", "notifications", "activateTags"]);
    assert.deepEqual(codes({ ...sound, anomalies: {} })?.map(([path]) => path), ["anomalies.watches", "anomalies.minImpactUsd", "anomalies.channel"]);
  });

  it("take dollars and percents above nothing", () => {
    assert.equal(messages({ ...sound, monthlyLimitUsd: 0.01 }), undefined);
    assert.deepEqual(codes({ ...sound, monthlyLimitUsd: 0 }), [["monthlyLimitUsd", "too_small"]]);
    assert.deepEqual(codes({ ...sound, notifications: [{ ...notice, percent: 0 }] }), [["notifications.0.percent", "too_small"]]);
    assert.deepEqual(codes({ ...sound, notifications: [{ ...notice, percent: 1001 }] }), [["notifications.0.percent", "too_big"]]);
  });

  it("refuse percents that don't rise, and a budget that tells nobody", () => {
    assert.deepEqual(messages({ ...sound, notifications: [notice, { ...notice, percent: 50 }] }), [
      ["notifications", "the percents of kind actual in rising order, each once"],
    ]);
    assert.deepEqual(messages({ ...sound, notifications: [] }), [["notifications", "1 to 5 notifications, not 0"]]);
  });
});
