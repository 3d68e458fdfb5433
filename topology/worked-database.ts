import * as pulumi from "@pulumi/pulumi";
import type { WorkedDatabase } from "../components/internal/database-job-definitions";
import type { Settings } from "../settings/schema";
import type { Data } from "./data";
import { takesTurns } from "./secret-plan";
import type { Secrets } from "./secrets";

/**
 * The database that jobs log in to: the stack's own, with a role for each kind of work, or an external one with the one
 * role that its settings name. Undefined where there is neither.
 *
 * @param certificateBundle path in the jobs' image of the certificates of RDS; for the stack's own database only
 */
export function workedDatabase(
  { databaseRoles, externalDatabase, rotation }: Settings,
  { database }: Data,
  secrets: Secrets,
  certificateBundle: string | undefined,
): WorkedDatabase | undefined {
  if (database !== undefined && databaseRoles !== undefined) {
    if (certificateBundle === undefined) throw new Error("a job on the stack's own database has no certificates to know it by");
    const { primary, roleSecretArns } = database;
    const password = (secretArn: pulumi.Output<string>) => pulumi.interpolate`${secretArn}:password::`;
    const loginAs = (username: string, secretArn: pulumi.Output<string>) => ({
      username,
      passwordFrom: password(secretArn),
      ...(takesTurns(rotation) ? { usernameFrom: pulumi.interpolate`${secretArn}:username::` } : {}),
    });
    return {
      host: primary.endpointHost,
      port: primary.port,
      name: databaseRoles.databaseName,
      certificateBundle,
      logins: {
        master: { username: primary.masterUsername, passwordFrom: password(primary.masterSecretArn) },
        monitoring: loginAs(databaseRoles.monitoringUsername, roleSecretArns.monitoring),
        owner: loginAs(databaseRoles.ownerUsername, roleSecretArns.owner),
      },
    };
  }
  if (externalDatabase === undefined) return undefined;
  const login = loginOf(externalDatabase, secrets);
  return {
    host: externalDatabase.host,
    port: externalDatabase.port,
    name: externalDatabase.databaseName,
    certificateBundle: externalDatabase.certificateBundle,
    logins: { master: login, monitoring: loginOf(externalDatabase.reader ?? externalDatabase, secrets), owner: login },
  };
}

function loginOf({ username, passwordSecret }: { readonly username: string; readonly passwordSecret: string }, secrets: Secrets) {
  return { username, passwordFrom: secrets.valueFrom(passwordSecret) };
}
