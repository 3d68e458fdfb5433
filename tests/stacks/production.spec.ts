import type { Graph } from "../helpers/graph";
import { stackGraph } from "../helpers/stacks";
import { itPromises } from "./facts";

/** What production is to its users: it loses a zone, a node or a region and goes on, or is brought back. */
describe("scholarship's production", () => {
  let graph: Graph;
  before(async function () {
    this.timeout(120_000);
    graph = await stackGraph("scholarship", "production");
  });

  itPromises(() => graph, {
    zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    subnets: 9,
    natGateways: 3,
    vpcEndpoints: 9,
    backendTasks: 3,
    frontendTasks: 2,
    shellInContainers: [false],
    databaseClass: "db.r7g.large",
    databaseMultiAz: true,
    databaseReplicas: 1,
    databaseStorageGib: [100, 500],
    databaseRecoveryDays: 30,
    databaseFinalSnapshot: "scholarship-production-database-final",
    databasePublic: [false],
    cacheNodes: 2,
    cacheFailover: [true, true],
    cacheSnapshotDays: 7,
    vaults: 2,
    vaultLockDays: [[7, 366], [7, 366]],
    buckets: [
      "scholarship-documents-123456789012-eu-central-1",
      "scholarship-documents-123456789012-eu-west-1",
      "scholarship-production-access-logs-123456789012-eu-central-1",
      "scholarship-production-backups-123456789012-eu-central-1",
    "scholarship-production-backups-123456789012-eu-west-1",
    ],
    repositories: 4,
    publicPorts: [443, 80],
    telephones: 1,
    prometheus: 1,
  });
});
