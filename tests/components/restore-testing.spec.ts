import { strict as assert } from "node:assert";
import { RestoreTesting } from "../../components/restore-testing";
import type { RestoreTestingArgs } from "../../components/restore-testing";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const VAULT = "arn:aws:backup:eu-central-1:123456789012:backup-vault:scholarship-production";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:critical";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/data";

const compliant: RestoreTestingArgs = {
  planName: "scholarship_production",
  schedule: "cron(0 8 1 * ? *)",
  timezone: "Etc/UTC",
  startWindowHours: 2,
  validationWindowHours: 4,
  selectionWindowDays: 7,
  vaultArn: VAULT,
  resources: [
    {
      kind: "database",
      resourceArns: ["arn:aws:rds:eu-central-1:123456789012:db:scholarship-production"],
      subnetGroupName: "scholarship-production",
      securityGroupIds: ["sg-1", "sg-2"],
    },
    { kind: "bucket", resourceArns: ["arn:aws:s3:::scholarship-production-documents"], keyArn: KEY },
  ],
  failureTopicArn: TOPIC,
};

const testing = (change: Partial<RestoreTestingArgs> = {}) =>
  build(() => new RestoreTesting("restore-test", { ...compliant, ...change }));

describe("RestoreTesting", () => {
  let graph: Graph;
  before(async () => {
    graph = await testing();
  });

  it("makes a role, the plan, a selection per kind and a rule for failures, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:backup/restoreTestingPlan:RestoreTestingPlan restore-test",
      "aws:backup/restoreTestingSelection:RestoreTestingSelection restore-test-bucket",
      "aws:backup/restoreTestingSelection:RestoreTestingSelection restore-test-database",
      "aws:cloudwatch/eventRule:EventRule restore-test-failures",
      "aws:cloudwatch/eventTarget:EventTarget restore-test-failures",
      "aws:iam/role:Role restore-test",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment restore-test-AWSBackupServiceRolePolicyForRestores",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment restore-test-AWSBackupServiceRolePolicyForS3Restore",
      "groundwork:restore-testing:RestoreTesting restore-test",
    ]);
  });

  it("takes the newest recovery points of the vault, on its schedule", () => {
    assert.deepEqual(graph.one("aws:backup/restoreTestingPlan:RestoreTestingPlan").inputs, {
      name: "scholarship_production",
      scheduleExpression: "cron(0 8 1 * ? *)",
      scheduleExpressionTimezone: "Etc/UTC",
      startWindowHours: 2,
      recoveryPointSelection: {
        algorithm: "LATEST_WITHIN_WINDOW",
        includeVaults: [VAULT],
        recoveryPointTypes: ["CONTINUOUS", "SNAPSHOT"],
        selectionWindowDays: 7,
      },
    });
  });

  it("restores the database into the given subnets and groups, since there is no default VPC", () => {
    const { inputs } = graph.one("aws:backup/restoreTestingSelection:RestoreTestingSelection", "restore-test-database");
    assert.equal(inputs.protectedResourceType, "RDS");
    assert.equal(inputs.validationWindowHours, 4);
    assert.deepEqual(inputs.restoreMetadataOverrides, {
      dbSubnetGroupName: "scholarship-production",
      vpcSecurityGroupIds: '["sg-1","sg-2"]',
    });
  });

  it("restores the bucket under the key of the original", () => {
    const { inputs } = graph.one("aws:backup/restoreTestingSelection:RestoreTestingSelection", "restore-test-bucket");
    assert.equal(inputs.protectedResourceType, "S3");
    assert.deepEqual(inputs.restoreMetadataOverrides, { encryptionType: "SSE-KMS", kmsKey: KEY });
  });

  it("has no S3 rights where no bucket is restored", async () => {
    const databaseOnly = await testing({ resources: compliant.resources.slice(0, 1) });
    assert.deepEqual(
      databaseOnly.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(({ inputs }) => inputs.policyArn),
      ["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores"],
    );
  });

  it("sends the failures of its own role's restores to the topic", () => {
    const pattern = JSON.parse(String(graph.one("aws:cloudwatch/eventRule:EventRule").inputs.eventPattern));
    const selection = graph.one("aws:backup/restoreTestingSelection:RestoreTestingSelection", "restore-test-bucket");
    assert.deepEqual(pattern.detail.iamRoleArn, [selection.inputs.iamRoleArn]);
    assert.equal(graph.one("aws:cloudwatch/eventTarget:EventTarget").inputs.arn, TOPIC);
  });

  it("refuses a plan name with a hyphen, as AWS does", async () => {
    await assert.rejects(testing({ planName: "scholarship-production" }), /must be 1 to 50 letters, digits and underscores/);
  });

  it("refuses more than 30 resources of a kind", async () => {
    const resourceArns = Array.from({ length: 31 }, (_, index) => `arn:aws:s3:::bucket-${index}`);
    await assert.rejects(testing({ resources: [{ kind: "bucket", resourceArns, keyArn: KEY }] }), /takes 1 to 30 resources, got 31/);
  });
});
