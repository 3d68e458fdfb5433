import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { clockOf, isoDuration, sayMinute, WEEKDAYS, WEEK_MINUTES, weeklyStarts } from "../../../components/internal/weekly-starts";

const DAY = 1440;

describe("the starts of a schedule in a week", () => {
  for (const [expression, starts] of [
    ["cron(0 2 ? * SUN *)", [120]],
    ["cron(0 2 ? * 1 *)", [120]],
    ["cron(30 20 ? * SAT *)", [6 * DAY + 1230]],
    ["cron(0 2 ? * SUN#1 *)", [120]],
    ["cron(0 2 ? * FRIL *)", [5 * DAY + 120]],
    ["cron(0 2 ? * L *)", [6 * DAY + 120]],
    ["cron(0 9,17 ? * MON-TUE *)", [DAY + 540, DAY + 1020, 2 * DAY + 540, 2 * DAY + 1020]],
    ["cron(0/30 8 ? * WED *)", [3 * DAY + 480, 3 * DAY + 510]],
    ["cron(5 1 ? * FRI-MON *)", [65, DAY + 65, 5 * DAY + 65, 6 * DAY + 65]],
  ] as const) {
    it(`are known for ${expression}`, () => assert.deepEqual(weeklyStarts(expression), starts));
  }

  it("fall on any day where the schedule goes by the date", () => {
    const everyDay = WEEKDAYS.map((_, day) => day * DAY + 180);
    assert.deepEqual(weeklyStarts("cron(0 3 1 * ? *)"), everyDay);
    assert.deepEqual(weeklyStarts("cron(0 3 * * ? *)"), everyDay);
  });

  it("are 168 for every hour, and unknown for a rate and for nonsense", () => {
    assert.equal(weeklyStarts("cron(10 * * * ? *)")?.length, 168);
    assert.equal(weeklyStarts("rate(5 minutes)"), undefined);
    assert.equal(weeklyStarts("cron(0 25 * * ? *)"), undefined);
  });
});

describe("the minute of a week", () => {
  it("is said with its day, also beyond the week's end", () => {
    assert.equal(sayMinute(0), "SUN 00:00");
    assert.equal(sayMinute(WEEK_MINUTES - 1), "SAT 23:59");
    assert.equal(sayMinute(-60), "SAT 23:00");
    assert.equal(sayMinute(WEEK_MINUTES + 61), "SUN 01:01");
  });

  it("comes back from its day and time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: WEEK_MINUTES - 1 }), (at) => {
        const { day, hour, minute } = clockOf(at);
        assert.equal(WEEKDAYS.indexOf(day) * DAY + hour * 60 + minute, at);
      }),
    );
  });
});

describe("a duration", () => {
  it("has only the parts that are not zero", () => {
    assert.deepEqual([120, 60, 90, DAY, 2 * DAY + 690].map(isoDuration), ["PT2H", "PT1H", "PT1H30M", "P1D", "P2DT11H30M"]);
  });

  it("counts as many minutes as it was made from", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 15 * DAY }), (minutes) => {
        const [, days = "0", hours = "0", rest = "0"] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(isoDuration(minutes)) ?? [];
        assert.equal(Number(days) * DAY + Number(hours) * 60 + Number(rest), minutes);
        assert.doesNotMatch(isoDuration(minutes), /T$/);
      }),
    );
  });
});
