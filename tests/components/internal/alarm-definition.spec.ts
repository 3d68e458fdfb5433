import { strict as assert } from "node:assert";
import { ALARM_LEVELS, everyMinute } from "../../../components/internal/alarm-definition";

describe("everyMinute", () => {
  it("asks each of the rule's minutes to breach, so that one good minute ends it", () => {
    assert.deepEqual(everyMinute({ forMinutes: 10 }), { periodSeconds: 60, periods: 10, breaches: 10 });
    assert.deepEqual(everyMinute({}), { periodSeconds: 60, periods: 1, breaches: 1 });
  });
});

describe("ALARM_LEVELS", () => {
  it("go from worst to least, the order in which alarms are planned", () => {
    assert.deepEqual(ALARM_LEVELS, ["critical", "high", "medium", "warning", "notice"]);
  });
});
