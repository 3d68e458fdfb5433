import { escapeIdentifier } from "pg";
import { z } from "zod";
import { kind } from "./kind";

const grantRoleSchema = z.strictObject({
  role: z.string().min(1),
  grantRole: z.string().min(1),
  withAdminOption: z.boolean().default(false),
});
type GrantRoleInputs = z.infer<typeof grantRoleSchema>;

/** https://github.com/cyrilgdn/terraform-provider-postgresql/blob/main/postgresql/resource_postgresql_grant_role.go */
export const grantRole = kind<GrantRoleInputs>({
  schema: grantRoleSchema,
  replaceOn: ["role", "grantRole", "withAdminOption"],
  sets: [],
  create: async (master, wanted) => {
    const option = wanted.withAdminOption ? " WITH ADMIN OPTION" : "";
    await master.session("", (client) =>
      client.query(`GRANT ${escapeIdentifier(wanted.grantRole)} TO ${escapeIdentifier(wanted.role)}${option}`),
    );
    return [wanted.role, wanted.grantRole, wanted.withAdminOption].join("_");
  },
  read: (master, wanted) =>
    master.session("", async (client) => {
      const { rows } = await client.query<{ withAdminOption: boolean }>(
        `SELECT admin_option AS "withAdminOption" FROM pg_auth_members
          WHERE pg_get_userbyid(member) = $1 AND pg_get_userbyid(roleid) = $2`,
        [wanted.role, wanted.grantRole],
      );
      return rows[0];
    }),
  remove: async (master, old) => {
    await master.session("", (client) =>
      client.query(`REVOKE ${escapeIdentifier(old.grantRole)} FROM ${escapeIdentifier(old.role)}`),
    );
  },
});
