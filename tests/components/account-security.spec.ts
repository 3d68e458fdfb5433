import { strict as assert } from "node:assert";
import { AccountSecurity } from "../../components/account-security";
import type { AccountSecurityArgs } from "../../components/account-security";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const args: AccountSecurityArgs = {
  namePrefix: "reference-production",
  accountId: "123456789012",
  region: "eu-central-1",
  guardDutyFeatures: ["RDS_LOGIN_EVENTS", "S3_DATA_EVENTS"],
  standards: ["aws-foundational", "cis"],
  inspectorTargets: ["LAMBDA", "ECR"],
  unusedAccessDays: 90,
};

describe("AccountSecurity", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new AccountSecurity("account-security", args));
  });

  it("turns GuardDuty on, publishes within a quarter of an hour, and keeps what it found", () => {
    const { inputs, options } = graph.one("aws:guardduty/detector:Detector");
    assert.deepEqual(inputs, { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" });
    assert.equal(options.protect, true);
  });

  it("says of each feature whether it is on, for a new detector has some of them on", () => {
    assert.deepEqual(
      graph.all("aws:guardduty/detectorFeature:DetectorFeature").map(({ inputs }) => [inputs.name, inputs.status]),
      [
        ["EBS_MALWARE_PROTECTION", "DISABLED"],
        ["LAMBDA_NETWORK_LOGS", "DISABLED"],
        ["RDS_LOGIN_EVENTS", "ENABLED"],
        ["S3_DATA_EVENTS", "ENABLED"],
      ],
    );
  });

  it("checks the account against the standards named, and against no others", () => {
    const hub = graph.one("aws:securityhub/account:Account");
    assert.deepEqual(hub.inputs, { enableDefaultStandards: false, autoEnableControls: true, controlFindingGenerator: "SECURITY_CONTROL" });
    assert.equal(hub.options.protect, true);
    const standards = graph.all("aws:securityhub/standardsSubscription:StandardsSubscription");
    assert.deepEqual(standards.map(({ inputs }) => inputs.standardsArn), [
      "arn:aws:securityhub:eu-central-1::standards/aws-foundational-security-best-practices/v/1.0.0",
      "arn:aws:securityhub:eu-central-1::standards/cis-aws-foundations-benchmark/v/3.0.0",
    ]);
    for (const { dependsOn } of standards) assert.deepEqual(dependsOn, ["aws:securityhub/account:Account::account-security-hub"]);
  });

  it("searches what it is told to for known flaws", () => {
    assert.deepEqual(graph.one("aws:inspector2/enabler:Enabler").inputs, { accountIds: ["123456789012"], resourceTypes: ["ECR", "LAMBDA"] });
  });

  it("finds access from outside, and access that nobody used", () => {
    assert.deepEqual(graph.all("aws:accessanalyzer/analyzer:Analyzer").map(({ inputs }) => inputs), [
      { analyzerName: "reference-production-external-access", type: "ACCOUNT" },
      {
        analyzerName: "reference-production-unused-access",
        type: "ACCOUNT_UNUSED_ACCESS",
        configuration: { unusedAccess: { unusedAccessAge: 90 } },
      },
    ]);
  });

  it("encrypts each new disk, and shares no snapshot with the world", () => {
    assert.deepEqual(graph.one("aws:ebs/encryptionByDefault:EncryptionByDefault").inputs, { enabled: true });
    assert.deepEqual(graph.one("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess").inputs, { state: "block-all-sharing" });
  });
});
