import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { maintenanceProblem, maintenanceTimes } from "../../../components/internal/maintenance-times";
import { clockOf, WEEK_MINUTES, weeklyStarts } from "../../../components/internal/weekly-starts";
import { scheduleProblem } from "../../../components/internal/schedule-expression";

const REFUSED = "a weekly window of 30 to 120 minutes in UTC, such as sun:02:00-sun:04:00";
const window = fc.record({ start: fc.integer({ min: 0, max: WEEK_MINUTES - 1 }), length: fc.integer({ min: 30, max: 120 }) });
const text = (start: number, length: number) =>
  [start, start + length].map((at) => `${clockOf(at).day.toLowerCase()}:${clockOf(at).clock}`).join("-");

describe("the maintenance window", () => {
  it("is told of on Friday at two, 48 hours before Sunday at two, and is open for two hours", () => {
    assert.deepEqual(maintenanceTimes("sun:02:00-sun:04:00", 48), {
      notice: "cron(0 2 ? * FRI *)",
      opens: "cron(0 2 * * SUN)",
      duration: "PT2H",
      text: "SUN 02:00 to SUN 04:00 UTC",
    });
  });

  it("is told of so many hours before it opens, on whatever day that is", () => {
    fc.assert(
      fc.property(window, fc.integer({ min: 1, max: 167 }), ({ start, length }, hours) => {
        const { notice } = maintenanceTimes(text(start, length), hours);
        assert.equal(scheduleProblem(notice), undefined);
        const [told = -1, ...more] = weeklyStarts(notice) ?? [];
        assert.deepEqual(more, []);
        assert.equal((told + hours * 60) % WEEK_MINUTES, start);
      }),
    );
  });

  it("may run over midnight and over the week's end", () => {
    const { opens, duration, text: said } = maintenanceTimes("sat:23:30-sun:01:00", 24);
    assert.deepEqual([opens, duration, said], ["cron(30 23 * * SAT)", "PT1H30M", "SAT 23:30 to SUN 01:00 UTC"]);
  });

  it("is 30 minutes to two hours long, and not a minute more or less", () => {
    assert.equal(maintenanceProblem("sun:02:00-sun:02:30"), undefined);
    assert.equal(maintenanceProblem("sun:02:00-sun:04:00"), undefined);
    for (const bad of ["sun:02:00-sun:02:29", "sun:02:00-sun:04:01", "02:00-04:00", "Sun:02:00-Sun:04:00"]) {
      assert.equal(maintenanceProblem(bad), REFUSED, bad);
    }
    assert.throws(() => maintenanceTimes("sun:02:00-mon:02:00", 48), {
      message: `maintenance window "sun:02:00-mon:02:00": expected ${REFUSED}`,
    });
  });
});
