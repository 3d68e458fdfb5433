import { strict as assert } from "node:assert";
import { z } from "zod";
import { DatabaseJobs } from "../../components/database-jobs";
import type { DatabaseJobsArgs } from "../../components/database-jobs";
import type { DatabaseJob } from "../../components/internal/database-job-definitions";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:database";
const SECURITY = "arn:aws:sns:eu-central-1:123456789012:security";
const secret = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-AbCdEf:password::`;
const times = { schedule: "cron(0 2 ? * SUN *)", maxMinutes: 110, lockTimeoutSeconds: 30 };
const audit: DatabaseJob = { kind: "security-audit", schemas: ["public"], functions: "all", accepted: [], ...times, schedule: "cron(0 8 * * ? *)" };
const compliant: DatabaseJobsArgs = {
  task: {
    namePrefix: "shop-production",
    accountId: "123456789012",
    region: "eu-central-1",
    clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/shop-production",
    image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/backup-jobs:1.0.0",
    cpu: { limitVcpu: 0.25 },
    memoryMib: { limit: 512 },
    logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
    logRetentionDays: 90,
    secretsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/secrets",
    securityGroupIds: ["sg-jobs"],
    subnetIds: ["subnet-a", "subnet-b"],
    timezone: "UTC",
    runbookBaseUrl: "https://runbooks.example.org",
    failureTopicArns: [TOPIC],
  },
  database: {
    host: "db.example.com",
    port: 5432,
    name: "shop",
    certificateBundle: "/etc/ssl/rds/global-bundle.pem",
    logins: {
      master: { username: "dba", passwordFrom: secret("master") },
      monitoring: { username: "watcher", passwordFrom: secret("monitoring") },
      owner: { username: "shop_owner", passwordFrom: secret("owner") },
    },
  },
  jobs: { "database-vacuum": { kind: "vacuum-analyze", ...times }, "database-audit": audit },
  findingTopicArns: { "database-audit": [SECURITY] },
};

const container = z.object({
  command: z.array(z.string()),
  environment: z.array(z.object({ name: z.string(), value: z.string() })),
  secrets: z.array(z.object({ name: z.string(), valueFrom: z.string() })),
  user: z.string(),
  readonlyRootFilesystem: z.boolean(),
});

function containerOf(graph: Graph, job: string) {
  const { inputs } = graph.one("aws:ecs/taskDefinition:TaskDefinition", `jobs-${job}-task-definition`);
  const [only] = z.array(container).parse(JSON.parse(String(inputs.containerDefinitions)));
  return only ?? assert.fail(job);
}
const make = (change: Partial<DatabaseJobsArgs> = {}) => build(() => new DatabaseJobs("jobs", { ...compliant, ...change }));
const only = (job: DatabaseJob) => make({ jobs: { "database-one": job }, findingTopicArns: { "database-one": [SECURITY] } });

describe("DatabaseJobs", () => {
  let graph: Graph;
  before(async () => {
    graph = await make();
  });

  it("makes a scheduled task for each job, in the time zone that all have in common", () => {
    assert.deepEqual(
      graph.all("aws:scheduler/schedule:Schedule").map(({ inputs }) => [
        inputs.name, inputs.scheduleExpression, inputs.scheduleExpressionTimezone,
      ]),
      [
        ["shop-production-database-vacuum", "cron(0 2 ? * SUN *)", "UTC"],
        ["shop-production-database-audit", "cron(0 8 * * ? *)", "UTC"],
      ],
    );
  });

  it("runs each script under a bash that stops at the first failure, not as root, on a read-only disk, with no right in AWS", () => {
    for (const job of ["database-vacuum", "database-audit"]) {
      const { command, user, readonlyRootFilesystem } = containerOf(graph, job);
      assert.deepEqual(command.slice(0, 4), ["bash", "-euo", "pipefail", "-c"]);
      assert.deepEqual([user, readonlyRootFilesystem], ["1001:1001", true]);
      assert.deepEqual(graph.all("aws:iam/rolePolicy:RolePolicy").filter(({ name }) => name === `jobs-${job}-task-task`), []);
    }
  });

  it("verifies the server, limits its time and its wait, and keeps the password out of the environment", () => {
    const { environment, secrets } = containerOf(graph, "database-vacuum");
    assert.deepEqual(Object.fromEntries(environment.map(({ name, value }) => [name, value])), {
      AWS_REGION: "eu-central-1",
      LOCK_TIMEOUT_SECONDS: "30",
      MAX_MINUTES: "110",
      PGAPPNAME: "vacuum-analyze",
      PGDATABASE: "shop",
      PGHOST: "db.example.com",
      PGPORT: "5432",
      PGSSLMODE: "verify-full",
      PGSSLROOTCERT: "/etc/ssl/rds/global-bundle.pem",
      PGUSER: "shop_owner",
    });
    assert.deepEqual(secrets, [{ name: "PGPASSWORD", valueFrom: secret("owner") }]);
  });

  for (const [job, username, login, words] of [
    [{ kind: "analyze" }, "shop_owner", "owner", /sql 'analyze'/],
    [{ kind: "vacuum" }, "shop_owner", "owner", /sql 'vacuum'/],
    [{ kind: "vacuum-analyze" }, "shop_owner", "owner", /sql 'vacuum \(analyze\)'/],
    [{ kind: "reindex-database" }, "shop_owner", "owner", /reindex database concurrently/],
    [{ kind: "create-indexes", indexes: [{ name: "idx_a", table: "a", columns: ["b"] }] }, "shop_owner", "owner", /create index concurrently if not exists "idx_a" on public\."a" \("b"\)/],
    [{ kind: "statistics", tables: 10, queries: 20, orderQueriesBy: "total-time" }, "watcher", "monitoring", /pg_stat_statements/],
    [{ kind: "security-audit", schemas: ["public"], functions: "all", accepted: [] }, "watcher", "monitoring", /relrowsecurity/],
    [{ kind: "dangerously-vacuum-full" }, "shop_owner", "owner", /vacuum \(full, analyze\)/],
    [{ kind: "dangerously-reset-statistics" }, "dba", "master", /pg_stat_reset/],
  ] as const) {
    it(`logs in as ${login} for ${job.kind}`, async () => {
      const { command, environment, secrets } = containerOf(await only({ ...job, ...times }), "database-one");
      assert.match(command.at(-1) ?? "", words);
      assert.equal(environment.find(({ name }) => name === "PGUSER")?.value, username);
      assert.deepEqual(secrets, [{ name: "PGPASSWORD", valueFrom: secret(login) }]);
    });
  }

  it("measures indexes as the monitoring role and builds them as the owner", async () => {
    const bloated: DatabaseJob = { kind: "reindex-bloated", indexes: ["idx_a"], maxFragmentationPercent: 20, ...times };
    const { command, environment, secrets } = containerOf(await only(bloated), "database-one");
    assert.match(command.at(-1) ?? "", /leaf_fragmentation > 20/);
    assert.equal(environment.find(({ name }) => name === "PGUSER_MEASURE")?.value, "watcher");
    assert.deepEqual(secrets, [
      { name: "PGPASSWORD", valueFrom: secret("owner") },
      { name: "PGPASSWORD_MEASURE", valueFrom: secret("monitoring") },
    ]);
  });

  it("raises an alarm for a finding of an audit, at once and until the next audit", () => {
    const { inputs } = graph.one("aws:cloudwatch/metricAlarm:MetricAlarm", "jobs-database-audit-findings");
    assert.deepEqual(inputs, {
      name: "shop-production-database-audit-findings",
      alarmDescription:
        "database-audit: a table without row-level security, or a function that takes its search_path from the caller. " +
        "First: the log of database-audit names it. Runbook: https://runbooks.example.org/database-security.md",
      namespace: "Groundwork/Database",
      metricName: "SecurityFindings",
      dimensions: { System: "shop-production" },
      statistic: "Maximum",
      period: 3600,
      evaluationPeriods: 25,
      datapointsToAlarm: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      alarmActions: [SECURITY],
      okActions: [SECURITY],
    });
  });

  it("looks back a week, the most that CloudWatch does, where the audit follows the calendar", async () => {
    const weekly = await only({ ...audit, schedule: "cron(0 8 ? * MON *)" });
    assert.equal(weekly.one("aws:cloudwatch/metricAlarm:MetricAlarm", "jobs-database-one-findings").inputs.evaluationPeriods, 168);
  });

  it("has no such alarm without an audit, and no audit that tells nobody", async () => {
    const vacuum = await only({ kind: "vacuum", ...times });
    assert.deepEqual(vacuum.all("aws:cloudwatch/metricAlarm:MetricAlarm").filter(({ name }) => name.endsWith("-findings")), []);
    await assert.rejects(make({ findingTopicArns: {} }), {
      message: "the security audit database-audit tells nobody: give findingTopicArns",
    });
  });
});
