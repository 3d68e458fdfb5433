import { strict as assert } from "node:assert";
import { offHoursSchema } from "../../settings/off-hours";

const sound = {
  timezone: "Europe/Berlin",
  workdays: ["MON", "TUE", "WED", "THU", "FRI"],
  startTime: "07:00",
  stopTime: "20:00",
  stopDatabase: true,
  failureChannel: "operations",
};
const messages = (value: unknown) =>
  offHoursSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("off-hours settings", () => {
  it("are sound as the fixture has them, and require every key", () => {
    assert.equal(messages(sound), undefined);
    assert.deepEqual(messages({})?.map(([path]) => path), Object.keys(sound));
  });

  it("keep clear of the hours in which clocks change", () => {
    assert.equal(messages({ ...sound, startTime: "04:30", stopTime: "23:00" }), undefined);
    assert.deepEqual(messages({ ...sound, startTime: "04:29" }), [["startTime", "04:30 or later: before it the clocks may change"]]);
    assert.deepEqual(messages({ ...sound, stopTime: "23:01" }), [["stopTime", "23:00 or earlier"]]);
  });

  it("stop after they start, on at least one day, each once", () => {
    assert.deepEqual(messages({ ...sound, stopTime: "07:00" }), [["stopTime", "a time after startTime"]]);
    assert.deepEqual(messages({ ...sound, workdays: [] }), [["workdays", "at least one day"]]);
    assert.deepEqual(messages({ ...sound, workdays: ["MON", "MON"] }), [["workdays", "days that differ"]]);
    assert.deepEqual(messages({ ...sound, startTime: "7:00" }), [["startTime", "a time such as 07:30, in quotes"]]);
  });
});
