import { strict as assert } from "node:assert";
import { accountSecuritySchema } from "../../settings/account-security";

const sound = {
  ownsAccountWide: true,
  guardDutyFeatures: ["S3_DATA_EVENTS"],
  standards: ["aws-foundational", "cis"],
  inspectorTargets: ["ECR"],
  unusedAccessDays: 90,
  configuration: { frequency: "DAILY", retentionDays: 365 },
  leastSeverity: "HIGH",
  channels: ["security"],
};
const codes = (value: unknown) => accountSecuritySchema.safeParse(value).error?.issues.map(({ path, code }) => [path.join("."), code]);

describe("account security settings", () => {
  it("are sound as the fixture has them, and with GuardDuty's base sources alone", () => {
    assert.equal(codes(sound), undefined);
    assert.equal(codes({ ...sound, guardDutyFeatures: [] }), undefined);
  });

  it("require every key: nothing of it is decided silently", () => {
    assert.deepEqual(codes({})?.map(([path]) => path), Object.keys(sound));
  });

  it("refuse what AWS doesn't offer", () => {
    assert.deepEqual(codes({ ...sound, guardDutyFeatures: ["RUNTIME_MONITORING"] }), [["guardDutyFeatures.0", "invalid_value"]]);
    assert.deepEqual(codes({ ...sound, standards: ["iso-27001"] }), [["standards.0", "invalid_value"]]);
    assert.deepEqual(codes({ ...sound, inspectorTargets: ["RDS"] }), [["inspectorTargets.0", "invalid_value"]]);
    assert.deepEqual(codes({ ...sound, leastSeverity: "URGENT" }), [["leastSeverity", "invalid_value"]]);
  });

  it("refuse no standard, no target, nobody to tell, and six to tell", () => {
    for (const key of ["standards", "inspectorTargets", "channels"]) assert.deepEqual(codes({ ...sound, [key]: [] }), [[key, "too_small"]]);
    assert.deepEqual(codes({ ...sound, channels: ["a", "b", "c", "d", "e", "f"] }), [["channels", "too_big"]]);
    assert.deepEqual(codes({ ...sound, channels: ["security", "security"] }), [["channels", "custom"]]);
  });

  it("take 1 to 365 days without use", () => {
    for (const unusedAccessDays of [1, 365]) assert.equal(codes({ ...sound, unusedAccessDays }), undefined);
    assert.deepEqual(codes({ ...sound, unusedAccessDays: 0 }), [["unusedAccessDays", "too_small"]]);
    assert.deepEqual(codes({ ...sound, unusedAccessDays: 366 }), [["unusedAccessDays", "too_big"]]);
  });
});
