import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion";
import { RandomPassword } from "@pulumi/random/randomPassword";
import type { DatabaseRole } from "./internal/database-grants";
import { secretTags } from "./internal/secret-names";

export interface RoleCredentialsArgs {
  /** Role -> physical name of its secret, from `secretName()`. Changing one replaces the secret, not the password. */
  secretNames: Readonly<Record<DatabaseRole, string>>;
  /** What each role is called in PostgreSQL. */
  usernames: Readonly<Record<DatabaseRole, string>>;
  /** The database that the roles log in to. */
  databaseName: string;
  /** Host name of the primary, as the application reaches it. */
  host: pulumi.Input<string>;
  /** Port of the primary. */
  port: pulumi.Input<number>;
  /** The key that encrypts the secrets. */
  keyArn: pulumi.Input<string>;
}

/**
 * A generated password for each role of a database, kept in Secrets Manager as JSON with the keys `username`,
 * `password`, `host`, `port`, `dbname`, `url` (for libpq) and `urlAsync` (for SQLAlchemy with asyncpg), so that a
 * container takes the one key that it needs. It makes nothing in PostgreSQL: secrets exist before the database does.
 *
 * Creates: per role a password, a secret and its version.
 * Guarantees: passwords of 40 letters and digits (238 bits) that no code, clear state or output shows; both URLs refuse an
 * unencrypted connection; a secret deleted by mistake can be had back for 30 days; protected.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 */
export class RoleCredentials extends pulumi.ComponentResource {
  /** Role -> its password, marked secret. */
  public readonly passwords: Readonly<Record<DatabaseRole, pulumi.Output<string>>>;
  /** Role -> ARN of its secret. */
  public readonly secretArns: Readonly<Record<DatabaseRole, pulumi.Output<string>>>;

  constructor(name: string, args: RoleCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:role-credentials:RoleCredentials", name, {}, opts);

    const create = (role: DatabaseRole) => {
      // Letters and digits only: nothing to escape in a URL, a shell or a connection string.
      const password = new RandomPassword(`${name}-${role}`, { length: 40, special: false }, { parent: this });
      const secret = new Secret(
        `${name}-${role}`,
        {
          name: args.secretNames[role],
          description: `The database role ${args.usernames[role]} of ${args.databaseName}`,
          kmsKeyId: args.keyArn,
          // The longest wait that Secrets Manager offers.
          recoveryWindowInDays: 30,
          tags: secretTags("database"),
        },
        { parent: this, protect: true },
      );
      new SecretVersion(
        `${name}-${role}`,
        { secretId: secret.arn, secretString: connection(args, args.usernames[role], password.result) },
        { parent: this },
      );
      return { password: pulumi.secret(password.result), arn: secret.arn };
    };
    const owner = create("owner");
    const application = create("application");
    const migration = create("migration");
    const monitoring = create("monitoring");

    this.passwords = {
      owner: owner.password,
      application: application.password,
      migration: migration.password,
      monitoring: monitoring.password,
    };
    this.secretArns = {
      owner: owner.arn,
      application: application.arn,
      migration: migration.arn,
      monitoring: monitoring.arn,
    };

    this.registerOutputs({ passwords: this.passwords, secretArns: this.secretArns });
  }
}

/** The secret's JSON. The two drivers spell the demand for TLS differently: libpq `sslmode`, asyncpg `ssl`. */
function connection(
  { databaseName, host, port }: RoleCredentialsArgs,
  username: string,
  password: pulumi.Output<string>,
): pulumi.Output<string> {
  return pulumi.secret(
    pulumi.all([password, host, port]).apply(([secret, address, portNumber]) => {
      const target = `${encodeURIComponent(username)}:${encodeURIComponent(secret)}@${address}:${portNumber}/${databaseName}`;
      return JSON.stringify({
        username,
        password: secret,
        host: address,
        port: portNumber,
        dbname: databaseName,
        url: `postgresql://${target}?sslmode=require`,
        urlAsync: `postgresql+asyncpg://${target}?ssl=require`,
      });
    }),
  );
}
