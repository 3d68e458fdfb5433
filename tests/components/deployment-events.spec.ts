import { strict as assert } from "node:assert";
import { DeploymentEvents } from "../../components/deployment-events";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

describe("DeploymentEvents", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(
      () =>
        new DeploymentEvents("deployments", {
          namePrefix: "shop-production",
          accountId: "123456789012",
          region: "eu-central-1",
          clusterName: "shop-production",
          logRetentionDays: 90,
          logKeyArn: "arn:key",
        }),
    );
  });

  it("makes a log group, the right to write to it, a rule and its target", () => {
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/eventRule:EventRule deployments-deployed",
      "aws:cloudwatch/eventTarget:EventTarget deployments-log",
      "aws:cloudwatch/logGroup:LogGroup deployments-log",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy deployments-writer",
      "groundwork:deployment-events:DeploymentEvents deployments",
    ]);
  });

  it("hears of the deployments of this cluster's services alone", () => {
    assert.deepEqual(JSON.parse(String(graph.one("aws:cloudwatch/eventRule:EventRule").inputs.eventPattern)), {
      source: ["aws.ecs"],
      "detail-type": ["ECS Deployment State Change"],
      resources: [{ prefix: "arn:aws:ecs:eu-central-1:123456789012:service/shop-production/" }],
    });
  });

  it("keeps them encrypted, for the days given", () => {
    assert.deepEqual(graph.one("aws:cloudwatch/logGroup:LogGroup").inputs, {
      name: "/aws/events/shop-production-deployments",
      retentionInDays: 90,
      kmsKeyId: "arn:key",
      tags: { DataClass: "internal" },
    });
  });

  it("lets events write to this log group and do nothing else", () => {
    const { Statement } = JSON.parse(String(graph.one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy").inputs.policyDocument));
    assert.equal(Statement.length, 1);
    assert.deepEqual(Statement[0].Principal, { Service: ["delivery.logs.amazonaws.com", "events.amazonaws.com"] });
    assert.deepEqual(Statement[0].Action, ["logs:CreateLogStream", "logs:PutLogEvents"]);
    assert.equal(Statement[0].Resource.length, 1);
    assert.match(Statement[0].Resource[0], /:log-group:\/aws\/events\/shop-production-deployments:\*$/);
  });
});
