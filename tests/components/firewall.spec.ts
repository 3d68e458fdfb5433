import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { Firewall } from "../../components/firewall";
import type { FirewallArgs } from "../../components/firewall";
import { firewallMatrix } from "../../components/internal/firewall-matrix";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const sound: FirewallArgs = {
  namePrefix: "scholarship-production",
  vpcId: "vpc-1",
  s3PrefixListId: "pl-s3",
  ...firewallMatrix({
    tasks: [
      { role: "backend", port: 8000, reaches: ["database"], smtpPort: 587 },
      { role: "frontend", port: 3000, reaches: [] },
    ],
    loadBalancerReaches: ["frontend", "backend"],
    databasePort: 5432,
    interfaceEndpoints: ["ecr.api", "ecr.dkr", "logs", "secretsmanager"],
  }),
};

describe("Firewall", () => {
  let graph: Graph;
  let ids: Readonly<Record<string, string>>;
  before(async () => {
    graph = await build(() => {
      const firewall = new Firewall("firewall", sound);
      pulumi.all({ ...firewall.groupIds }).apply((resolved) => {
        ids = resolved;
      });
    });
  });

  it("makes a group per role, and for each connection the rules at its ends", () => {
    const short = graph.list().map((line) => line.replace(/^.*:(\w+) /, "$1 "));
    assert.deepEqual(short, [
      "SecurityGroup firewall-backend",
      "SecurityGroup firewall-database",
      "SecurityGroup firewall-endpoints",
      "SecurityGroup firewall-frontend",
      "SecurityGroup firewall-load-balancer",
      "SecurityGroupEgressRule firewall-backend-to-database-5432",
      "SecurityGroupEgressRule firewall-backend-to-endpoints-443",
      "SecurityGroupEgressRule firewall-backend-to-internet-587",
      "SecurityGroupEgressRule firewall-backend-to-s3-443",
      "SecurityGroupEgressRule firewall-frontend-to-endpoints-443",
      "SecurityGroupEgressRule firewall-frontend-to-s3-443",
      "SecurityGroupEgressRule firewall-load-balancer-to-backend-8000",
      "SecurityGroupEgressRule firewall-load-balancer-to-frontend-3000",
      "SecurityGroupIngressRule firewall-backend-to-database-5432",
      "SecurityGroupIngressRule firewall-backend-to-endpoints-443",
      "SecurityGroupIngressRule firewall-frontend-to-endpoints-443",
      "SecurityGroupIngressRule firewall-internet-ipv6-to-load-balancer-443",
      "SecurityGroupIngressRule firewall-internet-ipv6-to-load-balancer-80",
      "SecurityGroupIngressRule firewall-internet-to-load-balancer-443",
      "SecurityGroupIngressRule firewall-internet-to-load-balancer-80",
      "SecurityGroupIngressRule firewall-load-balancer-to-backend-8000",
      "SecurityGroupIngressRule firewall-load-balancer-to-frontend-3000",
      "Firewall firewall",
    ]);
  });

  it("writes no rule inside a group, where it would fight with the rules that stand alone", () => {
    for (const { inputs } of graph.all(GROUP)) {
      assert.deepEqual(Object.keys(inputs).sort(), ["description", "tags", "vpcId"]);
      assert.equal(inputs.vpcId, "vpc-1");
    }
    assert.equal(
      graph.one(GROUP, "firewall-backend").inputs.description,
      "scholarship-production: tasks of backend",
    );
  });

  it("lets a connection out at its source and in at its target, each rule naming the other's group", () => {
    const rule = { description: "backend to database", ipProtocol: "tcp", fromPort: 5432, toPort: 5432 };
    assert.deepEqual(graph.one(EGRESS, "firewall-backend-to-database-5432").inputs, {
      ...rule,
      securityGroupId: ids.backend,
      referencedSecurityGroupId: ids.database,
    });
    assert.deepEqual(graph.one(INGRESS, "firewall-backend-to-database-5432").inputs, {
      ...rule,
      securityGroupId: ids.database,
      referencedSecurityGroupId: ids.backend,
    });
    assert.notEqual(ids.backend, ids.database);
  });

  it("admits addresses to the load balancer on 80 and 443 and nowhere else", () => {
    const open = graph.all(INGRESS).filter(({ inputs }) => inputs.referencedSecurityGroupId === undefined);
    assert.deepEqual(
      open.map(({ inputs }) => [inputs.securityGroupId, inputs.fromPort, inputs.toPort, inputs.cidrIpv4 ?? inputs.cidrIpv6]),
      [
        [ids["load-balancer"], 80, 80, "0.0.0.0/0"],
        [ids["load-balancer"], 80, 80, "::/0"],
        [ids["load-balancer"], 443, 443, "0.0.0.0/0"],
        [ids["load-balancer"], 443, 443, "::/0"],
      ],
    );
  });

  it("reaches S3 through the region's prefix list", () => {
    const { inputs } = graph.one(EGRESS, "firewall-backend-to-s3-443");
    assert.equal(inputs.prefixListId, "pl-s3");
    assert.equal(inputs.cidrIpv4, undefined);
  });

  it("names a rule for other addresses after them", async () => {
    const connections = [
      {
        from: { kind: "addresses", cidr: "2400:cb00::/32" },
        to: { kind: "role", role: "load-balancer" },
        port: 443,
        purpose: "clients to the load balancer",
      },
    ] as const;
    const one = await build(() => new Firewall("firewall", { ...sound, connections }));
    assert.equal(one.one(INGRESS, "firewall-2400-cb00-32-to-load-balancer-443").inputs.cidrIpv6, "2400:cb00::/32");
  });

  it("admits a prefix list, by its id, under the name that we have for it", async () => {
    const connections = [
      { from: { kind: "list", list: "cdn-ipv4" }, to: { kind: "role", role: "load-balancer" }, port: 443, purpose: "the CDN" },
    ] as const;
    const one = await build(
      () => new Firewall("firewall", { ...sound, connections, prefixListIds: { "cdn-ipv4": "pl-0123456789abcdef0" } }),
    );
    const { inputs } = one.one(INGRESS, "firewall-cdn-ipv4-to-load-balancer-443");
    assert.equal(inputs.prefixListId, "pl-0123456789abcdef0");
    assert.deepEqual([inputs.cidrIpv4, inputs.cidrIpv6, inputs.referencedSecurityGroupId], [undefined, undefined, undefined]);
    await assert.rejects(build(() => new Firewall("firewall", { ...sound, connections })), {
      message: 'the firewall has no prefix list "cdn-ipv4"',
    });
  });

  it("refuses a connection of a role that has no group", async () => {
    const connections = [
      { from: { kind: "role", role: "worker" }, to: { kind: "role", role: "database" }, port: 5432, purpose: "x" },
    ] as const;
    await assert.rejects(build(() => new Firewall("firewall", { ...sound, connections })), {
      message: 'the firewall has no role "worker", only load-balancer, database, endpoints, backend, frontend',
    });
  });

  it("refuses a description that EC2 refuses", async () => {
    const roles = { backend: "the API's tasks" };
    await assert.rejects(build(() => new Firewall("firewall", { ...sound, roles, connections: [] })), {
      message:
        'EC2 takes no such description of a security group: "scholarship-production: the API\'s tasks"; letters, digits and plain signs, at most 255',
    });
    const long = { backend: "x".repeat(256) };
    await assert.rejects(build(() => new Firewall("firewall", { ...sound, roles: long, connections: [] })));
  });
});
