import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import {
  parseDailyWindow,
  parseWeeklyWindow,
  windowProblems,
  windowsOverlap,
} from "../../../components/internal/windows";
import type { Window } from "../../../components/internal/windows";

const daily = (text: string): Window => parseDailyWindow(text) ?? assert.fail(`${text} is no daily window`);
const weekly = (text: string): Window => parseWeeklyWindow(text) ?? assert.fail(`${text} is no weekly window`);

const anyWindow: fc.Arbitrary<Window> = fc.oneof(
  fc.record({
    startMinute: fc.integer({ min: 0, max: 24 * 60 - 1 }),
    lengthMinutes: fc.integer({ min: 1, max: 24 * 60 - 1 }),
    every: fc.constant("day" as const),
  }),
  fc.record({
    startMinute: fc.integer({ min: 0, max: 7 * 24 * 60 - 1 }),
    lengthMinutes: fc.integer({ min: 1, max: 24 * 60 }),
    every: fc.constant("week" as const),
  }),
);

/** The minutes of one week that a window covers, one by one: slow, and too simple to be wrong. */
function covered({ startMinute, lengthMinutes, every }: Window): Set<number> {
  const starts = every === "week" ? [startMinute] : [0, 1, 2, 3, 4, 5, 6].map((day) => day * 1440 + startMinute);
  return new Set(
    starts.flatMap((start) => Array.from({ length: lengthMinutes }, (_, minute) => (start + minute) % 10_080)),
  );
}

describe("windows", () => {
  it("reads a daily window, also one over midnight", () => {
    assert.deepEqual(daily("02:00-02:30"), { startMinute: 120, lengthMinutes: 30, every: "day" });
    assert.deepEqual(daily("23:45-00:15"), { startMinute: 1425, lengthMinutes: 30, every: "day" });
  });

  it("reads a weekly window, also one over Saturday midnight", () => {
    assert.deepEqual(weekly("sun:03:00-sun:04:00"), { startMinute: 180, lengthMinutes: 60, every: "week" });
    assert.deepEqual(weekly("sat:23:30-sun:00:30"), { startMinute: 10_050, lengthMinutes: 60, every: "week" });
  });

  for (const text of ["", "2:00-3:00", "24:00-01:00", "02:60-03:00", "02:00", "sun:02:00-sun:03:00", " 02:00-03:00"]) {
    it(`does not take "${text}" for a daily window`, () => assert.equal(parseDailyWindow(text), undefined));
  }

  for (const text of ["", "Sun:03:00-Sun:04:00", "sunday:03:00-sunday:04:00", "03:00-04:00", "sun:25:00-sun:26:00"]) {
    it(`does not take "${text}" for a weekly window`, () => assert.equal(parseWeeklyWindow(text), undefined));
  }

  it("sees an overlap on the maintenance day, over midnight and over the end of the week", () => {
    assert.equal(windowsOverlap(daily("02:00-02:30"), weekly("sun:02:00-sun:04:00")), true);
    assert.equal(windowsOverlap(daily("23:30-00:30"), weekly("mon:00:00-mon:01:00")), true);
    assert.equal(windowsOverlap(daily("00:00-00:30"), weekly("sat:23:30-sun:00:15")), true);
    assert.equal(windowsOverlap(daily("23:45-00:15"), weekly("sun:00:00-sun:01:00")), true);
  });

  it("lets windows touch", () => {
    assert.equal(windowsOverlap(daily("02:00-02:30"), weekly("sun:02:30-sun:03:30")), false);
    assert.equal(windowsOverlap(daily("03:30-04:00"), weekly("sun:02:30-sun:03:30")), false);
  });

  it("agrees with counting every minute of the week, whichever window comes first", () => {
    fc.assert(
      fc.property(anyWindow, anyWindow, (a, b) => {
        const minutes = covered(b);
        const shared = [...covered(a)].some((minute) => minutes.has(minute));
        assert.equal(windowsOverlap(a, b), shared);
        assert.equal(windowsOverlap(b, a), shared);
      }),
      { numRuns: 60 },
    );
  });

  it("accepts windows that are long enough and apart", () => {
    assert.deepEqual(windowProblems("02:00-02:30", "sun:03:00-sun:04:00", 30), []);
  });

  it("names each window that is too short for the service", () => {
    assert.deepEqual(windowProblems("02:00-02:30", "sun:03:00-sun:03:59", 60), [
      { window: "daily", expected: "a daily window of 60 minutes or more in UTC, such as 02:00-03:00" },
      { window: "weekly", expected: "a weekly window of 60 minutes to 24 hours in UTC, such as sun:03:00-sun:04:00" },
    ]);
  });

  it("refuses a maintenance window of more than a day, which RDS does too", () => {
    assert.deepEqual(
      windowProblems("02:00-02:30", "mon:04:00-wed:04:00", 30).map(({ window }) => window),
      ["weekly"],
    );
  });

  it("reports an overlap once, at the maintenance window", () => {
    assert.deepEqual(windowProblems("02:00-02:30", "sun:02:00-sun:04:00", 30), [
      {
        window: "weekly",
        expected: "a window that shares no minute with the daily window 02:00-02:30, which comes every day of the week",
      },
    ]);
  });
});
