import { list, mustExist, ofType, refersTo, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource } from "../../model";
import type { GraphRule } from "../../rule";

const ROLE = "postgresql:index/role:Role";
const FUTURE = "postgresql:index/defaultPrivileges:DefaultPrivileges";
const POWERS = ["superuser", "createRole", "createDatabase", "replication", "bypassRowLevelSecurity"];
/** Roles of PostgreSQL that read statistics and no rows. https://www.postgresql.org/docs/current/predefined-roles.html */
const GROUPS = ["pg_monitor", "pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables"];
const READING = ["CONNECT", "USAGE", "SELECT"];

const only = (value: unknown, allowed: readonly string[]) => Array.isArray(value) && value.every((item) => allowed.includes(String(item)));
const privileges = ({ properties }: PolicyResource) => list(properties.privileges);

export const postgresqlMonitoringReadOnly: GraphRule = {
  id: "postgresql-monitoring-read-only",
  reason: "The monitoring user's password lies in a collector, so whoever finds it may read and change nothing.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make the role with the DatabaseRoles component; groundwork:databaseRoles.monitoringUsername names it.",
  checklist: ["S-21"],
  equivalents: [],
  evaluate: (stack) => {
    const roles = ofType(stack, ROLE).filter(({ properties }) => properties.name === "monitoring");
    const violations = roles.flatMap((role) => {
      const own = (type: string, by: string) => ofType(stack, type).filter((grant) => refersTo(grant, by, role));
      const future = own(FUTURE, "role");
      const grants = [...own("postgresql:index/grant:Grant", "role"), ...future];
      const { roles: groups } = role.properties;
      return [
        ...POWERS.filter((power) => (role.properties[power] ?? false) !== false).map((power) => violation(role, power, shown(role.properties[power]), "false")),
        ...(groups === undefined || only(groups, GROUPS) ? [] : [violation(role, "roles", shown(groups), `some of ${GROUPS.join(", ")}`)]),
        ...own("postgresql:index/grantRole:GrantRole", "role")
          .filter(({ properties }) => !only([properties.grantRole ?? null], GROUPS))
          .map((grant) => violation(grant, "grantRole", shown(grant.properties.grantRole), `one of ${GROUPS.join(", ")}`)),
        ...grants.filter((grant) => !only(grant.properties.privileges, READING)).map((grant) => violation(grant, "privileges", shown(grant.properties.privileges), READING.join(", "))),
        ...grants
          .filter(({ properties }) => (properties.withGrantOption ?? false) !== false)
          .map((grant) => violation(grant, "withGrantOption", shown(grant.properties.withGrantOption), "false")),
        ...(future.some((grant) => privileges(grant).includes("SELECT") && grant.properties.objectType === "table")
          ? []
          : [violation(role, FUTURE, "none", "SELECT on the tables to come")]),
      ];
    });
    return mustExist(roles, `${ROLE} monitoring`, violations);
  },
};
