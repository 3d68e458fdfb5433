import { strict as assert } from "node:assert";
import { LoadBalancer } from "../../../components/load-balancer";
import type { Route, Versions } from "../../../components/internal/routes";
import { build } from "../../helpers/graph";
import type { Graph } from "../../helpers/graph";

const healthCheck = { path: "/ready", intervalSeconds: 30, timeoutSeconds: 10, unhealthyThreshold: 3 };
const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const arnOf = (graph: Graph, name: string) => graph.one("aws:lb/targetGroup:TargetGroup", name).outputs.arn;

/** Through the load balancer, which alone makes these. */
const make = (versions: { readonly web?: Versions; readonly api?: Versions }) =>
  build(() => {
    const routes: readonly Route[] = [
      { service: "web", port: 3000, healthCheck, match: "default", versions: versions.web },
      { service: "api", port: 8000, healthCheck, match: { priority: 100, paths: ["/api/*"] }, versions: versions.api },
    ];
    return new LoadBalancer("edge", {
      namePrefix: "factory-production",
      domain: "factory.example.org",
      vpcId: "vpc-1",
      subnetIds: ["subnet-a", "subnet-b"],
      securityGroupId: "sg-1",
      certificateArn: "arn:certificate",
      tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      accessLogBucket: "logs",
      idleTimeoutSeconds: 60,
      drainSeconds: 30,
      routes,
    });
  });

describe("a route with two versions", () => {
  for (const greenPercent of [0, 10, 50, 90, 100]) {
    it(`shares requests by weights: ${greenPercent} percent for green`, async () => {
      const graph = await make({ web: { kind: "weighted", greenPercent }, api: { kind: "weighted", greenPercent } });
      const action = (service: string) => ({
        type: "forward",
        forward: {
          targetGroups: [
            { arn: arnOf(graph, `edge-${service}-blue`), weight: 100 - greenPercent },
            { arn: arnOf(graph, `edge-${service}-green`), weight: greenPercent },
          ],
        },
      });
      assert.deepEqual(graph.one(LISTENER, "edge-https").inputs.defaultActions, [action("web")]);
      assert.deepEqual(graph.one(RULE, "edge-api").inputs.actions, [action("api")]);
    });
  }

  it("changes nothing but the weights from one step to the next", async () => {
    const without = async (greenPercent: number) =>
      (await make({ web: { kind: "weighted", greenPercent } })).resources.map(({ name, inputs }) => ({ name, inputs: { ...inputs, defaultActions: null } }));
    assert.deepEqual(await without(10), await without(50));
  });

  it("has a rule for tests and a rule for everybody where ECS deploys, and leaves their weights to ECS", async () => {
    const graph = await make({ api: { kind: "ecs", testPriority: 99 } });
    const [production, test] = [graph.one(RULE, "edge-api"), graph.one(RULE, "edge-api-test")];
    const weights = [
      {
        type: "forward",
        forward: { targetGroups: [{ arn: arnOf(graph, "edge-api"), weight: 100 }, { arn: arnOf(graph, "edge-api-alternate"), weight: 0 }] },
      },
    ];
    assert.deepEqual([production.inputs.priority, test.inputs.priority], [100, 99]);
    assert.deepEqual([production.inputs.actions, test.inputs.actions], [weights, weights]);
    assert.deepEqual([production.options.ignoreChanges, test.options.ignoreChanges], [["actions"], ["actions"]]);
    assert.deepEqual(production.inputs.conditions, [{ pathPattern: { values: ["/api/*"] } }]);
    assert.match(JSON.stringify(test.inputs.conditions), /"httpHeaderName":"X-Groundwork-Test"/);
    assert.deepEqual(test.secretInputs, ["conditions"]);
  });

  it("has a rule for all paths as the default service, since ECS moves the weights of rules and not of default actions", async () => {
    const graph = await make({ web: { kind: "ecs", testPriority: 1 } });
    const { inputs } = graph.one(RULE, "edge-web");
    assert.deepEqual([inputs.priority, inputs.conditions], [50_000, [{ pathPattern: { values: ["/*"] } }]]);
  });

  it("takes no priority that another rule has", async () => {
    await assert.rejects(make({ web: { kind: "ecs", testPriority: 100 } }), /expected one route with priority 100/);
  });
});
