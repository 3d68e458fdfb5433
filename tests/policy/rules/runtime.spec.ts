import { strict as assert } from "node:assert";
import { judgeResource } from "../../../policy/evaluate";
import type { Floors } from "../../../policy/floors";
import type { PolicyResource, Properties, Stack } from "../../../policy/model";
import { ecsConnectionBudget } from "../../../policy/rules/graph/ecs-connection-budget";
import { ecsPrivateSubnets } from "../../../policy/rules/graph/ecs-private-subnets";
import { logOwned } from "../../../policy/rules/graph/log-owned";
import { NETWORK_RULES } from "../../../policy/rules/properties/network";
import { UNKNOWN } from "../../../rehearsal/provider/struct";

const floors: Floors = {
  profile: "production", lacks: {}, databaseBackupDays: 30, recoveryPointDays: 30, logRetentionDays: 90, tlsVersion: "1.2",
  allowedRegions: ["eu-central-1"], publicPorts: [80, 443], minimumTasks: 2,
};
const resource = (type: string, name: string, properties: Properties, sources: Readonly<Record<string, readonly PolicyResource[]>> = {}): PolicyResource => ({
  type,
  name,
  urn: `urn:pulumi:production::groundwork::${type}::${name}`,
  properties,
  options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false },
  propertyDependencies: Object.fromEntries(Object.entries(sources).map(([key, from]) => [key, from.map(({ urn }) => urn)])),
});

interface Wanted {
  readonly most: number;
  readonly pool?: number | string;
  readonly tasks?: number;
  /** Percent of the connections that the proxy of the application's user may hold. @default - no proxy */
  readonly proxy?: number;
  /** What PostgreSQL gives the application's user. @default - no limit */
  readonly limit?: number;
}

/** A database and one service of it; the monitoring user may have five connections. */
function databaseOf({ most, pool = 10, tasks = 2, proxy, limit = -1 }: Wanted): Stack {
  const group = resource("aws:rds/parameterGroup:ParameterGroup", "parameters", { parameters: [{ name: "max_connections", value: String(most) }] });
  const password = resource("random:index/randomPassword:RandomPassword", "application", {});
  const secret = resource("aws:secretsmanager/secret:Secret", "application", {});
  const task = resource("aws:ecs/taskDefinition:TaskDefinition", "api", { family: "api", containerDefinitions: UNKNOWN }, { containerDefinitions: [secret] });
  const front = resource("aws:rds/proxy:Proxy", "proxy", { auths: UNKNOWN }, { auths: [secret] });
  return {
    resources: [
      group, password, secret, task,
      resource("aws:rds/instance:Instance", "database", { parameterGroupName: UNKNOWN }, { parameterGroupName: [group] }),
      resource("postgresql:index/role:Role", "application", { connectionLimit: limit }, { password: [password] }),
      resource("postgresql:index/role:Role", "monitoring", { connectionLimit: 5 }),
      resource("aws:secretsmanager/secretVersion:SecretVersion", "application", {}, { secretId: [secret], secretString: [password] }),
      resource("aws:ecs/service:Service", "api", { taskDefinition: UNKNOWN, desiredCount: tasks }, { taskDefinition: [task] }),
      resource("groundwork:service:Service", "api", { family: "api", databaseConnections: pool }),
      ...(proxy === undefined ? [] : [front, resource("aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup", "pool", { dbProxyName: UNKNOWN, connectionPoolConfig: { maxConnectionsPercent: proxy } }, { dbProxyName: [front] })]),
    ],
  };
}
const beyond = (wanted: Wanted) => ecsConnectionBudget.evaluate(databaseOf(wanted), floors).violations.map(({ found }) => found);

describe("the budget of a database's connections", () => {
  it("leaves a fifth to jobs and people, and room for both versions of a service", () => {
    assert.deepEqual(beyond({ most: 48 }), []);
    assert.deepEqual(beyond({ most: 47 }), ["47, and 48 are wanted while services are deployed"]);
    assert.deepEqual(beyond({ most: 100, tasks: 8, pool: 10 }), ["100, and 168 are wanted while services are deployed"]);
    assert.deepEqual(beyond({ most: 100, tasks: 9, pool: 9 }), ["100, of which services may take 81", "100, and 170 are wanted while services are deployed"]);
  });

  it("counts what is behind a proxy no higher than its share, and a limited user no higher than its limit", () => {
    assert.deepEqual(beyond({ most: 100, tasks: 100, proxy: 80 }), []);
    assert.deepEqual(beyond({ most: 100, tasks: 100, proxy: 81 }), ["100, of which services may take 81"]);
    assert.deepEqual(beyond({ most: 100, tasks: 100, limit: 92, pool: UNKNOWN }), []);
    assert.deepEqual(beyond({ most: 100, tasks: 100, limit: 93 }), ["100, and 101 are wanted while services are deployed"]);
  });

  it("takes no number for granted", () => {
    assert.deepEqual(beyond({ most: 1000, pool: UNKNOWN }), ["nothing that is known"]);
    assert.deepEqual(beyond({ most: Number.NaN }).length, 2);
  });
});

describe("rules of an ACL", () => {
  const refused = (type: string, properties: Properties) =>
    NETWORK_RULES.filter(({ id, types }) => id.startsWith("net-nacl") && types.includes(type)).flatMap((rule) => {
      const acl = resource(type, "acl", properties);
      const violations = judgeResource(rule, acl, { resources: [acl] }, floors);
      return violations === "not applicable" ? [] : violations;
    }).length;
  const one = (rule: Properties) => refused("aws:ec2/networkAclRule:NetworkAclRule", { ruleAction: "allow", protocol: "tcp", ...rule });
  const shell = { fromPort: 22, toPort: 22 };

  it("let nobody from the internet in to a shell", () => {
    assert.equal(one({ ...shell, cidrBlock: "0.0.0.0/0" }), 1);
    assert.equal(one({ ...shell, ipv6CidrBlock: "::/0" }), 1);
    assert.equal(one({ protocol: "-1", cidrBlock: "0.0.0.0/0" }), 1);
    assert.equal(one({ ...shell, cidrBlock: UNKNOWN }), 1);
    assert.equal(one({ fromPort: UNKNOWN, toPort: UNKNOWN, cidrBlock: "0.0.0.0/0" }), 1);
    assert.equal(refused("aws:ec2/networkAcl:NetworkAcl", { ingress: UNKNOWN }), 1);
  });

  it("may refuse, answer to a network, lead out, and let in what is no shell", () => {
    assert.equal(one({ ...shell, ruleAction: "deny", cidrBlock: "0.0.0.0/0" }), 0);
    assert.equal(one({ ...shell, cidrBlock: "10.0.0.0/8" }), 0);
    assert.equal(one({ ...shell, egress: true, cidrBlock: "0.0.0.0/0" }), 0);
    assert.equal(one({ fromPort: 443, toPort: 443, cidrBlock: "0.0.0.0/0" }), 0);
    assert.equal(one({ protocol: "1", icmpType: -1, icmpCode: -1, cidrBlock: "0.0.0.0/0" }), 0);
    assert.equal(refused("aws:ec2/networkAcl:NetworkAcl", {}), 0);
  });
});

describe("what runs", () => {
  it("may have a way to a private network, and stands nowhere if it is no task", () => {
    const subnet = resource("aws:ec2/subnet:Subnet", "a", {});
    const table = resource("aws:ec2/routeTable:RouteTable", "a", { routes: null });
    const stack = (gatewayId: string): Stack => ({
      resources: [
        subnet, table,
        resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "a", { subnetId: UNKNOWN, routeTableId: UNKNOWN }, { subnetId: [subnet], routeTableId: [table] }),
        resource("aws:ec2/route:Route", "a", { routeTableId: UNKNOWN, gatewayId }, { routeTableId: [table] }),
        resource("aws:ecs/service:Service", "api", { networkConfiguration: { subnets: [UNKNOWN] } }, { networkConfiguration: [subnet] }),
        resource("aws:scheduler/schedule:Schedule", "call", { target: { arn: "arn:aws:lambda:eu-central-1:1:function:call", ecsParameters: null } }),
      ],
    });
    // A state has "" where the route leads elsewhere, and a null where a schedule starts no task.
    for (const gateway of ["vgw-1", "local", ""]) {
      const { inspected, violations } = ecsPrivateSubnets.evaluate(stack(gateway), floors);
      assert.deepEqual([inspected.length, violations], [1, []]);
    }
    for (const gateway of ["igw-1", UNKNOWN]) assert.equal(ecsPrivateSubnets.evaluate(stack(gateway), floors).violations.length, 1, gateway);
  });

  it("may send its log past CloudWatch, where there is no group to own", () => {
    const task = (options: Properties) => ({ resources: [resource("aws:ecs/taskDefinition:TaskDefinition", "api", { containerDefinitions: [{ logConfiguration: { logDriver: "awsfirelens", options } }] })] });
    assert.deepEqual(logOwned.evaluate(task({ Name: "s3", bucket: "logs" }), floors).violations, []);
    assert.equal(logOwned.evaluate(task({ Name: "cloudwatch_logs", log_group_name: "/other" }), floors).violations.length, 1);
  });
});
