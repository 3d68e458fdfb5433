import { strict as assert } from "node:assert";
import { Canary } from "../../components/canary";
import type { CanaryArgs } from "../../components/canary";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const CANARY = "aws:synthetics/canary:Canary";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:operations/production/probe-AbCdEf";

const args: CanaryArgs = {
  canaryName: "operations-production-api",
  accountId: "123456789012",
  region: "eu-central-1",
  runtimeVersion: "syn-nodejs-5.2",
  steps: [{ name: "health", url: "https://app.example.org/health", method: "GET", expectedStatus: 200, timeoutSeconds: 10 }],
  rateMinutes: 5,
  timeoutSeconds: 60,
  retentionDays: 30,
  failing: { runs: 2, of: 3 },
  bucketName: "operations-production-probes",
  bucketKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/data",
  secretsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/secrets",
  logRetentionDays: 30,
  logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
  runbookBaseUrl: "https://runbooks.example.org",
  topicArns: ["arn:aws:sns:eu-central-1:123456789012:operations-production-operations"],
};
const canary = (change: Partial<CanaryArgs> = {}) => build(() => new Canary("probe-api", { ...args, ...change }));
const withSecret: CanaryArgs["steps"] = args.steps.map((step) => ({
  ...step,
  header: { name: "Authorization", prefix: "Bearer ", secretArn: SECRET },
}));

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: object;
}

function statementsOf(graph: Graph): Readonly<Record<string, Statement>> {
  const { Statement }: { Statement: readonly Statement[] } = JSON.parse(String(graph.one("aws:iam/rolePolicy:RolePolicy").inputs.policy));
  return Object.fromEntries(Statement.map((statement) => [statement.Sid, statement]));
}

describe("Canary", () => {
  let graph: Graph;
  before(async () => {
    graph = await canary();
  });

  it("makes a canary with its script, role, log group and one alarm, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/logGroup:LogGroup probe-api-log",
      "aws:cloudwatch/metricAlarm:MetricAlarm probe-api-failed",
      "aws:iam/role:Role probe-api-runner",
      "aws:iam/rolePolicy:RolePolicy probe-api-runner",
      "aws:s3/bucketObjectv2:BucketObjectv2 probe-api-script",
      "aws:synthetics/canary:Canary probe-api",
      "groundwork:canary:Canary probe-api",
    ]);
  });

  it("runs at its rate with the runtime given, keeps its reports encrypted and for the days given, and leaves nothing behind", () => {
    const { inputs, dependsOn } = graph.one(CANARY);
    assert.deepEqual(inputs.schedule, { expression: "rate(5 minutes)" });
    assert.equal(inputs.runtimeVersion, "syn-nodejs-5.2");
    assert.equal(inputs.artifactS3Location, "s3://operations-production-probes/runs/operations-production-api");
    assert.deepEqual(inputs.artifactConfig, { s3Encryption: { encryptionMode: "SSE_KMS", kmsKeyArn: args.bucketKeyArn } });
    assert.deepEqual([inputs.successRetentionPeriod, inputs.failureRetentionPeriod], [30, 30]);
    assert.deepEqual([inputs.startCanary, inputs.deleteLambda], [true, true]);
    assert.deepEqual(inputs.runConfig, { timeoutInSeconds: 60, memoryInMb: 960, ephemeralStorage: 1024, activeTracing: false });
    assert.deepEqual(dependsOn, ["aws:iam/rolePolicy:RolePolicy::probe-api-runner"]);
  });

  it("writes a minute and an hour as Synthetics does", async () => {
    const rate = async (rateMinutes: number) => (await canary({ rateMinutes })).one(CANARY).inputs.schedule;
    assert.deepEqual(await rate(1), { expression: "rate(1 minute)" });
    assert.deepEqual(await rate(60), { expression: "rate(1 hour)" });
  });

  it("takes its script from an object that has another key where a step is another", async () => {
    const script = graph.one("aws:s3/bucketObjectv2:BucketObjectv2").inputs;
    assert.match(String(script.key), /^scripts\/operations-production-api-[0-9a-f]{16}\.zip$/);
    assert.equal(graph.one(CANARY).inputs.s3Key, script.key);
    const steps = args.steps.map((step) => ({ ...step, expectedStatus: 204 }));
    assert.notEqual((await canary({ steps })).one(CANARY).inputs.s3Key, script.key);
  });

  it("may write its reports, its log and its metric, and read nothing of others", () => {
    assert.deepEqual(statementsOf(graph), {
      KeepReports: {
        Sid: "KeepReports",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: ["arn:aws:s3:::operations-production-probes/runs/operations-production-api/*"],
      },
      FindTheBucket: {
        Sid: "FindTheBucket",
        Effect: "Allow",
        Action: ["s3:GetBucketLocation"],
        Resource: ["arn:aws:s3:::operations-production-probes"],
      },
      ListBucketNames: { Sid: "ListBucketNames", Effect: "Allow", Action: ["s3:ListAllMyBuckets"], Resource: ["*"] },
      EncryptReports: {
        Sid: "EncryptReports",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: [args.bucketKeyArn],
        Condition: { StringEquals: { "kms:ViaService": ["s3.eu-central-1.amazonaws.com"] } },
      },
      WriteLog: {
        Sid: "WriteLog",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        // Lambda's names have room for 21 characters of ours.
        Resource: ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/cwsyn-operations-production*"],
      },
      ReportResult: {
        Sid: "ReportResult",
        Effect: "Allow",
        Action: ["cloudwatch:PutMetricData"],
        Resource: ["*"],
        Condition: { StringEquals: { "cloudwatch:namespace": ["CloudWatchSynthetics"] } },
      },
    });
    assert.match(String(graph.one("aws:iam/role:Role").inputs.assumeRolePolicy), /"lambda\.amazonaws\.com".*"aws:SourceAccount":"123456789012"/);
  });

  it("reads the secrets of its steps, which it gets by reference", async () => {
    const secretive = await canary({ steps: withSecret });
    const { ReadSecrets, DecryptSecrets } = statementsOf(secretive);
    assert.deepEqual([ReadSecrets?.Action, ReadSecrets?.Resource], [["secretsmanager:GetSecretValue"], [SECRET]]);
    assert.deepEqual(DecryptSecrets?.Resource, [args.secretsKeyArn]);
    assert.deepEqual(DecryptSecrets?.Condition, { StringEquals: { "kms:ViaService": ["secretsmanager.eu-central-1.amazonaws.com"] } });
    const { runConfig } = secretive.one(CANARY).inputs;
    assert.deepEqual(runConfig, {
      timeoutInSeconds: 60, memoryInMb: 960, ephemeralStorage: 1024, activeTracing: false, environmentVariables: { PROBE_SECRET_1: SECRET },
    });
  });

  it("ends the log of its function, whose name Synthetics makes up", () => {
    const { inputs } = graph.one("aws:cloudwatch/logGroup:LogGroup");
    assert.match(String(inputs.name), /^\/aws\/lambda\/cwsyn-operations-production-api-[0-9a-f-]{36}$/);
    assert.deepEqual([inputs.retentionInDays, inputs.kmsKeyId], [30, args.logKeyArn]);
  });

  it("refuses what AWS would refuse before it makes anything", async () => {
    const message = (change: Partial<CanaryArgs>) => canary(change).then(() => "no refusal", (error: Error) => error.message);
    assert.match(await message({ canaryName: "Api" }), /canary Api: expected a name of 1 to 255 lower-case letters/);
    assert.match(await message({ runtimeVersion: "syn-nodejs-puppeteer-13.0" }), /expected a runtime such as syn-nodejs-5\.2/);
    assert.match(await message({ steps: [] }), /expected at least one step/);
    assert.match(await message({ timeoutSeconds: 301 }), /expected a timeout of at most 300 seconds/);
    assert.match(await message({ failing: { runs: 4, of: 3 } }), /expected at most 3 failing runs of 3/);
    assert.match(await message({ logRetentionDays: 31 }), /keeps no log for 31 days/);
  });
});

describe("the alarms of a canary", () => {
  const told = { alarmActions: args.topicArns, okActions: args.topicArns };

  it("tell of runs that fail, and of a canary that stands still", async () => {
    const { inputs } = (await canary()).one(ALARM);
    assert.deepEqual(inputs, {
      name: "operations-production-api-probe-failed",
      alarmDescription:
        "2 of 3 runs of the canary operations-production-api failed or are missing; its report names the step. Runbook: https://runbooks.example.org/probe-failed.md",
      namespace: "CloudWatchSynthetics",
      metricName: "SuccessPercent",
      dimensions: { CanaryName: "operations-production-api" },
      statistic: "Average",
      period: 300,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      comparisonOperator: "LessThanThreshold",
      threshold: 100,
      treatMissingData: "breaching",
      warmUpConfiguration: { warmUpPeriodDurationInMinutes: 15, onlyStartEvaluatingAfterWarmUpPeriodEnds: true },
      ...told,
    });
  });

  it("tell of slow runs where a limit is given", async () => {
    const graph = await canary({ maxMilliseconds: 2000 });
    const { inputs } = graph.one(ALARM, "probe-api-slow");
    assert.equal(graph.all(ALARM).length, 2);
    assert.deepEqual(
      [inputs.name, inputs.metricName, inputs.comparisonOperator, inputs.threshold, inputs.period, inputs.treatMissingData],
      ["operations-production-api-probe-slow", "Duration", "GreaterThanThreshold", 2000, 300, "notBreaching"],
    );
    assert.match(String(inputs.alarmDescription), /Runbook: https:\/\/runbooks\.example\.org\/probe-slow\.md$/);
  });

  it("tell others of too little success over hours where that is asked for", async () => {
    const others = ["arn:aws:sns:eu-central-1:123456789012:operations-production-escalation"];
    const graph = await canary({ availability: { minPercent: 99.9, overHours: 24, topicArns: others } });
    const { inputs } = graph.one(ALARM, "probe-api-availability");
    assert.equal(graph.all(ALARM).length, 2);
    assert.deepEqual(
      [inputs.metricName, inputs.statistic, inputs.period, inputs.evaluationPeriods, inputs.threshold, inputs.treatMissingData],
      ["SuccessPercent", "Average", 86_400, 1, 99.9, "missing"],
    );
    assert.deepEqual([inputs.alarmActions, inputs.okActions], [others, others]);
    assert.match(String(inputs.alarmDescription), /Runbook: https:\/\/runbooks\.example\.org\/probe-availability\.md$/);
  });
});
