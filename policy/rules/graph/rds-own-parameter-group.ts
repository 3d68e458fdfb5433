import { outcome, ofType, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Stack, Value } from "../../model";
import { CLUSTER, INSTANCE, replicasOf } from "../../replicas";
import type { GraphRule } from "../../rule";

const GROUP = "aws:rds/parameterGroup:ParameterGroup";
const GROUPS = [
  { of: INSTANCE, by: "parameterGroupName", type: GROUP },
  { of: CLUSTER, by: "dbClusterParameterGroupName", type: "aws:rds/clusterParameterGroup:ClusterParameterGroup" },
  { of: "aws:rds/clusterInstance:ClusterInstance", by: "dbParameterGroupName", type: GROUP },
];

/** Whether a family is that of an engine's version: postgres17 of 17 and 17.4, mysql8.0 of 8.0.36. */
function fits(family: Value | undefined, engine: Value | undefined, version: Value | undefined): boolean {
  const [name, major] = [String(engine), String(family).slice(String(engine).length)];
  return family === `${name}${major}` && major !== "" && `${String(version)}.`.startsWith(`${major}.`);
}

/** A replica has the engine and the version of its source, a member of a cluster the version of the cluster. */
function enginesOf(stack: Stack, database: PolicyResource): { readonly engine: Value | undefined; readonly engineVersion: Value | undefined } {
  const source = replicasOf(stack).find(({ replica }) => replica === database)?.source ?? targets(database, "clusterIdentifier", ofType(stack, CLUSTER).filter((cluster) => cluster !== database))[0];
  const { engine = source?.properties.engine, engineVersion = source?.properties.engineVersion } = database.properties;
  return { engine, engineVersion };
}

export const rdsOwnParameterGroup: GraphRule = {
  id: "rds-own-parameter-group",
  reason: "A group of AWS's can't be changed, so the first change of a parameter would restart the database; and one of another version is refused.",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "Make databases with Database, which has a group of the version that groundwork:database.engineVersion says.",
  checklist: [],
  equivalents: [],
  evaluate: (stack) => {
    const judged = GROUPS.flatMap(({ of, by, type }) => ofType(stack, of).map((database) => ({ database, by, groups: targets(database, by, ofType(stack, type)) })));
    const violations = judged.flatMap(({ database, by, groups }) => {
      if (groups.length === 0 || String(database.properties[by]).startsWith("default.")) return [violation(database, by, shown(database.properties[by]), "a parameter group of this stack")];
      const { engine, engineVersion } = enginesOf(stack, database);
      return groups
        .filter(({ properties: { family } }) => !fits(family, engine, engineVersion))
        .map(({ properties: { family } }) => violation(database, by, `a group of family ${shown(family)}`, `one of ${shown(engine)} ${shown(engineVersion)}`));
    });
    return outcome(judged.map(({ database }) => database), violations);
  },
};
