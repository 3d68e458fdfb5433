import { strict as assert } from "node:assert";
import { peopleSchema } from "../../settings/people";

const sound = { principalArns: ["arn:aws:iam::123456789012:root"], maxFactorAgeMinutes: 60, maxSessionHours: 1 };
const codes = (value: unknown) => peopleSchema.safeParse(value).error?.issues.map(({ path, code }) => [path.join("."), code]);

describe("people settings", () => {
  it("are sound as the fixture has them, with users and with roles", () => {
    assert.equal(codes(sound), undefined);
    const principalArns = ["arn:aws:iam::123456789012:user/people/ada", "arn:aws:iam::123456789012:role/support"];
    assert.equal(codes({ ...sound, principalArns }), undefined);
  });

  it("refuse everybody, nobody, and somebody twice", () => {
    assert.deepEqual(codes({ ...sound, principalArns: ["*"] }), [["principalArns.0", "invalid_format"]]);
    assert.deepEqual(codes({ ...sound, principalArns: ["arn:aws:iam::123456789012:user/*"] }), [["principalArns.0", "invalid_format"]]);
    assert.deepEqual(codes({ ...sound, principalArns: [] }), [["principalArns", "too_small"]]);
    assert.deepEqual(codes({ ...sound, principalArns: [...sound.principalArns, ...sound.principalArns] }), [["principalArns", "custom"]]);
  });

  it("take the least and the most of each number", () => {
    for (const [key, least, most] of [["maxFactorAgeMinutes", 1, 720], ["maxSessionHours", 1, 12]] as const) {
      for (const value of [least, most]) assert.equal(codes({ ...sound, [key]: value }), undefined);
      assert.deepEqual(codes({ ...sound, [key]: least - 1 }), [[key, "too_small"]]);
      assert.deepEqual(codes({ ...sound, [key]: most + 1 }), [[key, "too_big"]]);
    }
  });
});
