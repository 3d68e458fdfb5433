import { strict as assert } from "node:assert";
import { guardDutyPattern, securityHubPattern, standardArn } from "../../../components/internal/security-services";

describe("standardArn", () => {
  it("names a standard in its region", () => {
    assert.equal(
      standardArn("aws-foundational", "eu-central-1"),
      "arn:aws:securityhub:eu-central-1::standards/aws-foundational-security-best-practices/v/1.0.0",
    );
    assert.equal(standardArn("cis", "eu-central-1"), "arn:aws:securityhub:eu-central-1::standards/cis-aws-foundations-benchmark/v/3.0.0");
  });
});

describe("guardDutyPattern", () => {
  for (const [severity, least] of [["CRITICAL", 9], ["HIGH", 7], ["MEDIUM", 4], ["LOW", 1]] as const) {
    it(`takes findings from ${least} on for ${severity}`, () => {
      assert.deepEqual(JSON.parse(guardDutyPattern(severity)), {
        source: ["aws.guardduty"],
        "detail-type": ["GuardDuty Finding"],
        detail: { severity: [{ numeric: [">=", least] }] },
      });
    });
  }
});

describe("securityHubPattern", () => {
  it("takes new and active findings of a severity and worse, but not GuardDuty's again", () => {
    assert.deepEqual(JSON.parse(securityHubPattern("HIGH")).detail.findings, {
      ProductName: [{ "anything-but": ["GuardDuty"] }],
      RecordState: ["ACTIVE"],
      Severity: { Label: ["CRITICAL", "HIGH"] },
      Workflow: { Status: ["NEW"] },
    });
    assert.deepEqual(JSON.parse(securityHubPattern("LOW")).detail.findings.Severity.Label, ["CRITICAL", "HIGH", "MEDIUM", "LOW"]);
  });
});
