import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { longestGapHours, scheduleProblem } from "../../../components/internal/schedule-expression";

describe("schedule expression", () => {
  for (const expression of [
    "cron(0 2 * * ? *)",
    "cron(0/15 * * * ? *)",
    "cron(30 3 ? * SUN *)",
    "cron(0 9 ? * MON-FRI *)",
    "cron(0 9 ? JAN,JUL 2#1 *)",
    "cron(0 9 ? * FRI#4 2026-2030)",
    "cron(0 0 1,15 * ? *)",
    "cron(0 0 L * ? *)",
    "cron(0 0 3W * ? *)",
    "cron(*/5 0-6 * * ? *)",
    "rate(1 hour)",
    "rate(15 minutes)",
    "rate(7 days)",
  ]) {
    it(`${expression} is one`, () => assert.equal(scheduleProblem(expression), undefined));
  }

  const form = "cron(minutes hours day-of-month month day-of-week year), six fields, or rate(1 hour)";
  const question = "exactly one of day of month and day of week to be ?, cron(0 2 * * ? *) for every day at 02:00";
  for (const [expression, expected] of [
    ["0 2 * * *", form],
    ["cron(0 2 * * *)", form],
    ["cron(0 2 * * ? * *)", form],
    ["at(2026-01-01T00:00:00)", form],
    ["cron(0 2 * * * *)", question],
    ["cron(0 2 ? * ? *)", question],
    ["cron(60 2 * * ? *)", 'minutes from 0 to 59; "60" is not'],
    ["cron(0 24 * * ? *)", 'hours from 0 to 23; "24" is not'],
    ["cron(0 2 32 * ? *)", 'day of month from 1 to 31; "32" is not'],
    ["cron(0 2 * 0 ? *)", 'month from 1 to 12 or JAN, FEB, MAR, APR, MAY, JUN, JUL, AUG, SEP, OCT, NOV, DEC; "0" is not'],
    ["cron(0 2 ? * 0 *)", 'day of week from 1 to 7 or SUN, MON, TUE, WED, THU, FRI, SAT; "0" is not'],
    ["cron(0 2 ? * XYZ#1 *)", 'day of week from 1 to 7 or SUN, MON, TUE, WED, THU, FRI, SAT; "XYZ#1" is not'],
    ["cron(0 2 * * ? 1969)", 'year from 1970 to 2199; "1969" is not'],
    ["cron(0/0 2 * * ? *)", 'minutes from 0 to 59; "0/0" is not'],
    ["cron(1-2-3 2 * * ? *)", 'minutes from 0 to 59; "1-2-3" is not'],
    ["cron(, 2 * * ? *)", 'minutes from 0 to 59; "," is not'],
    ["rate(0 hours)", "rate(value unit), a whole number from 1 and minutes, hours or days"],
    ["rate(2 weeks)", "rate(value unit), a whole number from 1 and minutes, hours or days"],
    ["rate(1 hours)", "the unit in the singular: rate(1 hour), rate(2 hours)"],
    ["rate(2 hour)", "the unit in the plural: rate(1 hour), rate(2 hours)"],
  ] as const) {
    it(`${expression} is none`, () => assert.equal(scheduleProblem(expression), expected));
  }

  it("takes every number of a field's range and none outside", () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 70 }), fc.integer({ min: -5, max: 30 }), (minute, hour) => {
        const sound = minute >= 0 && minute <= 59 && hour >= 0 && hour <= 23;
        return (scheduleProblem(`cron(${minute} ${hour} * * ? *)`) === undefined) === sound;
      }),
    );
  });

  for (const [expression, hours] of [
    ["rate(1 hour)", 1],
    ["rate(15 minutes)", 1],
    ["rate(90 minutes)", 2],
    ["rate(2 days)", 48],
    ["cron(0 2 * * ? *)", 24],
    ["cron(0 2 ? * * *)", 24],
    ["cron(0/10 * * * ? *)", 1],
    ["cron(0 2 ? * SUN *)", undefined],
    ["cron(0 2 1 * ? *)", undefined],
    ["cron(0 2 * JAN ? *)", undefined],
  ] as const) {
    it(`${expression} ${hours === undefined ? "leaves a gap that the calendar decides" : `leaves at most ${hours} hours between two runs`}`, () => {
      assert.equal(longestGapHours(expression), hours);
    });
  }
});
