import { strict as assert } from "node:assert";
import type { Graph } from "../helpers/graph";
import { rawSettings } from "../helpers/settings";
import { stackGraph } from "../helpers/stacks";
import { itPromises } from "./facts";

/** What staging is: production's shape at less size. It may be down for a while, but it is as closed and as protected. */
describe("scholarship's staging", () => {
  let graph: Graph;
  before(async function () {
    this.timeout(120_000);
    graph = await stackGraph("scholarship", "staging");
  });

  itPromises(() => graph, {
    zones: ["eu-central-1a", "eu-central-1b"],
    subnets: 6,
    natGateways: 1,
    vpcEndpoints: 1,
    backendTasks: 2,
    frontendTasks: 1,
    shellInContainers: [false],
    databaseClass: "db.m7g.large",
    databaseMultiAz: false,
    databaseReplicas: 0,
    databaseStorageGib: [50, 100],
    databaseRecoveryDays: 7,
    databaseFinalSnapshot: "scholarship-staging-database-final",
    databasePublic: [false],
    cacheNodes: 2,
    cacheFailover: [true, true],
    cacheSnapshotDays: 1,
    vaults: 1,
    vaultLockDays: [[1, 35]],
    buckets: [
      "scholarship-staging-access-logs-123456789012-eu-central-1",
      "scholarship-staging-backups-123456789012-eu-central-1",
      "scholarship-staging-documents-123456789012-eu-central-1",
    ],
    repositories: 0,
    publicPorts: [443, 80],
    telephones: 0,
    prometheus: 1,
  });

  it("has the same keys as production in the same order, so that the diff of the two files is the list of differences", () => {
    assert.deepEqual(keysIn(rawSettings("scholarship", "staging"), ""), keysIn(rawSettings("scholarship", "production"), ""));
  });

  it("makes no kind of resource that production doesn't, so that nothing is tried in production first", async () => {
    const production = await stackGraph("scholarship", "production");
    const types = (of: Graph) => new Set(of.resources.map(({ type }) => type));
    const known = types(production);
    assert.deepEqual([...types(graph)].filter((type) => !known.has(type)), []);
  });
});

function keysIn(value: unknown, path: string): string[] {
  if (!(value instanceof Object) || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => [`${path}.${key}`, ...keysIn(child, `${path}.${key}`)]);
}
