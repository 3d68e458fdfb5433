import { comeFromReaders, isMember, MEMBERSHIP, nameOf, readersOf, ROLE } from "../../database-readers";
import { list, mustExist, ofType, refersTo, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";
import { UNKNOWN } from "../../../rehearsal/provider/struct";

const FUTURE = "postgresql:index/defaultPrivileges:DefaultPrivileges";
const POWERS = ["superuser", "createRole", "createDatabase", "replication", "bypassRowLevelSecurity"];
/** Roles of PostgreSQL that read statistics and no rows. https://www.postgresql.org/docs/current/predefined-roles.html */
const GROUPS = ["pg_monitor", "pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables"];
const READING = new Set(["CONNECT", "USAGE", "SELECT"]);

const only = (value: unknown, allowed: ReadonlySet<string>) => Array.isArray(value) && value.every((item) => allowed.has(String(item)));

export const postgresqlMonitoringReadOnly: GraphRule = {
  id: "postgresql-monitoring-read-only",
  reason: "The monitoring user's password lies in a collector, so whoever finds it may read and change nothing.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make the role with the DatabaseRoles component; groundwork:databaseRoles.monitoringUsername names it.",
  checklist: ["S-21"],
  equivalents: [],
  evaluate: (stack) => {
    const readers = readersOf(stack);
    const violations = readers.flatMap((role) => {
      const own = (type: string, by: string) => ofType(stack, type).filter((grant) => refersTo(grant, by, role));
      const future = own(FUTURE, "role");
      const grants = [...own("postgresql:index/grant:Grant", "role"), ...future];
      const groups = new Set([...GROUPS, ...readers.map(nameOf)]);
      const { roles } = role.properties;
      const reads = future.some((grant) => list(grant.properties.privileges).includes("SELECT") && grant.properties.objectType === "table");
      return [
        ...POWERS.filter((power) => (role.properties[power] ?? false) !== false).map((power) => violation(role, power, shown(role.properties[power]), "false")),
        ...(roles === undefined || only(roles, groups) || (comeFromReaders(role, readers) && (roles === UNKNOWN || only(roles, new Set([...groups, UNKNOWN])))) ? [] : [violation(role, "roles", shown(roles), `some of ${[...groups].join(", ")}`)]),
        ...own(MEMBERSHIP, "role")
          .filter(({ properties }) => !only([properties.grantRole ?? null], groups))
          .map((grant) => violation(grant, "grantRole", shown(grant.properties.grantRole), `one of ${[...groups].join(", ")}`)),
        ...grants.filter((grant) => !only(grant.properties.privileges, READING)).map((grant) => violation(grant, "privileges", shown(grant.properties.privileges), [...READING].join(", "))),
        ...grants
          .filter(({ properties }) => (properties.withGrantOption ?? false) !== false)
          .map((grant) => violation(grant, "withGrantOption", shown(grant.properties.withGrantOption), "false")),
        ...(reads || isMember(stack, role, readers) ? [] : [violation(role, FUTURE, "none", "SELECT on the tables to come")]),
      ];
    });
    return mustExist(readers, `${ROLE} monitoring`, violations);
  },
};
