import * as pulumi from "@pulumi/pulumi";
import { DefaultPrivileges } from "@pulumi/postgresql/defaultPrivileges";
import { Grant } from "@pulumi/postgresql/grant";
import type { RoleArgs } from "@pulumi/postgresql/role";
import { DATABASE_GRANTS, defaultGrants, REVOKED_FROM_PUBLIC } from "./internal/database-grants";
import type { DatabaseRole } from "./internal/database-grants";
import { createDatabaseUser } from "./internal/database-user";
import { createOwnedDatabase } from "./internal/owned-database";

export interface DatabaseRolesArgs {
  /**
   * The database to make. RDS must not have made it already: leave the instance's `dbName` unset. Changing this replaces
   * the database, which its protection refuses.
   */
  databaseName: string;
  /** What each role is called in PostgreSQL. Changing one replaces the role and its grants; tables move to a new owner. */
  usernames: Readonly<Record<DatabaseRole, string>>;
  /** Role -> its password, marked secret. */
  passwords: Readonly<Record<DatabaseRole, pulumi.Output<string>>>;
  /**
   * Role -> its second user, with which it takes turns where passwords are rotated (SecretRotation). From then on passwords
   * are changed by the rotation alone. @default - each role has one user
   */
  alternates?:
    | {
        readonly usernames: Readonly<Record<DatabaseRole, string>>;
        readonly passwords: Readonly<Record<DatabaseRole, pulumi.Output<string>>>;
      }
    | undefined;
  /** The user that the provider logs in as. It keeps its right to connect when everybody's is revoked. */
  masterUsername: pulumi.Input<string>;
  /** Seconds after which the monitoring role's statement, or its idle transaction, is cut off. */
  monitoringStatementTimeoutSeconds: number;
  /** How many sessions the monitoring role may hold at a time. */
  monitoringConnectionLimit: number;
  /**
   * Whether the monitoring role joins `pg_monitor` and sees the sessions and statements of other roles.
   * @default false
   */
  monitoringReadsStatistics?: boolean;
}

/**
 * A database with the roles that use it, made through the postgresql provider given in `opts`.
 *
 * - The owner owns the database and all its tables; people log in as it only to repair something.
 * - The migration role is a member of the owner and becomes it at login (`SET ROLE`), so that every table belongs to
 *   the owner, whoever ran the migration.
 * - The application role reads and writes rows and cannot change a table's shape.
 * - The monitoring role reads every table, also those still to come, and can do nothing else.
 * - A role's second user is a member of the role and inherits its rights, those to come included, so that no grant has to be
 *   made twice. What a role's sessions are set to is not inherited, and is set on both.
 *
 * Guarantees: PUBLIC has no right on the database or on schema `public`; a replaced grant is revoked before it is granted
 * anew, never after (https://github.com/pulumi/pulumi-postgresql/issues/233); the database is protected. The statement
 * timeout is a default that a session can lift for itself; the connection limit is not.
 * https://www.postgresql.org/docs/15/ddl-priv.html
 */
export class DatabaseRoles extends pulumi.ComponentResource {
  /** The name of the database, known once it exists. */
  public readonly databaseName: pulumi.Output<string>;

  constructor(name: string, args: DatabaseRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:database-roles:DatabaseRoles", name, {}, opts);
    const readsStatistics = args.monitoringReadsStatistics ?? false;
    const timeoutMilliseconds = args.monitoringStatementTimeoutSeconds * 1000;

    const { alternates } = args;
    const createUser = (key: string, username: string, password: pulumi.Output<string>, membership: RoleArgs): pulumi.Output<string> =>
      createDatabaseUser(this, key, { name: username, password, isRotated: alternates !== undefined, membership });
    /** @param session what the role's sessions are set to */
    const createRole = (role: DatabaseRole, session: RoleArgs, membership: RoleArgs): pulumi.Output<string> => {
      const username = createUser(`${name}-${role}`, args.usernames[role], args.passwords[role], { ...session, ...membership });
      if (alternates !== undefined) {
        createUser(`${name}-${role}-clone`, alternates.usernames[role], alternates.passwords[role], { ...session, roles: [username], inherit: true });
      }
      return username;
    };
    const owner = createUser(`${name}-owner`, args.usernames.owner, args.passwords.owner, { roles: [] });
    const asOwner: RoleArgs = { assumeRole: owner };
    if (alternates !== undefined) {
      createUser(`${name}-owner-clone`, alternates.usernames.owner, alternates.passwords.owner, { ...asOwner, roles: [owner], inherit: true });
    }
    const limits: RoleArgs = {
      connectionLimit: args.monitoringConnectionLimit,
      statementTimeout: timeoutMilliseconds,
      idleInTransactionSessionTimeout: timeoutMilliseconds,
    };
    const usernames: Readonly<Record<DatabaseRole, pulumi.Output<string>>> = {
      owner,
      application: createRole("application", {}, { roles: [] }),
      migration: createRole("migration", asOwner, { roles: [owner] }),
      monitoring: createRole("monitoring", limits, { roles: readsStatistics ? ["pg_monitor"] : [], inherit: readsStatistics }),
    };

    const database = createOwnedDatabase(this, `${name}-database`, { databaseName: args.databaseName, owner });

    const grant = (
      role: string,
      to: pulumi.Input<string>,
      objectType: string,
      privileges: readonly string[],
      dependsOn: readonly pulumi.Resource[],
      retainOnDelete = false,
    ): Grant =>
      new Grant(
        `${name}-${role}-${objectType}`,
        {
          database: database.name,
          role: to,
          objectType,
          ...(objectType === "database" ? {} : { schema: "public" }),
          privileges: [...privileges],
          withGrantOption: false,
        },
        { parent: this, deleteBeforeReplace: true, retainOnDelete, dependsOn: [...dependsOn] },
      );

    // The provider connects to this database for every grant below, as a user that is not its owner and no superuser. It
    // is never taken back: the database outlives a destroy, and nobody could grant anything on it any more.
    const master = grant("master", args.masterUsername, "database", ["CONNECT"], [], true);
    const revoked = REVOKED_FROM_PUBLIC.map((objectType) => grant("public", "public", objectType, [], [master]));

    // Rights on tables to come are in place before "all tables" are counted: no table slips between the two.
    const defaults = defaultGrants(DATABASE_GRANTS).map(
      ({ to, on, createdBy, privileges }) =>
        new DefaultPrivileges(
          `${name}-${to}-${on}-by-${createdBy}`,
          {
            database: database.name,
            schema: "public",
            owner: usernames[createdBy],
            role: usernames[to],
            objectType: on,
            privileges: [...privileges],
            withGrantOption: false,
          },
          { parent: this, deleteBeforeReplace: true, dependsOn: revoked },
        ),
    );
    for (const { to, on, privileges } of DATABASE_GRANTS) {
      grant(to, usernames[to], on, privileges, [...revoked, ...defaults]);
    }

    this.databaseName = database.name;

    this.registerOutputs({ databaseName: this.databaseName });
  }
}
