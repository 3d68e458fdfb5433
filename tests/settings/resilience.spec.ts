import { strict as assert } from "node:assert";
import { CROSS_CHECKS } from "../../settings/cross-checks";
import { parseSettings } from "../../settings/parse";
import { problemsOf } from "../../settings/problems";
import { resilienceSchema } from "../../settings/resilience";
import { rawSettings } from "../helpers/settings";

const objectives = { tier: "Important", rtoHours: 4, rpoHours: 1 };

describe("resilience settings", () => {
  it("are sound as the fixture has them", () => {
    assert.deepEqual(resilienceSchema.parse(objectives), objectives);
  });

  const key = "groundwork:resilience";
  for (const [change, expected] of [
    [{ tier: "VeryImportant" }, `${key}.tier: one of MissionCritical, Critical, Important, CoreServices, NonCritical`],
    [{ rtoHours: 0 }, `${key}.rtoHours: at least 1`],
    [{ rpoHours: 169 }, `${key}.rpoHours: at most 168`],
    [{ rpoHours: undefined }, `${key}.rpoHours: a value of type number`],
  ] as const) {
    it(`refuse ${JSON.stringify(change)}`, () => {
      const value = { ...objectives, ...change };
      const { error } = resilienceSchema.safeParse(value);
      const told = error === undefined ? [] : problemsOf("resilience", value, error);
      assert.deepEqual(told.map(({ key: at, expected: phrase }) => `${at}: ${phrase}`), [expected]);
    });
  }

  describe("beside the backups", () => {
    const settings = parseSettings(rawSettings("scholarship", "production"));
    const { backups, resilience } = settings;
    if (backups.files === undefined || resilience === undefined) assert.fail("the fixture has both");
    const { files } = backups;
    const told = (syncSchedule: string, rpoHours: number) =>
      CROSS_CHECKS.flatMap((check) =>
        check(
          { backups: { ...backups, files: { ...files, syncSchedule } }, resilience: { ...resilience, rpoHours } },
          ["database", "databaseRoles", "tunnel"],
        ),
      ).map(({ key: at, got, expected }) => `${at} | ${got ?? ""} | ${expected}`);

    it("refuse to lose less than what lies between two file syncs", () => {
      assert.deepEqual(told("rate(2 hours)", 1), [
        `${key}.rpoHours | 1 | at least 2, the hours between two runs of groundwork:backups.files.syncSchedule`,
      ]);
    });

    it("are content with a sync as often as the objective, or more often", () => {
      assert.deepEqual(told("rate(2 hours)", 2), []);
      assert.deepEqual(told("rate(15 minutes)", 1), []);
    });
  });
});
