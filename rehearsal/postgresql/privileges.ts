/** https://www.postgresql.org/docs/15/ddl-priv.html#PRIVILEGES-SUMMARY-TABLE, as far as the upstream provider lets them through. */
const PRIVILEGES: Readonly<Record<string, readonly string[]>> = {
  database: ["CONNECT", "CREATE", "TEMPORARY"],
  schema: ["CREATE", "USAGE"],
  table: ["DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"],
  sequence: ["SELECT", "UPDATE", "USAGE"],
  function: ["EXECUTE"],
  type: ["USAGE"],
};

/** The privileges that exist on a kind of object. ALL is none of them: read back it is a list, and would show as a change. */
export function allowedPrivileges(objectType: string): readonly string[] {
  return PRIVILEGES[objectType] ?? [];
}
