import { strict as assert } from "node:assert";
import { Cluster } from "../../components/cluster";
import { build } from "../helpers/graph";

const make = (spot = false) =>
  build(() => new Cluster("compute", { namePrefix: "scholarship-production", logKeyArn: "arn:key", execLogRetentionDays: 365, spot }));

describe("Cluster", () => {
  it("records every shell session in an encrypted log and watches its containers", async () => {
    const graph = await make();
    assert.deepEqual(graph.one("aws:cloudwatch/logGroup:LogGroup").inputs, {
      name: "/scholarship-production/shell-sessions",
      retentionInDays: 365,
      kmsKeyId: "arn:key",
      tags: { DataClass: "restricted" },
    });
    assert.deepEqual(graph.one("aws:ecs/cluster:Cluster").inputs, {
      name: "scholarship-production",
      settings: [{ name: "containerInsights", value: "enabled" }],
      configuration: {
        executeCommandConfiguration: {
          logging: "OVERRIDE",
          logConfiguration: { cloudWatchLogGroupName: "/scholarship-production/shell-sessions", cloudWatchEncryptionEnabled: true },
        },
      },
    });
  });

  it("lists the spot provider where it is used, and has no default by which anything could land there", async () => {
    const { capacityProviders, defaultCapacityProviderStrategies } = (await make(true)).one(
      "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    ).inputs;
    assert.deepEqual([capacityProviders, defaultCapacityProviderStrategies], [["FARGATE_SPOT"], undefined]);
  });

  it("makes nothing else", async () => {
    assert.deepEqual((await make()).list(), [
      "aws:cloudwatch/logGroup:LogGroup compute-shell",
      "aws:ecs/cluster:Cluster compute-cluster",
      "groundwork:cluster:Cluster compute",
    ]);
  });
});
