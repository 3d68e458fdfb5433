import { strict as assert } from "node:assert";
import type { Value } from "../../rehearsal/provider/struct";
import type { Graph } from "../helpers/graph";

/** What an environment promises, read off what its stack registers. */
function factsOf(graph: Graph): Readonly<Record<string, unknown>> {
  const inputsOf = (type: string, name?: string) => graph.one(type, name).inputs;
  const distinct = (type: string, key: string) => [...new Set(graph.all(type).map(({ inputs }) => inputs[key]))].sort();
  const database = inputsOf("aws:rds/instance:Instance", "database-primary");
  const cache = inputsOf("aws:elasticache/replicationGroup:ReplicationGroup");
  const tasks = (service: string) => inputsOf("aws:ecs/service:Service", `service-${service}-service`)["desiredCount"];
  return {
    zones: distinct("aws:ec2/subnet:Subnet", "availabilityZone"),
    subnets: graph.all("aws:ec2/subnet:Subnet").length,
    natGateways: graph.all("aws:ec2/natGateway:NatGateway").length,
    // One of them is S3's, a gateway that costs nothing.
    vpcEndpoints: graph.all("aws:ec2/vpcEndpoint:VpcEndpoint").length,
    backendTasks: tasks("backend"),
    frontendTasks: tasks("frontend"),
    shellInContainers: distinct("aws:ecs/service:Service", "enableExecuteCommand"),
    databaseClass: database["instanceClass"],
    databaseMultiAz: database["multiAz"],
    databaseReplicas: graph.all("aws:rds/instance:Instance").length - 1,
    databaseStorageGib: [database["allocatedStorage"], database["maxAllocatedStorage"]],
    databaseRecoveryDays: database["backupRetentionPeriod"],
    databaseFinalSnapshot: database["finalSnapshotIdentifier"],
    databasePublic: distinct("aws:rds/instance:Instance", "publiclyAccessible"),
    cacheNodes: cache["numCacheClusters"],
    cacheFailover: [cache["automaticFailoverEnabled"], cache["multiAzEnabled"]],
    cacheSnapshotDays: cache["snapshotRetentionLimit"],
    vaults: graph.all("aws:backup/vault:Vault").length,
    vaultLockDays: graph
      .all("aws:backup/vaultLockConfiguration:VaultLockConfiguration")
      .map(({ inputs }) => [inputs["minRetentionDays"], inputs["maxRetentionDays"]]),
    buckets: distinct("aws:s3/bucket:Bucket", "bucket"),
    repositories: graph.all("aws:ecr/repository:Repository").length,
    publicPorts: publicPorts(graph),
    telephones: graph.all("aws:sns/topicSubscription:TopicSubscription").filter(({ inputs }) => inputs["protocol"] === "sms").length,
    prometheus: graph.all("aws:amp/workspace:Workspace").length,
  };
}

/** Ports on which anybody outside the VPC reaches something. */
function publicPorts(graph: Graph): readonly (Value | undefined)[] {
  const open = graph
    .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    .filter(({ inputs }) => inputs["cidrIpv4"] === "0.0.0.0/0" || inputs["cidrIpv6"] === "::/0");
  return [...new Set(open.map(({ inputs }) => inputs["fromPort"]))].sort();
}

/** One test for each promise, and none left unsaid. */
export function itPromises(graph: () => Graph, promises: Readonly<Record<string, unknown>>): void {
  for (const [fact, promise] of Object.entries(promises)) {
    it(`promises ${fact} ${JSON.stringify(promise)}`, () => assert.deepEqual(factsOf(graph())[fact], promise));
  }
  it("promises something about every fact", () => assert.deepEqual(Object.keys(promises), Object.keys(factsOf(graph()))));
}
