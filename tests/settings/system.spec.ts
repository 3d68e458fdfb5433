import { strict as assert } from "node:assert";
import { problemsOf } from "../../settings/problems";
import { systemSchema } from "../../settings/system";

const sound = { name: "scholarship", environment: "production", owner: "admin@university.example" };
const problems = (change: object) => {
  const value = { ...sound, ...change };
  const { error } = systemSchema.safeParse(value);
  return error === undefined ? [] : problemsOf("system", value, error).map(({ key, expected }) => `${key}: ${expected}`);
};

describe("system settings", () => {
  it("are sound as the fixture has them", () => assert.deepEqual(problems({}), []));

  // Together they are 29 characters with the hyphen, which fits a load balancer's 32; cross-checks.ts holds them to a bucket's 63.
  it("take either name at its longest", () => {
    assert.deepEqual(problems({ name: "a23456789012345f", environment: "a23456789abc" }), []);
  });

  for (const [change, expected] of [
    [{ name: "a23456789012345fg" }, "name: 3 to 16 lower-case letters and digits, a letter first"],
    [{ name: "ab" }, "name: 3 to 16 lower-case letters and digits, a letter first"],
    [{ name: "scholar-ship" }, "name: 3 to 16 lower-case letters and digits, a letter first"],
    [{ environment: "a23456789abcd" }, "environment: 3 to 12 lower-case letters and digits, a letter first"],
    [{ environment: "2nd" }, "environment: 3 to 12 lower-case letters and digits, a letter first"],
    [{ owner: "the admin" }, "owner: an email address"],
  ] as const) {
    it(`refuse ${JSON.stringify(change)}`, () => assert.deepEqual(problems(change), [`groundwork:system.${expected}`]));
  }
});
