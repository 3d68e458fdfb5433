import { strict as assert } from "node:assert";
import { z } from "zod";
import { BackupJobs } from "../../components/backup-jobs";
import type { BackupJobsArgs } from "../../components/backup-jobs";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:critical";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/secrets";
const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:owner-AbCdEf:password::";

const compliant: BackupJobsArgs = {
  task: {
    accountId: "123456789012",
    region: "eu-central-1",
    clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/scholarship-production",
    image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/scholarship/backup-jobs:1.0.0",
    cpu: { limitVcpu: 0.5 },
    memoryMib: { limit: 1024 },
    logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
    logRetentionDays: 90,
    secretsKeyArn: KEY,
    securityGroupIds: ["sg-jobs"],
    subnetIds: ["subnet-a", "subnet-b"],
    timezone: "Etc/UTC",
    runbookBaseUrl: "https://runbooks.example.org",
    failureTopicArns: [TOPIC],
  },
  subjects: {
    namePrefix: "scholarship-production",
    database: {
      host: "db.example.com",
      port: 5432,
      name: "scholarship_prod",
      username: "scholarship_prod",
      passwordFrom: SECRET,
      certificateBundle: "/etc/ssl/rds/global-bundle.pem",
    },
    documents: { name: "documents", arn: "arn:aws:s3:::documents", keyArn: "key/data" },
    backups: { name: "backups", arn: "arn:aws:s3:::backups", keyArn: "key/backups" },
  },
  times: {
    checkSchedule: "cron(0 7 * * ? *)",
    database: { schedule: "cron(0 2 * * ? *)", maxAgeHours: 26, minimumSizePercent: 50 },
    files: { syncSchedule: "rate(1 hour)", snapshotSchedule: "cron(0 3 * * ? *)", maxSyncAgeHours: 2, maxSnapshotAgeHours: 26 },
  },
};

const container = z.object({
  command: z.array(z.string()),
  environment: z.array(z.object({ name: z.string(), value: z.string() })),
  secrets: z.array(z.object({ name: z.string(), valueFrom: z.string() })).default([]),
  user: z.string(),
  readonlyRootFilesystem: z.boolean(),
});

function containerOf(graph: Graph, job: string) {
  const { inputs } = graph.one("aws:ecs/taskDefinition:TaskDefinition", `jobs-${job}-task-definition`);
  const [only] = z.array(container).parse(JSON.parse(String(inputs.containerDefinitions)));
  return only ?? assert.fail(job);
}

const jobs = (times: Partial<BackupJobsArgs["times"]> = {}) =>
  build(() => new BackupJobs("jobs", { ...compliant, times: { ...compliant.times, ...times } }));

describe("BackupJobs", () => {
  let graph: Graph;
  before(async () => {
    graph = await jobs();
  });

  it("makes a scheduled task for each job", () => {
    assert.deepEqual(
      graph.all("aws:scheduler/schedule:Schedule").map(({ inputs }) => [
        inputs.name,
        inputs.scheduleExpression,
        inputs.scheduleExpressionTimezone,
      ]),
      [
        ["scholarship-production-backup-database", "cron(0 2 * * ? *)", "Etc/UTC"],
        ["scholarship-production-sync-files", "rate(1 hour)", "Etc/UTC"],
        ["scholarship-production-snapshot-files", "cron(0 3 * * ? *)", "Etc/UTC"],
        ["scholarship-production-check-backups", "cron(0 7 * * ? *)", "Etc/UTC"],
      ],
    );
  });

  it("runs each script under a bash that stops at the first failure, not as root, on a read-only disk", () => {
    for (const job of ["backup-database", "sync-files", "snapshot-files", "check-backups"]) {
      const { command, user, readonlyRootFilesystem } = containerOf(graph, job);
      assert.deepEqual(command.slice(0, 4), ["bash", "-euo", "pipefail", "-c"]);
      assert.equal(user, "1001:1001");
      assert.equal(readonlyRootFilesystem, true);
    }
  });

  it("keeps the password out of the environment", () => {
    const { environment, secrets } = containerOf(graph, "backup-database");
    assert.deepEqual(secrets, [{ name: "PGPASSWORD", valueFrom: SECRET }]);
    assert.deepEqual(environment.map(({ name }) => name), [
      "AWS_REGION",
      "BACKUP_BUCKET",
      "PGDATABASE",
      "PGHOST",
      "PGPORT",
      "PGSSLMODE",
      "PGSSLROOTCERT",
      "PGUSER",
    ]);
  });

  it("raises an alarm when no check has been content for a day and a little", () => {
    const { inputs } = graph.one("aws:cloudwatch/metricAlarm:MetricAlarm", "jobs-not-proven");
    assert.deepEqual(inputs, {
      alarmDescription:
        "For 25 hours no check of scholarship-production has found fresh and readable backups. The log of check-backups names what is wrong. Runbook: https://runbooks.example.org/backups-not-proven.md",
      name: "scholarship-production-backups-not-proven",
      namespace: "Groundwork/Backups",
      metricName: "BackupProblems",
      dimensions: { System: "scholarship-production" },
      statistic: "Minimum",
      period: 3600,
      evaluationPeriods: 25,
      datapointsToAlarm: 25,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "breaching",
      warmUpConfiguration: { warmUpPeriodDurationInMinutes: 1500, onlyStartEvaluatingAfterWarmUpPeriodEnds: true },
      alarmActions: [TOPIC],
      okActions: [TOPIC],
    });
  });

  it("looks back a week, the most that CloudWatch does, where the check follows the calendar", async () => {
    const weekly = await jobs({ checkSchedule: "cron(0 7 ? * MON *)" });
    const { inputs } = weekly.one("aws:cloudwatch/metricAlarm:MetricAlarm", "jobs-not-proven");
    assert.equal(inputs.evaluationPeriods, 168);
  });
});
