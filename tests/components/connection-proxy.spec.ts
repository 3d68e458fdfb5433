import { strict as assert } from "node:assert";
import { ConnectionProxy } from "../../components/connection-proxy";
import type { ConnectionProxyArgs } from "../../components/connection-proxy";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { valueOf } from "../helpers/outputs";
import { statementsOf } from "../helpers/policy-text";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const arnOf = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/production/${name}-AbC123`;
const args: ConnectionProxyArgs = {
  namePrefix: "shop-production",
  accountId: "123456789012",
  region: "eu-central-1",
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupId: "sg-1",
  instanceIdentifier: "shop-production-database",
  userSecretArns: { first: arnOf("connection-proxy-first"), clone: arnOf("connection-proxy-clone") },
  secretsKeyArn: KEY,
  maxConnectionsPercent: 80,
  maxIdleConnectionsPercent: 50,
  borrowTimeoutSeconds: 30,
  idleClientTimeoutSeconds: 1800,
  logRetentionDays: 90,
  logKeyArn: KEY,
};
const proxy = (change: Partial<ConnectionProxyArgs> = {}) => build(() => { new ConnectionProxy("connection-proxy", { ...args, ...change }); });

describe("ConnectionProxy", () => {
  let graph: Graph;
  before(async () => {
    graph = await proxy();
  });

  it("makes a proxy with its role, log and pool, and ties it to the instance", () => {
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/logGroup:LogGroup connection-proxy-log",
      "aws:iam/role:Role connection-proxy-role",
      "aws:iam/rolePolicy:RolePolicy connection-proxy-policy",
      "aws:rds/proxy:Proxy connection-proxy",
      "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup connection-proxy-pool",
      "aws:rds/proxyTarget:ProxyTarget connection-proxy-target",
      "groundwork:connection-proxy:ConnectionProxy connection-proxy",
    ]);
    const { inputs } = graph.one("aws:rds/proxyTarget:ProxyTarget");
    assert.deepEqual(inputs, { dbProxyName: "shop-production", targetGroupName: "default", dbInstanceIdentifier: "shop-production-database" });
  });

  it("speaks TLS alone, and takes no client without the password of one of its users", () => {
    const { inputs } = graph.one("aws:rds/proxy:Proxy");
    assert.equal(inputs.engineFamily, "POSTGRESQL");
    assert.equal(inputs.requireTls, true);
    assert.equal(inputs.debugLogging, false);
    assert.equal(inputs.idleClientTimeout, 1800);
    assert.deepEqual(inputs.vpcSecurityGroupIds, ["sg-1"]);
    assert.deepEqual(
      inputs.auths,
      ["connection-proxy-first", "connection-proxy-clone"].map((name) => ({
        authScheme: "SECRETS",
        clientPasswordAuthType: "POSTGRES_SCRAM_SHA_256",
        iamAuth: "DISABLED",
        secretArn: arnOf(name),
      })),
    );
  });

  it("holds the share of the database's connections that it may", () => {
    assert.deepEqual(graph.one("aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup").inputs, {
      dbProxyName: "shop-production",
      connectionPoolConfig: { maxConnectionsPercent: 80, maxIdleConnectionsPercent: 50, connectionBorrowTimeout: 30 },
    });
  });

  it("may read its users' secrets and no other", () => {
    assert.deepEqual(statementsOf(graph.one("aws:iam/rolePolicy:RolePolicy").inputs.policy), [
      {
        Sid: "ReadUsers",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: [arnOf("connection-proxy-clone"), arnOf("connection-proxy-first")],
      },
      {
        Sid: "OpenSecrets",
        Action: ["kms:Decrypt"],
        Resource: [KEY],
        Condition: { StringEquals: { "kms:ViaService": ["secretsmanager.eu-central-1.amazonaws.com"] } },
      },
    ]);
  });

  it("logs under the name that RDS writes to, encrypted and for the days given", () => {
    const { inputs } = graph.one("aws:cloudwatch/logGroup:LogGroup");
    assert.equal(inputs.name, "/aws/rds/proxy/shop-production");
    assert.equal(inputs.kmsKeyId, KEY);
    assert.equal(inputs.retentionInDays, 90);
    assert.ok(graph.one("aws:rds/proxy:Proxy").dependsOn.includes("aws:cloudwatch/logGroup:LogGroup::connection-proxy-log"));
  });

  it("hands out its host", async () => {
    const hosts: string[] = [];
    await build(async () => {
      hosts.push(await valueOf(new ConnectionProxy("connection-proxy", args).host));
    });
    assert.match(String(hosts[0]), /^shop-production\.proxy-[0-9a-f]{12}\.eu-central-1\.rds\.amazonaws\.com$/);
  });

  it("refuses what RDS would refuse before it makes anything", async () => {
    await assert.rejects(proxy({ userSecretArns: {} }), /connection proxy: expected at least one user/);
    await assert.rejects(proxy({ maxConnectionsPercent: 0 }), /expected maxConnectionsPercent from 1 to 100/);
    await assert.rejects(proxy({ maxIdleConnectionsPercent: 81 }), /expected maxIdleConnectionsPercent from 0 to maxConnectionsPercent/);
    await assert.rejects(proxy({ borrowTimeoutSeconds: 301 }), /expected borrowTimeoutSeconds from 0 to 300/);
    await assert.rejects(proxy({ idleClientTimeoutSeconds: 28_801 }), /expected idleClientTimeoutSeconds from 1 to 28800/);
  });
});
