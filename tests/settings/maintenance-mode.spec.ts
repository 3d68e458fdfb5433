import { strict as assert } from "node:assert";
import { maintenanceModeSchema } from "../../settings/maintenance-mode";
import { problemsOf } from "../../settings/problems";

const sound = { message: "Scheduled maintenance until 3 PM UTC", allowedCidrs: ["10.0.0.1", "10.0.0.2"] };
const problems = (change: object) => {
  const value = { ...sound, ...change };
  const { error } = maintenanceModeSchema.safeParse(value);
  return error === undefined ? [] : problemsOf("maintenanceMode", value, error).map(({ key, expected }) => `${key}: ${expected}`);
};

describe("maintenance mode settings", () => {
  it("are sound as the fixture has them, with addresses and ranges of both kinds", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ allowedCidrs: ["198.51.100.7", "198.51.100.0/24", "2001:db8::1", "2001:db8::/48"] }), []);
  });

  const key = "groundwork:maintenanceMode";
  for (const [change, expected] of [
    [{ message: "" }, `${key}.message: at least 1 character`],
    [{ allowedCidrs: [] }, `${key}.allowedCidrs: at least 1 item`],
    [{ allowedCidrs: ["0.0.0.0/0"] }, `${key}.allowedCidrs[0]: a range that isn't everybody`],
    [{ allowedCidrs: ["office"] }, `${key}.allowedCidrs[0]: an address or a range, such as 198.51.100.7 or 2001:db8::/48`],
  ] as const) {
    it(`refuse ${JSON.stringify(change)}`, () => assert.deepEqual(problems(change), [expected]));
  }
});
