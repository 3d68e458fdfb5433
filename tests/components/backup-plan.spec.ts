import { strict as assert } from "node:assert";
import { BackupPlan } from "../../components/backup-plan";
import type { BackupPlanArgs } from "../../components/backup-plan";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const DATABASE = "arn:aws:rds:eu-central-1:123456789012:db:scholarship-production";
const DOCUMENTS = "arn:aws:s3:::scholarship-production-documents";
const COPIES = "arn:aws:backup:eu-west-1:123456789012:backup-vault:scholarship-production-copies";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:critical";

const compliant: BackupPlanArgs = {
  planName: "scholarship-production-database",
  kind: "database",
  resourceArns: [DATABASE],
  vaultName: "scholarship-production",
  schedule: "cron(0 5 * * ? *)",
  startWindowMinutes: 60,
  completionWindowMinutes: 240,
  retentionDays: 30,
  failureTopicArn: TOPIC,
};

const daily = {
  targetVaultName: "scholarship-production",
  schedule: "cron(0 5 * * ? *)",
  scheduleExpressionTimezone: "Etc/UTC",
  startWindow: 60,
  completionWindow: 240,
  ruleName: "daily",
  lifecycle: { deleteAfter: 30 },
};

const plan = (change: Partial<BackupPlanArgs> = {}) => build(() => new BackupPlan("plan", { ...compliant, ...change }));
const rules = (graph: Graph) => graph.one("aws:backup/plan:Plan").inputs.rules;

describe("BackupPlan", () => {
  let graph: Graph;
  before(async () => {
    graph = await plan();
  });

  it("makes a role, the plan, its selection and a rule for failures, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:backup/plan:Plan plan",
      "aws:backup/selection:Selection plan",
      "aws:cloudwatch/eventRule:EventRule plan-failures",
      "aws:cloudwatch/eventTarget:EventTarget plan-failures",
      "aws:iam/role:Role plan",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment plan-AWSBackupServiceRolePolicyForBackup",
      "groundwork:backup-plan:BackupPlan plan",
    ]);
  });

  it("backs up daily, in UTC, with the windows and the retention given", () => {
    assert.deepEqual(rules(graph), [daily]);
  });

  it("selects exactly the resources given, by ARN", () => {
    const { inputs } = graph.one("aws:backup/selection:Selection");
    assert.deepEqual(inputs.resources, [DATABASE]);
    assert.equal(inputs.selectionTags, undefined);
  });

  it("copies to another region where it is asked to", async () => {
    assert.deepEqual(rules(await plan({ copy: { vaultArn: COPIES, retentionDays: 14 } })), [
      { ...daily, copyActions: [{ destinationVaultArn: COPIES, lifecycle: { deleteAfter: 14 } }] },
    ]);
  });

  it("keeps a log of buckets for point-in-time restore where it is asked to, with the S3 policy", async () => {
    const files = await plan({ kind: "bucket", resourceArns: [DOCUMENTS], continuousDays: 35 });
    const { ruleName: _, lifecycle: __, ...common } = daily;
    assert.deepEqual(rules(files), [
      daily,
      { ...common, ruleName: "continuous", enableContinuousBackup: true, lifecycle: { deleteAfter: 35 } },
    ]);
    assert.deepEqual(
      files.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(({ inputs }) => inputs.policyArn),
      [
        "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
      ],
    );
  });

  it("sends the failures of its own role's jobs to the topic", () => {
    const pattern = JSON.parse(String(graph.one("aws:cloudwatch/eventRule:EventRule").inputs.eventPattern));
    assert.deepEqual(pattern.detail.iamRoleArn, [graph.one("aws:backup/selection:Selection").inputs.iamRoleArn]);
    assert.equal(graph.one("aws:cloudwatch/eventTarget:EventTarget").inputs.arn, TOPIC);
  });

  for (const { change, error } of [
    { change: { continuousDays: 7 }, error: /a database has no continuous rule/ },
    { change: { kind: "bucket", continuousDays: 36 }, error: /continuous backups are kept for 1 to 35 days, got 36/ },
    { change: { startWindowMinutes: 59 }, error: /the start window must be 60 minutes or more, got 59/ },
    { change: { completionWindowMinutes: 119 }, error: /60 minutes longer than the start window, got 119 and 60/ },
    { change: { resourceArns: [] }, error: /a backup plan needs at least one resource/ },
    { change: { planName: "scholarship/production" }, error: /must be 1 to 50 letters/ },
  ] satisfies { change: Partial<BackupPlanArgs>; error: RegExp }[]) {
    it(`refuses ${JSON.stringify(change)}`, async () => {
      await assert.rejects(plan(change), error);
    });
  }
});
