import { list, mustExist, ofType, shown, violation } from "../../join";
import { numberOf } from "../../judgements";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const INSTANCE = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const GROUP = "aws:cloudwatch/logGroup:LogGroup";

export const rdsLogExportsOwned: GraphRule = {
  id: "rds-log-exports-owned",
  reason: "A log group that RDS makes itself has no key and never expires, so the program makes it first.",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "Make the instance with Database or DatabaseReplica and set groundwork:database.logRetentionDays.",
  checklist: ["S-26", "S-28"],
  equivalents: ["CKV_AWS_129", "FSBP RDS.9", "FSBP RDS.36"],
  evaluate: (stack) => {
    const databases = ofType(stack, INSTANCE, CLUSTER);
    const groups = ofType(stack, GROUP);
    const violations = databases.flatMap((database) => {
      const { identifier, clusterIdentifier, enabledCloudwatchLogsExports } = database.properties;
      const [kind, own] = database.type === CLUSTER ? ["cluster", clusterIdentifier] : ["instance", identifier];
      const exported = list(enabledCloudwatchLogsExports);
      if (!exported.includes("postgresql")) return [violation(database, "enabledCloudwatchLogsExports", shown(enabledCloudwatchLogsExports), "postgresql and what else is wanted")];
      return exported.flatMap((log) => {
        // RDS writes to this name and no other.
        const name = `/aws/rds/${kind}/${shown(own).replaceAll('"', "")}/${shown(log).replaceAll('"', "")}`;
        const group = groups.find(({ properties }) => properties.name === name);
        if (group === undefined) return [violation(database, GROUP, `none named ${name}`, "one with retentionInDays")];
        const { retentionInDays: days } = group.properties;
        return numberOf(days) > 0 ? [] : [violation(group, "retentionInDays", shown(days), "a number of days")];
      });
    });
    return mustExist(databases, INSTANCE, violations);
  },
};
