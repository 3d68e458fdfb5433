import { strict as assert } from "node:assert";
import { maintenanceSchema } from "../../settings/maintenance";

const sound = {
  windowUtc: "sun:02:00-sun:04:00",
  noticeHours: 48,
  noticeChannel: "users",
  failureChannel: "operations",
  neverMutedChannels: ["on-call"],
};
const messages = (value: unknown) =>
  maintenanceSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("maintenance settings", () => {
  it("are sound as the fixture has them, and require every key", () => {
    assert.equal(messages(sound), undefined);
    assert.deepEqual(messages({})?.map(([path]) => path), Object.keys(sound));
  });

  it("refuse a window of more than two hours", () => {
    assert.deepEqual(messages({ ...sound, windowUtc: "sun:02:00-sun:05:00" }), [
      ["windowUtc", "a weekly window of 30 to 120 minutes in UTC, such as sun:02:00-sun:04:00"],
    ]);
  });

  it("refuse to silence every alarm, and a notice of a week", () => {
    assert.deepEqual(messages({ ...sound, neverMutedChannels: [] }), [
      ["neverMutedChannels", "at least one channel: some alarms must never be silent"],
    ]);
    assert.deepEqual(messages({ ...sound, noticeHours: 168 })?.map(([path]) => path), ["noticeHours"]);
    assert.equal(messages({ ...sound, noticeHours: 167 }), undefined);
  });
});
