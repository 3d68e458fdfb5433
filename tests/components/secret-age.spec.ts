import { strict as assert } from "node:assert";
import { SecretAge } from "../../components/secret-age";
import type { SecretAgeArgs } from "../../components/secret-age";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { statementsOf, variablesOf } from "../helpers/policy-text";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:shop-production-security";
const args: SecretAgeArgs = {
  namePrefix: "shop-production",
  accountId: "123456789012",
  region: "eu-central-1",
  classes: {
    "api-key": { everyDays: 30, secretNames: ["shop/production/payments", "shop/production/geocoder"] },
    database: { everyDays: 90, secretNames: ["shop/production/database-master"] },
  },
  logRetentionDays: 90,
  logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
  runbookBaseUrl: "https://runbooks.example.org",
  topicArns: [TOPIC],
};
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

describe("SecretAge", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => { new SecretAge("secret-age", args); });
  });

  it("makes one function for all secrets, what calls it, and an alarm for each class", () => {
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/eventRule:EventRule secret-age-schedule",
      "aws:cloudwatch/eventTarget:EventTarget secret-age-schedule",
      "aws:cloudwatch/logGroup:LogGroup secret-age-log",
      `${ALARM} secret-age-api-key`,
      `${ALARM} secret-age-database`,
      "aws:iam/role:Role secret-age-role",
      "aws:iam/rolePolicy:RolePolicy secret-age-policy",
      "aws:lambda/function:Function secret-age",
      "aws:lambda/permission:Permission secret-age-permission",
      "groundwork:secret-age:SecretAge secret-age",
    ]);
  });

  it("sees the dates of these secrets and no value of any", () => {
    const [ages] = statementsOf(graph.one("aws:iam/rolePolicy:RolePolicy").inputs.policy);
    assert.deepEqual(ages?.Action, ["secretsmanager:DescribeSecret", "secretsmanager:ListSecretVersionIds"]);
    assert.deepEqual(
      ages?.Resource,
      ["database-master", "geocoder", "payments"].map((name) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/production/${name}-??????`),
    );
  });

  it("tells the function which secrets may grow how old", () => {
    const { SYSTEM, WATCHED } = variablesOf(graph.one("aws:lambda/function:Function").inputs);
    assert.equal(SYSTEM, "shop-production");
    assert.deepEqual(JSON.parse(String(WATCHED)), {
      "api-key": { everyDays: 30, names: ["shop/production/payments", "shop/production/geocoder"] },
      database: { everyDays: 90, names: ["shop/production/database-master"] },
    });
  });

  it("looks four times a day, and lets that rule alone call the function", () => {
    assert.equal(graph.one("aws:cloudwatch/eventRule:EventRule").inputs.scheduleExpression, "rate(6 hours)");
    const { inputs } = graph.one("aws:lambda/permission:Permission");
    assert.equal(inputs.principal, "events.amazonaws.com");
    assert.equal(inputs.sourceArn, "arn:aws:events:eu-central-1:123456789012:rule/shop-production-secret-age");
  });

  it("tells people when a secret is more than a day too old, and when nobody knows how old they are", () => {
    const { inputs } = graph.one(ALARM, "secret-age-api-key");
    assert.equal(inputs.name, "shop-production-secret-too-old-api-key");
    assert.equal(inputs.namespace, "Groundwork/Secrets");
    assert.equal(inputs.metricName, "DaysOverdue");
    assert.deepEqual(inputs.dimensions, { System: "shop-production", SecretClass: "api-key" });
    assert.deepEqual([inputs.statistic, inputs.comparisonOperator, inputs.threshold], ["Maximum", "GreaterThanThreshold", 1]);
    assert.equal(inputs.treatMissingData, "breaching");
    assert.deepEqual(inputs.alarmActions, [TOPIC]);
    assert.match(String(inputs.alarmDescription), /more than 30 days.*shop\/production\/payments, shop\/production\/geocoder\. Runbook: https:\/\/runbooks\.example\.org\/secret-too-old\.md$/);
  });

  it("names the first of many secrets and counts the rest: a description has room for 1024 characters", async () => {
    const secretNames = Array.from({ length: 30 }, (_, index) => `shop/production/secret-number-${index}`);
    const many = await build(() => { new SecretAge("secret-age", { ...args, classes: { "api-key": { everyDays: 30, secretNames } } }); });
    const description = String(many.one(ALARM).inputs.alarmDescription);
    assert.match(description, /secret-number-5 and 24 more/);
    assert.ok(description.length <= 1024);
  });

  it("refuses to watch nothing", async () => {
    await assert.rejects(build(() => { new SecretAge("secret-age", { ...args, classes: {} }); }), /expected at least one secret/);
  });
});
