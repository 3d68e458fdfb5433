import { outcome, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { Value } from "../../model";
import { replicasOf } from "../../replicas";
import type { GraphRule } from "../../rule";

/** Whether a version is lower than another as far as both say, `17` as `17.4`; what is no version always is. */
function isLower(own: Value, source: Value | undefined): boolean {
  const [mine = [], theirs = []] = [own, source].map((version) => String(version).split(".").map(Number));
  const differs = mine.findIndex((part, index) => index < theirs.length && part !== theirs[index]);
  return differs >= 0 && !(Number(mine[differs]) > Number(theirs[differs]));
}

export const rdsUpgradeOrder: GraphRule = {
  id: "rds-upgrade-order",
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.MinorVersion.html
  reason: "A replica can follow an older source, never a newer one, so an upgrade begins with the replicas.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Leave the version of a replica to its source, as DatabaseReplica does: groundwork:database.engineVersion is for all.",
  checklist: ["S-32"],
  equivalents: [],
  evaluate: (stack) => {
    const replicas = replicasOf(stack);
    const violations = replicas.flatMap(({ replica, property, source }) => {
      const { engineVersion } = replica.properties;
      // Without one it has its source's, and RDS upgrades it along.
      if (engineVersion === undefined || engineVersion === null) return [];
      if (source === undefined) return [violation(replica, property, shown(replica.properties[property]), "a database of this stack")];
      return isLower(engineVersion, source.properties.engineVersion) ? [violation(replica, "engineVersion", shown(engineVersion), `${shown(source.properties.engineVersion)} or newer, as ${source.name}`)] : [];
    });
    return outcome(replicas.map(({ replica }) => replica), violations);
  },
};
