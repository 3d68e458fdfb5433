import { strict as assert } from "node:assert";
import { AlarmMutes } from "../../components/alarm-mutes";
import type { AlarmMutesArgs } from "../../components/alarm-mutes";
import { build } from "../helpers/graph";

const RULE = "aws:cloudwatch/alarmMuteRule:AlarmMuteRule";
const compliant: AlarmMutesArgs = {
  namePrefix: "shop-production",
  reason: "The maintenance window",
  timezone: "UTC",
  times: [{ name: "maintenance", expression: "cron(0 2 * * SUN)", duration: "PT2H" }],
  alarmNames: ["b", "a"],
};
const make = (change: Partial<AlarmMutesArgs> = {}) => build(() => new AlarmMutes("mutes", { ...compliant, ...change }));

describe("AlarmMutes", () => {
  it("silences the alarms that are named, in their hours", async () => {
    assert.deepEqual((await make()).one(RULE).inputs, {
      name: "shop-production-maintenance",
      description: "The maintenance window",
      rule: { schedule: { expression: "cron(0 2 * * SUN)", duration: "PT2H", timezone: "UTC" } },
      muteTargets: { alarmNames: ["a", "b"] },
    });
  });

  it("needs another rule for each further hundred alarms, and forgets none", async () => {
    const alarmNames = Array.from({ length: 201 }, (_, index) => `alarm-${index}`);
    const rules = (await make({ alarmNames })).all(RULE);
    assert.deepEqual(rules.map(({ name }) => name), ["mutes-maintenance", "mutes-maintenance-2", "mutes-maintenance-3"]);
    const muted = rules.flatMap(({ inputs }) => Object(inputs.muteTargets).alarmNames);
    assert.deepEqual(muted.toSorted(), alarmNames.toSorted());
    assert.deepEqual(rules.map(({ inputs }) => Object(inputs.muteTargets).alarmNames.length), [100, 100, 1]);
  });

  it("makes no rule for no alarm", async () => {
    assert.deepEqual((await make({ alarmNames: [] })).all(RULE), []);
  });

  it("refuses the scheduler's form of cron, which CloudWatch does not read", async () => {
    for (const expression of ["cron(0 2 ? * SUN *)", "cron(0 2 ? * SUN)", "0 2 * * SUN"]) {
      await assert.rejects(make({ times: [{ name: "maintenance", expression, duration: "PT2H" }] }), {
        message: `mute rule maintenance: "${expression}": expected cron with five fields and no question mark`,
      });
    }
  });
});
