import { mustExist, objects, ofType, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const INSTANCE = "aws:rds/instance:Instance";

/** A member of a cluster takes `rds.force_ssl` from the cluster's group. */
const GROUPS = [
  { of: INSTANCE, by: "parameterGroupName", type: "aws:rds/parameterGroup:ParameterGroup" },
  { of: "aws:rds/cluster:Cluster", by: "dbClusterParameterGroupName", type: "aws:rds/clusterParameterGroup:ClusterParameterGroup" },
];

export const rdsForceSsl: GraphRule = {
  id: "rds-force-ssl",
  reason: "The database itself refuses connections without TLS, so that no client can forget it.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make the database with the Database component; its parameter group sets rds.force_ssl for the replicas too.",
  checklist: ["S-13"],
  equivalents: ["CKV2_AWS_69", "FSBP RDS.38"],
  evaluate: (stack) => {
    const judged = GROUPS.flatMap(({ of, by, type }) => ofType(stack, of).map((database) => ({ database, by, groups: targets(database, by, ofType(stack, type)) })));
    const violations = judged.flatMap(({ database, by, groups }) => {
      if (groups.length === 0) return [violation(database, by, shown(database.properties[by]), "a parameter group of this stack")];
      return groups
        .filter(({ properties }) => !objects(properties.parameters).some(({ name, value }) => name === "rds.force_ssl" && (value === "1" || value === 1)))
        .map((group) => violation(group, "parameters", shown(objects(group.properties.parameters).find(({ name }) => name === "rds.force_ssl")), "rds.force_ssl 1"));
    });
    return mustExist(judged.map(({ database }) => database), INSTANCE, violations);
  },
};
