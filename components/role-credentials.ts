import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { connectionSecret } from "../functions/rotation/connection";
import type { DatabaseRole } from "./internal/database-grants";
import { rotationTag, secretTags } from "./internal/secret-names";
import type { RotationWay } from "./internal/secret-names";
import { firstVersion } from "./internal/secret-version";

type ByRole<T> = Readonly<Record<DatabaseRole, T>>;

export interface RoleCredentialsArgs {
  /** Role -> physical name of its secret, from `secretName()`. Changing one replaces the secret, not the password. */
  secretNames: ByRole<string>;
  /** What each role is called in PostgreSQL. */
  usernames: ByRole<string>;
  /** The database that the roles log in to. */
  databaseName: string;
  /** Role -> host name that it connects to: the primary's, or that of a proxy before it. */
  hosts: ByRole<pulumi.Input<string>>;
  /** Port of the primary and of the proxy. */
  port: pulumi.Input<number>;
  /** What the application role's `url` carries besides the demand for TLS, `connection_limit=20`. @default - nothing */
  applicationUrlParameters?: string | undefined;
  /** The key that encrypts the secrets. */
  keyArn: pulumi.Input<string>;
  /** Who changes the passwords. With `automatic` each role gets a second password, for its second user. @default - nobody has said */
  rotation?: RotationWay | undefined;
  /**
   * Physical names of secrets for a proxy, one for each user of the application role; the second is made where two users
   * take turns. @default - none
   */
  proxySecretNames?: { readonly first: string; readonly clone: string } | undefined;
}

/** What the second user of a role is called. PostgreSQL has room for 63 characters. */
export function cloneUsername(username: string): string {
  return `${username}_clone`;
}

/**
 * A generated password for each role of a database, kept in Secrets Manager as JSON with the keys `username`,
 * `password`, `host`, `port`, `dbname`, `url` (for libpq) and `urlAsync` (for SQLAlchemy with asyncpg), so that a
 * container takes the one key that it needs. It makes nothing in PostgreSQL: secrets exist before the database does.
 *
 * Creates: per role a password, a secret and its version; where they are rotated, a second password; for a proxy, two secrets.
 * Guarantees: passwords of 40 letters and digits (238 bits) that no code, clear state or output shows; both URLs refuse an
 * unencrypted connection; a secret deleted by mistake can be had back for 30 days; protected; no later run brings the first
 * password back over a rotated one. A host that changes reaches a rotated secret with its next rotation.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 */
export class RoleCredentials extends pulumi.ComponentResource {
  /** Role -> its first password, marked secret. */
  public readonly passwords: ByRole<pulumi.Output<string>>;
  /** Role -> the first password of its second user, marked secret; undefined where nothing is rotated automatically. */
  public readonly clonePasswords: ByRole<pulumi.Output<string>> | undefined;
  /** Role -> ARN of its secret. */
  public readonly secretArns: ByRole<pulumi.Output<string>>;
  /**
   * ARNs of the secrets for a proxy, one for each user of the application role, known once the values are there: a proxy that
   * finds none fails. They don't wait for the roles' own secrets, which hold the host of the proxy.
   */
  public readonly proxySecretArns: Readonly<Partial<Record<"first" | "clone", pulumi.Output<string>>>>;

  constructor(name: string, args: RoleCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:role-credentials:RoleCredentials", name, {}, opts);
    const { rotation, usernames, proxySecretNames } = args;
    const isRotated = rotation?.kind === "automatic";

    // Letters and digits only: nothing to escape in a URL, a shell or a connection string.
    const createPassword = (key: string): pulumi.Output<string> =>
      pulumi.secret(new RandomPassword(`${name}-${key}`, { length: 40, special: false }, { parent: this }).result);
    const createSecret = (key: string, secretName: string, description: string, value: pulumi.Output<string>, tag: string | undefined) => {
      const secret = new Secret(
        `${name}-${key}`,
        {
          name: secretName,
          description,
          kmsKeyId: args.keyArn,
          // The longest wait that Secrets Manager offers.
          recoveryWindowInDays: 30,
          tags: secretTags("database", tag),
        },
        { parent: this, protect: true },
      );
      const { stages, options } = firstVersion(isRotated);
      const version = new SecretVersion(`${name}-${key}`, { secretId: secret.arn, secretString: value, ...stages }, { parent: this, ...options });
      return { arn: secret.arn, filledArn: pulumi.all([secret.arn, version.versionId]).apply(([arn]) => arn) };
    };
    const forRoles = <T>(create: (role: DatabaseRole) => T): ByRole<T> => ({
      owner: create("owner"),
      application: create("application"),
      migration: create("migration"),
      monitoring: create("monitoring"),
    });

    const tag = rotation === undefined ? undefined : rotationTag(rotation);
    this.passwords = forRoles((role) => createPassword(role));
    this.secretArns = forRoles((role) =>
      createSecret(
        role,
        args.secretNames[role],
        `The database role ${usernames[role]} of ${args.databaseName}`,
        connection(args, role, this.passwords[role]),
        tag,
      ).arn,
    );
    const clonePasswords = isRotated ? forRoles((role) => createPassword(`${role}-clone`)) : undefined;
    this.clonePasswords = clonePasswords;

    // A proxy reads the current version alone, and would forget the user that running tasks still log in as.
    // https://github.com/aws/aws-cdk/issues/25568
    const forProxy = (key: string, secretName: string, username: string, password: pulumi.Output<string>) =>
      createSecret(
        key,
        secretName,
        `The database user ${username}, for the connection proxy; it changes together with ${args.secretNames.application}`,
        pulumi.secret(pulumi.jsonStringify({ username, password })),
        tag === undefined ? undefined : "with-its-role",
      ).filledArn;
    const { application } = usernames;
    this.proxySecretArns =
      proxySecretNames === undefined
        ? {}
        : {
            first: forProxy("proxy-first", proxySecretNames.first, application, this.passwords.application),
            ...(clonePasswords === undefined
              ? {}
              : { clone: forProxy("proxy-clone", proxySecretNames.clone, cloneUsername(application), clonePasswords.application) }),
          };

    this.registerOutputs({ passwords: this.passwords, secretArns: this.secretArns });
  }
}

function connection(args: RoleCredentialsArgs, role: DatabaseRole, password: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.secret(
    pulumi.all([password, args.hosts[role], args.port]).apply(([secret, host, port]) =>
      connectionSecret({
        username: args.usernames[role],
        password: secret,
        host,
        port,
        databaseName: args.databaseName,
        urlParameters: role === "application" ? (args.applicationUrlParameters ?? "") : "",
      }),
    ),
  );
}
