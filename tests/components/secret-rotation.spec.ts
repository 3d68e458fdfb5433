import { strict as assert } from "node:assert";
import { SecretRotation } from "../../components/secret-rotation";
import type { SecretRotationArgs } from "../../components/secret-rotation";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { valueOf } from "../helpers/outputs";
import { statementsOf, variablesOf } from "../helpers/policy-text";

const CLUSTER = "arn:aws:ecs:eu-central-1:123456789012:cluster/shop-production";
const secretArn = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/production/${name}-AbC123`;
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:shop-production-operations";
const key = {
  secretName: "shop/production/application-key",
  arn: secretArn("application-key"),
  everyDays: 90,
  services: ["api"],
  what: { kind: "key", length: 64, overlapDays: 7 },
} as const;
const role = {
  secretName: "shop/production/database-application",
  arn: secretArn("database-application"),
  everyDays: 30,
  services: ["api", "worker"],
  what: {
    kind: "database",
    username: "shop_app",
    clone: "shop_app_clone",
    host: "proxy.example.com",
    urlParameters: "connection_limit=20",
    proxySecrets: [{ username: "shop_app", secretName: "shop/production/connection-proxy-first", arn: secretArn("connection-proxy-first") }],
  },
} as const;
const args: SecretRotationArgs = {
  namePrefix: "shop-production",
  accountId: "123456789012",
  region: "eu-central-1",
  clusterArn: CLUSTER,
  clusterName: "shop-production",
  secretsKeyArn: KEY,
  secrets: { "application-key": key, "database-application": role },
  database: {
    host: "db.example.com",
    port: 5432,
    name: "shop",
    masterSecretName: "shop/production/database-master",
    masterSecretArn: secretArn("database-master"),
  },
  network: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
  logRetentionDays: 90,
  logKeyArn: KEY,
  runbookBaseUrl: "https://runbooks.example.org",
  failureTopicArns: [TOPIC],
};
const FUNCTION = "aws:lambda/function:Function";
const SCHEDULE = "aws:secretsmanager/secretRotation:SecretRotation";

const rotation = (change: Partial<SecretRotationArgs> = {}) => build(() => { new SecretRotation("rotation", { ...args, ...change }); });

describe("SecretRotation", () => {
  let graph: Graph;
  before(async () => {
    graph = await rotation();
  });

  it("makes one function with its role, log and alarm, and a schedule for each secret", () => {
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/logGroup:LogGroup rotation-log",
      "aws:cloudwatch/metricAlarm:MetricAlarm rotation-failed",
      "aws:iam/role:Role rotation-role",
      "aws:iam/rolePolicy:RolePolicy rotation-policy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment rotation-network",
      "aws:lambda/function:Function rotation",
      "aws:lambda/permission:Permission rotation-permission",
      `${SCHEDULE} rotation-application-key`,
      `${SCHEDULE} rotation-database-application`,
      "groundwork:secret-rotation:SecretRotation rotation",
    ]);
  });

  it("rotates each secret every so many days, and none of them while a deployment runs", () => {
    for (const [name, arn, days] of [["application-key", key.arn, 90], ["database-application", role.arn, 30]] as const) {
      const { inputs, dependsOn } = graph.one(SCHEDULE, `rotation-${name}`);
      assert.equal(inputs.secretId, arn);
      assert.deepEqual(inputs.rotationRules, { automaticallyAfterDays: days });
      assert.equal(inputs.rotateImmediately, false);
      // Secrets Manager calls the function at once to try it.
      assert.deepEqual([...dependsOn].sort(), [
        "aws:iam/rolePolicy:RolePolicy::rotation-policy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment::rotation-network",
        "aws:lambda/function:Function::rotation",
        "aws:lambda/permission:Permission::rotation-permission",
      ]);
    }
  });

  it("tells the function what to rotate, how, and whom to redeploy, and no value of any secret", () => {
    const { ROTATION, ...others } = variablesOf(graph.one(FUNCTION).inputs);
    assert.deepEqual(others, { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" });
    assert.deepEqual(JSON.parse(String(ROTATION)), {
      cluster: CLUSTER,
      database: { host: "db.example.com", port: 5432, name: "shop", masterSecretId: "shop/production/database-master" },
      secrets: {
        "shop/production/application-key": { kind: "key", length: 64, overlapDays: 7, services: ["api"] },
        "shop/production/database-application": {
          kind: "database",
          username: "shop_app",
          clone: "shop_app_clone",
          host: "proxy.example.com",
          urlParameters: "connection_limit=20",
          userSecretIds: { shop_app: "shop/production/connection-proxy-first" },
          services: ["api", "worker"],
        },
      },
    });
  });

  it("may touch these secrets, read the master's, and redeploy these services, nothing else", () => {
    const statements = statementsOf(graph.one("aws:iam/rolePolicy:RolePolicy").inputs.policy);
    assert.deepEqual(
      statements.map(({ Sid, Action, Resource }) => [Sid, Action, Resource]),
      [
        [
          "RotateSecrets",
          ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
          [key.arn, role.arn],
        ],
        ["KeepProxySecrets", ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"], [secretArn("connection-proxy-first")]],
        ["ActAsMaster", ["secretsmanager:GetSecretValue"], [secretArn("database-master")]],
        ["OpenSecrets", ["kms:Decrypt", "kms:GenerateDataKey"], [KEY]],
        [
          "RedeployReaders",
          ["ecs:DescribeServices", "ecs:UpdateService"],
          ["api", "worker"].map((name) => `arn:aws:ecs:eu-central-1:123456789012:service/shop-production/${name}`),
        ],
        ["WriteLog", ["logs:CreateLogStream", "logs:PutLogEvents"], ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/shop-production-rotation:*"]],
      ],
    );
    assert.deepEqual(statements[3]?.Condition, { StringEquals: { "kms:ViaService": ["secretsmanager.eu-central-1.amazonaws.com"] } });
  });

  it("lets Secrets Manager of this account call it, and nobody else", () => {
    const { inputs } = graph.one("aws:lambda/permission:Permission");
    assert.equal(inputs.principal, "secretsmanager.amazonaws.com");
    assert.equal(inputs.sourceAccount, "123456789012");
    assert.equal(inputs.action, "lambda:InvokeFunction");
  });

  it("tells people of the first failed step", () => {
    const { inputs } = graph.one("aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.equal(inputs.name, "shop-production-rotation-failed");
    assert.deepEqual(inputs.dimensions, { FunctionName: "shop-production-rotation" });
    assert.equal(inputs.metricName, "Errors");
    assert.equal(inputs.threshold, 1);
    assert.equal(inputs.treatMissingData, "notBreaching");
    assert.deepEqual(inputs.alarmActions, [TOPIC]);
    assert.match(String(inputs.alarmDescription), /Runbook: https:\/\/runbooks\.example\.org\/rotation-failed\.md$/);
  });

  it("stays outside the VPC where it has no database to reach, with no right for what it doesn't do", async () => {
    const { database: _database, network: _network, ...rest } = args;
    const keys = await build(() => { new SecretRotation("rotation", { ...rest, secrets: { "application-key": { ...key, services: [] } } }); });
    assert.equal(keys.one(FUNCTION).inputs.vpcConfig, undefined);
    assert.deepEqual(keys.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), []);
    assert.deepEqual(
      statementsOf(keys.one("aws:iam/rolePolicy:RolePolicy").inputs.policy).map(({ Sid }) => Sid),
      ["RotateSecrets", "OpenSecrets", "WriteLog"],
    );
    assert.deepEqual(graph.one(FUNCTION).inputs.vpcConfig, { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] });
  });

  it("refuses what could not work before it makes anything", async () => {
    const { database: _database, ...homeless } = args;
    await assert.rejects(rotation({ secrets: {} }), /expected at least one secret/);
    await assert.rejects(rotation({ secrets: { k: { ...key, everyDays: 0 } } }), /expected 1 to 1000 days, got 0/);
    await assert.rejects(rotation({ secrets: { k: { ...key, everyDays: 7 } } }), /expected more than 7 days, which its keys must overlap, got 7/);
    await assert.rejects(build(() => { new SecretRotation("rotation", homeless); }), /expected a database, and a network that leads to it/);
  });

  it("refuses a plan that Lambda has no room for", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`key-${index}`, { ...key, secretName: `shop/production/key-number-${index}`, services: ["api", "worker"] }]),
    );
    await assert.rejects(rotation({ secrets: many }), /expected secrets that 4000 bytes describe, got up to \d+: rotate fewer, or shorten names/);
  });

  it("is published by its ARN", async () => {
    const arns: string[] = [];
    await build(async () => {
      arns.push(await valueOf(new SecretRotation("rotation", args).functionArn));
    });
    assert.deepEqual(arns, ["arn:aws:lambda:eu-central-1:123456789012:function:shop-production-rotation"]);
  });
});
