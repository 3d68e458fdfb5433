import { strict as assert } from "node:assert";
import { schedule } from "../../settings/schedule";

describe("a schedule", () => {
  it("is one that EventBridge Scheduler takes, or says what it should be", () => {
    assert.ok(schedule.safeParse("cron(0 2 ? * SUN *)").success);
    assert.ok(schedule.safeParse("rate(1 hour)").success);
    assert.deepEqual(schedule.safeParse("cron(0 2 * * *)").error?.issues.map(({ message }) => message), [
      "cron(minutes hours day-of-month month day-of-week year), six fields, or rate(1 hour)",
    ]);
  });
});
