import { list, mustExist, ofType, refersTo, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource } from "../../model";
import type { GraphRule } from "../../rule";

const DATABASE = "postgresql:index/database:Database";
const GRANT = "postgresql:index/grant:Grant";
/** PostgreSQL gives PUBLIC both by itself: to connect to any database, and before 15 to create in the schema public. */
const OBJECTS = ["database", "schema"];
const ofEverybody = ({ properties }: PolicyResource) => typeof properties.role === "string" && properties.role.toLowerCase() === "public";

export const postgresqlPublicRevoked: GraphRule = {
  id: "postgresql-public-revoked",
  reason: "PUBLIC is every role there will ever be, so it may do nothing in a database.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make the database with the DatabaseRoles component, which revokes what PostgreSQL grants to PUBLIC.",
  checklist: ["S-22"],
  equivalents: [],
  evaluate: (stack) => {
    const databases = ofType(stack, DATABASE);
    const grants = ofType(stack, GRANT).filter(ofEverybody);
    const revoked = ({ properties }: PolicyResource) => Array.isArray(properties.privileges) && list(properties.privileges).length === 0;
    const left = databases.flatMap((database) =>
      OBJECTS.filter((kind) => !grants.some((grant) => grant.properties.objectType === kind && revoked(grant) && refersTo(grant, "database", database))).map((kind) =>
        violation(database, GRANT, `no empty grant of ${kind} to public`, "one with privileges []"),
      ),
    );
    const given = [...grants, ...ofType(stack, "postgresql:index/defaultPrivileges:DefaultPrivileges").filter(ofEverybody)]
      .filter((grant) => !revoked(grant))
      .map((grant) => violation(grant, "privileges", shown(grant.properties.privileges), "[]"));
    return mustExist(databases, DATABASE, [...left, ...given]);
  },
};
