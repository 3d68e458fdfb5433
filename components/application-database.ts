import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion";
import { Grant } from "@pulumi/postgresql/grant";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { connectionSecret } from "../functions/rotation/connection";
import { REVOKED_FROM_PUBLIC } from "./internal/database-grants";
import { createDatabaseUser } from "./internal/database-user";
import { rotationTag, secretTags } from "./internal/secret-names";
import type { RotationWay } from "./internal/secret-names";
import { firstVersion } from "./internal/secret-version";
import { createOwnedDatabase } from "./internal/owned-database";
import { cloneUsername } from "./role-credentials";

export interface ApplicationDatabaseArgs {
  /** The database to make. Changing this replaces the database, which its protection refuses. */
  databaseName: string;
  /** The role that owns it. Changing this replaces the role; the tables move to the new one. */
  username: string;
  /** The user that the provider logs in as. It keeps its right to connect when everybody's is revoked. */
  masterUsername: pulumi.Input<string>;
  /** Host name of the primary. */
  host: pulumi.Input<string>;
  /** Port of the primary. */
  port: pulumi.Input<number>;
  /** Physical name of the secret, from `secretName()`. Changing this replaces the secret, not the password. */
  secretName: string;
  /** The key that encrypts the secret. */
  keyArn: pulumi.Input<string>;
  /** Who changes the password. With `automatic` the role gets a second user, and the two take turns. @default - nobody has said */
  rotation?: RotationWay | undefined;
}

/**
 * A database of its own, on the same server, for an application that brings its tables and changes them itself: a workflow
 * engine, say. Its one role owns the database, and can log in to no other.
 *
 * Creates: the role, its second user where passwords are rotated, the database, its grants, a password for each user and a
 * secret as RoleCredentials writes it.
 * Guarantees: PUBLIC has no right on the database or on its schema `public`, so that no other role but the master user can
 * log in to it; both users make tables as the role, so that they belong to it whoever made them; database and secret are
 * protected. Neither the dump nor the jobs of the system's own database touch it: snapshots of the instance and AWS Backup
 * hold it.
 * https://www.postgresql.org/docs/15/ddl-priv.html
 */
export class ApplicationDatabase extends pulumi.ComponentResource {
  /** The name of the database, known once it exists. */
  public readonly databaseName: pulumi.Output<string>;
  /** ARN of the secret. */
  public readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: ApplicationDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:application-database:ApplicationDatabase", name, {}, opts);
    const { rotation, username } = args;
    const isRotated = rotation?.kind === "automatic";

    // Letters and digits only: nothing to escape in a URL, a shell or a connection string.
    const createPassword = (key: string): pulumi.Output<string> =>
      pulumi.secret(new RandomPassword(key, { length: 40, special: false }, { parent: this }).result);
    const password = createPassword(`${name}-password`);

    const secret = new Secret(
      `${name}-secret`,
      {
        name: args.secretName,
        description: `The database role ${username}, which owns ${args.databaseName}`,
        kmsKeyId: args.keyArn,
        // The longest wait that Secrets Manager offers.
        recoveryWindowInDays: 30,
        tags: secretTags("database", rotation === undefined ? undefined : rotationTag(rotation)),
      },
      { parent: this, protect: true },
    );
    const { stages, options } = firstVersion(isRotated);
    new SecretVersion(
      `${name}-secret`,
      { secretId: secret.arn, secretString: credential(args, password), ...stages },
      { parent: this, ...options },
    );

    const owner = createDatabaseUser(this, `${name}-owner`, { name: username, password, isRotated, membership: { roles: [] } });
    if (isRotated) {
      createDatabaseUser(this, `${name}-owner-clone`, {
        name: cloneUsername(username),
        password: createPassword(`${name}-clone-password`),
        isRotated,
        membership: { roles: [owner], inherit: true, assumeRole: owner },
      });
    }

    const database = createOwnedDatabase(this, `${name}-database`, { databaseName: args.databaseName, owner });

    // The master connects here to revoke what follows. It is never taken back, for then nobody could grant anything any more.
    const master = new Grant(
      `${name}-master-database`,
      { database: database.name, role: args.masterUsername, objectType: "database", privileges: ["CONNECT"], withGrantOption: false },
      { parent: this, deleteBeforeReplace: true, retainOnDelete: true },
    );
    for (const objectType of REVOKED_FROM_PUBLIC) {
      new Grant(
        `${name}-public-${objectType}`,
        {
          database: database.name,
          role: "public",
          objectType,
          ...(objectType === "database" ? {} : { schema: "public" }),
          privileges: [],
          withGrantOption: false,
        },
        { parent: this, deleteBeforeReplace: true, dependsOn: [master] },
      );
    }

    this.databaseName = database.name;
    this.secretArn = secret.arn;

    this.registerOutputs({ databaseName: this.databaseName, secretArn: this.secretArn });
  }
}

function credential({ username, databaseName, host, port }: ApplicationDatabaseArgs, password: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.secret(
    pulumi.all([password, host, port]).apply(([secret, hostName, portNumber]) =>
      connectionSecret({ username, password: secret, host: hostName, port: portNumber, databaseName, urlParameters: "" }),
    ),
  );
}
