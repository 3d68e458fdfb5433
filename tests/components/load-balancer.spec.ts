import { strict as assert } from "node:assert";
import { LoadBalancer } from "../../components/load-balancer";
import type { LoadBalancerArgs } from "../../components/load-balancer";
import type { Route } from "../../components/internal/routes";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { valueOf } from "../helpers/outputs";

const healthCheck = { path: "/health", intervalSeconds: 30, timeoutSeconds: 10, unhealthyThreshold: 3 };
const frontend: Route = { service: "frontend", port: 3000, healthCheck, match: "default" };
const backend: Route = { service: "backend", port: 8000, healthCheck, match: { priority: 10, paths: ["/api/*"] } };
const args: LoadBalancerArgs = {
  namePrefix: "scholarship-production",
  domain: "scholarship.university.edu",
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupId: "sg-1",
  certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/web",
  tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  accessLogBucket: "logs",
  idleTimeoutSeconds: 60,
  drainSeconds: 30,
  routes: [frontend, backend],
};
const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";

/** It does not prove that AWS routes a request; the embedded cloud has no data plane. */
describe("LoadBalancer", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new LoadBalancer("web", args));
  });

  it("makes two listeners, a target group for each service and a rule for all but the default", () => {
    assert.deepEqual(graph.list(), [
      "aws:lb/listener:Listener web-http",
      "aws:lb/listener:Listener web-https",
      "aws:lb/listenerRule:ListenerRule web-backend",
      "aws:lb/loadBalancer:LoadBalancer web",
      "aws:lb/targetGroup:TargetGroup web-backend",
      "aws:lb/targetGroup:TargetGroup web-frontend",
      "groundwork:load-balancer:LoadBalancer web",
    ]);
  });

  it("faces the internet, passes on who asked and for which host, drops what is malformed, and logs", () => {
    const { inputs, options } = graph.one("aws:lb/loadBalancer:LoadBalancer");
    assert.deepEqual(inputs, {
      name: "scholarship-production",
      loadBalancerType: "application",
      internal: false,
      subnets: ["subnet-a", "subnet-b"],
      securityGroups: ["sg-1"],
      idleTimeout: 60,
      enableHttp2: true,
      preserveHostHeader: true,
      xffHeaderProcessingMode: "append",
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableDeletionProtection: true,
      enableZonalShift: true,
      accessLogs: { bucket: "logs", prefix: "access", enabled: true },
      connectionLogs: { bucket: "logs", prefix: "connection", enabled: true },
      tags: { Name: "scholarship-production" },
    });
    assert.equal(options.protect, true);
  });

  it("answers plain HTTP with nothing but a permanent redirect to the fixed host, path and query kept", () => {
    const { loadBalancerArn: _, ...inputs } = graph.one(LISTENER, "web-http").inputs;
    assert.deepEqual(inputs, {
      port: 80,
      protocol: "HTTP",
      defaultActions: [
        {
          type: "redirect",
          redirect: {
            statusCode: "HTTP_301",
            protocol: "HTTPS",
            port: "443",
            host: "scholarship.university.edu",
            path: "/#{path}",
            query: "#{query}",
          },
        },
      ],
    });
  });

  it("ends TLS with the policy and the certificate it is given, and sends the rest to the default service", () => {
    const { inputs } = graph.one(LISTENER, "web-https");
    assert.equal(inputs.port, 443);
    assert.equal(inputs.protocol, "HTTPS");
    assert.equal(inputs.sslPolicy, "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09");
    assert.equal(inputs.certificateArn, args.certificateArn);
    assert.deepEqual(inputs.defaultActions, [{ type: "forward", targetGroupArn: arnOf(graph, "web-frontend") }]);
  });

  it("sends a path to its service, with the priority it is given", () => {
    const { inputs } = graph.one(RULE, "web-backend");
    assert.equal(inputs.priority, 10);
    assert.deepEqual(inputs.conditions, [{ pathPattern: { values: ["/api/*"] } }]);
    assert.deepEqual(inputs.actions, [{ type: "forward", targetGroupArn: arnOf(graph, "web-backend") }]);
  });

  it("sends a host to its service, and wants both where both are given", async () => {
    const byHost = await build(() => {
      const hosts = ["api.example.org"];
      return new LoadBalancer("web", {
        ...args,
        routes: [
          frontend,
          { ...backend, match: { priority: 10, hosts } },
          { ...backend, service: "webhooks", match: { priority: 5, hosts, paths: ["/hooks/*"] } },
        ],
      });
    });
    const hostHeader = { values: ["api.example.org"] };
    assert.deepEqual(byHost.one(RULE, "web-backend").inputs.conditions, [{ hostHeader }]);
    assert.deepEqual(byHost.one(RULE, "web-webhooks").inputs.conditions, [
      { hostHeader },
      { pathPattern: { values: ["/hooks/*"] } },
    ]);
  });

  it("leaves the other rules as they are when a route is added before them", async () => {
    const first: Route = { ...backend, service: "admin", match: { priority: 5, paths: ["/admin/*"] } };
    const grown = await build(() => new LoadBalancer("web", { ...args, routes: [first, frontend, backend] }));
    assert.deepEqual(grown.one(RULE, "web-backend").inputs, graph.one(RULE, "web-backend").inputs);
  });

  it("checks the health of tasks by their addresses as the route says", () => {
    assert.deepEqual(graph.one(TARGET_GROUP, "web-backend").inputs, {
      namePrefix: "backe-",
      vpcId: "vpc-1",
      targetType: "ip",
      port: 8000,
      protocol: "HTTP",
      deregistrationDelay: 30,
      healthCheck: {
        protocol: "HTTP",
        port: "traffic-port",
        path: "/health",
        matcher: "200",
        interval: 30,
        timeout: 10,
        unhealthyThreshold: 3,
        healthyThreshold: 2,
      },
      tags: { Name: "scholarship-production-backend" },
    });
  });

  it("takes another number of successes where one is given", async () => {
    const patient = await build(
      () =>
        new LoadBalancer("web", {
          ...args,
          routes: [{ ...frontend, healthCheck: { ...healthCheck, healthyThreshold: 5 } }],
        }),
    );
    const { healthCheck: check } = patient.one(TARGET_GROUP).inputs;
    assert.deepEqual(check, { ...Object(graph.one(TARGET_GROUP, "web-backend").inputs.healthCheck), healthyThreshold: 5 });
  });

  it("can replace a target group in use: no fixed name, and the new one before the old one", () => {
    for (const { inputs, options } of graph.all(TARGET_GROUP)) {
      assert.equal(inputs.name, undefined);
      assert.ok(String(inputs.namePrefix).length <= 6);
      assert.equal(options.deleteBeforeReplace, undefined);
    }
  });

  it("gives out each service's target group", async () => {
    let arns: Promise<(readonly [string, string])[]> | undefined;
    const built = await build(() => {
      const { targetGroups } = new LoadBalancer("web", args);
      arns = Promise.all(
        Object.entries(targetGroups).map(async ([service, { arn }]) => [service, await valueOf(arn)] as const),
      );
    });
    assert.deepEqual(Object.fromEntries((await arns) ?? []), {
      frontend: arnOf(built, "web-frontend"),
      backend: arnOf(built, "web-backend"),
    });
  });

  it("refuses a name that AWS would refuse for its length", async () => {
    await assert.rejects(
      build(() => new LoadBalancer("web", { ...args, namePrefix: "n".repeat(33) })),
      /the loadBalancer name "n{33}" has 33 characters, AWS allows 32/,
    );
  });
});

/** The ARN that the embedded cloud gives to a target group. */
function arnOf(graph: Graph, targetGroup: string): unknown {
  return graph.one(TARGET_GROUP, targetGroup).outputs.arn;
}
