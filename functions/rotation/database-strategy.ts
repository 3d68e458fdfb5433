import { connectionSecret } from "./connection";
import { generatedText, scramVerifier } from "./password";
import type { DatabaseSecretPlan, RotationPlan } from "./plan";
import { field, fieldsOf } from "./strategy";
import type { Strategy } from "./strategy";
import type { SecretValue, Session, World } from "./world";

/** 238 bits, as the first password that the program makes. */
const PASSWORD_LENGTH = 40;

type Server = NonNullable<RotationPlan["database"]>;

/**
 * A database role with two users that take turns. PostgreSQL keeps one password for a user, so a new one would lock out all
 * who hold the old one at that instant; with two users the old credential works until the rotation after this one.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-strategy.html
 */
export function databaseStrategy(world: World, plan: DatabaseSecretPlan, server: Server, cluster: string): Strategy {
  const { connect, secrets } = world;
  const databaseName = plan.databaseName ?? server.name;
  const login = async (host: string, { value }: Pick<SecretValue, "value">, database = databaseName): Promise<Session> => {
    const fields = fieldsOf(value);
    return connect({
      host,
      port: server.port,
      database,
      username: field(fields, "username"),
      password: field(fields, "password"),
    });
  };
  const works = async (pending: SecretValue): Promise<boolean> => {
    try {
      await (await login(server.host, pending)).end();
      return true;
    } catch {
      return false;
    }
  };

  return {
    create: async (current) =>
      connectionSecret({
        username: otherUser(plan, field(fieldsOf(current.value), "username")),
        password: generatedText(PASSWORD_LENGTH),
        host: plan.host,
        port: server.port,
        databaseName,
        urlParameters: plan.urlParameters,
      }),

    set: async (current, pending) => {
      const username = field(fieldsOf(pending.value), "username");
      const password = field(fieldsOf(pending.value), "password");
      if (username !== otherUser(plan, field(fieldsOf(current.value), "username"))) {
        throw new Error(`the pending version is for ${username}, whose password is in use`);
      }
      if (!(await works(pending))) {
        await refuseWhileInUse(world, plan, cluster, current);
        const master = await secrets.read(server.masterSecretId, "AWSCURRENT");
        if (master === undefined) throw new Error(`the secret ${server.masterSecretId} has no value`);
        const session = await login(server.host, master, server.name);
        try {
          // No placeholder may stand in ALTER ROLE, and the server escapes on its own side.
          const [row] = await session.query("SELECT format('ALTER ROLE %I WITH PASSWORD %L', $1::text, $2::text) AS statement", [
            username,
            scramVerifier(password),
          ]);
          await session.query(String(row?.statement));
        } finally {
          await session.end();
        }
      }
      const userSecretId = plan.userSecretIds[username];
      if (userSecretId === undefined) return;
      const value = JSON.stringify({ username, password });
      if ((await secrets.read(userSecretId, "AWSCURRENT"))?.value !== value) await secrets.put(userSecretId, value);
    },

    test: async (_current, pending) => {
      // The primary, and where the tasks will connect: a proxy learns of a new password a little later than the database.
      for (const host of new Set([server.host, plan.host])) {
        const session = await login(host, pending);
        try {
          const [row] = await session.query("SELECT pg_has_role(session_user, $1, 'USAGE') AS equal", [plan.username]);
          if (row?.equal !== true) throw new Error(`the user of the pending version has not the rights of ${plan.username}`);
        } finally {
          await session.end();
        }
      }
    },
  };
}

function otherUser({ username, clone }: DatabaseSecretPlan, current: string): string {
  if (current === username) return clone;
  if (current === clone) return username;
  throw new Error(`the secret is for ${current}, neither ${username} nor ${clone}`);
}

/**
 * The password that is about to change belongs to the credential before the current one. Tasks that were started before the
 * current one came may still hold it: they are replaced first, and Secrets Manager tries again.
 */
async function refuseWhileInUse({ services, log }: World, plan: DatabaseSecretPlan, cluster: string, current: SecretValue): Promise<void> {
  for (const service of plan.services) {
    const deployments = await services.deployments(cluster, service);
    const primary = deployments.find(({ isPrimary }) => isPrimary);
    if (primary !== undefined && primary.createdAt < current.createdAt) {
      log(`${service} runs since before the current credential: redeploying it`);
      await services.redeploy(cluster, service);
      throw new Error(`tasks of ${service} may hold the credential before the current one; they are being replaced, try again after that`);
    }
    if (deployments.length > 1) throw new Error(`${service} is being deployed; try again after that`);
  }
}
