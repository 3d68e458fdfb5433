import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { isInOfficeHours, minutesOf, offHoursTimes } from "../../../components/internal/off-hours";
import type { OfficeHours } from "../../../components/internal/off-hours";
import { scheduleProblem } from "../../../components/internal/schedule-expression";
import { WEEKDAYS, WEEK_MINUTES, weeklyStarts } from "../../../components/internal/weekly-starts";

const OFFICE: OfficeHours = { workdays: ["MON", "TUE", "WED", "THU", "FRI"], startTime: "07:00", stopTime: "20:00" };
const DAY = 1440;

describe("off-hours", () => {
  it("stop services in the evening of each workday, the database after them, and start both in the other order", () => {
    const { mutes: _, ...times } = offHoursTimes(OFFICE);
    assert.deepEqual(times, {
      stopServices: "cron(0 20 ? * MON,TUE,WED,THU,FRI *)",
      startServices: "cron(0 7 ? * MON,TUE,WED,THU,FRI *)",
      stopDatabase: "cron(15 20 ? * MON,TUE,WED,THU,FRI *)",
      startDatabase: "cron(30 6 ? * MON,TUE,WED,THU,FRI *)",
    });
  });

  it("silence alarms for the night and for the weekend, until an hour and a half after the start", () => {
    assert.deepEqual(offHoursTimes(OFFICE).mutes, [
      { name: "nights", expression: "cron(0 20 * * MON,TUE,WED,THU)", duration: "PT12H30M" },
      { name: "3-days", expression: "cron(0 20 * * FRI)", duration: "P2DT12H30M" },
    ]);
    assert.deepEqual(offHoursTimes({ ...OFFICE, workdays: ["WED"] }).mutes, [
      { name: "7-days", expression: "cron(0 20 * * WED)", duration: "P6DT12H30M" },
    ]);
  });

  it("never leave the database stopped for seven days, and silence each evening once, whatever the days", () => {
    fc.assert(
      fc.property(fc.subarray([...WEEKDAYS], { minLength: 1 }), (workdays) => {
        const { stopDatabase, startDatabase, mutes } = offHoursTimes({ ...OFFICE, workdays });
        const starts = weeklyStarts(startDatabase) ?? [];
        for (const stop of weeklyStarts(stopDatabase) ?? []) {
          const until = Math.min(...starts.map((start) => (start - stop + WEEK_MINUTES) % WEEK_MINUTES));
          assert.ok(until < 7 * DAY);
        }
        const silenced = mutes.flatMap(({ expression }) => /(\S+)\)$/.exec(expression)?.[1]?.split(",") ?? []);
        assert.deepEqual(silenced.toSorted(), workdays.toSorted());
        assert.equal(scheduleProblem(startDatabase), undefined);
      }),
    );
  });

  it("know what finds the database running from its start to its end", () => {
    const monday = DAY;
    assert.equal(isInOfficeHours(OFFICE, monday + 420, 60), true);
    assert.equal(isInOfficeHours(OFFICE, monday + 419, 60), false);
    assert.equal(isInOfficeHours(OFFICE, monday + 1140, 60), true);
    assert.equal(isInOfficeHours(OFFICE, monday + 1141, 60), false);
    assert.equal(isInOfficeHours(OFFICE, 600, 1), false);
    assert.equal(isInOfficeHours(OFFICE, monday + 600 - WEEK_MINUTES, 1), true);
  });

  it("read times of day", () => assert.deepEqual(["00:00", "07:30", "23:59"].map(minutesOf), [0, 450, 1439]));
});
