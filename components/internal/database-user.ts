import type * as pulumi from "@pulumi/pulumi";
import { Role } from "@pulumi/postgresql/role";
import type { RoleArgs } from "@pulumi/postgresql/role";

/** What no role of ours may do. Written out, so that a role made mightier by hand shows as drift. */
const HARMLESS = {
  superuser: false,
  createDatabase: false,
  createRole: false,
  replication: false,
  bypassRowLevelSecurity: false,
} as const satisfies RoleArgs;

export interface DatabaseUser {
  /** What it is called in PostgreSQL. */
  readonly name: string;
  /** Its first password, marked secret. */
  readonly password: pulumi.Output<string>;
  /** Whether a rotation changes the password later. The program knows the first one only, and must not bring it back. */
  readonly isRotated: boolean;
  /** Its memberships, and what its sessions are set to. */
  readonly membership: RoleArgs;
}

/**
 * A role that can log in, and can do nothing to the server. Its memberships stand on the role and never in a GrantRole too:
 * the two undo each other, run after run. The output is its name, known once it exists.
 */
export function createDatabaseUser(
  parent: pulumi.Resource,
  key: string,
  { name, password, isRotated, membership }: DatabaseUser,
): pulumi.Output<string> {
  return new Role(
    key,
    { name, login: true, password, ...HARMLESS, ...membership },
    {
      parent,
      // A renamed role keeps its old id in the state, and the next refresh would take it for gone.
      replaceOnChanges: ["name"],
      ignoreChanges: isRotated ? ["password"] : [],
    },
  ).name;
}
