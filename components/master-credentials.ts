import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { rotationTag, secretTags } from "./internal/secret-names";
import type { Reminder } from "./internal/secret-names";

/** RDS takes 8 to 128. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
const PASSWORD_LENGTH = 48;

export interface MasterCredentialsArgs {
  /** The physical name of the secret, from `secretName()`. Changing this replaces the secret, not the password. */
  secretName: string;
  /** The database's master user. */
  username: string;
  /** The key that encrypts the secret: an EncryptionKey of purpose secrets. */
  keyArn: pulumi.Input<string>;
  /** When a person changes the password; no function does. @default - nobody has said */
  rotation?: Reminder | undefined;
}

/**
 * The password of a database's master user, which no application uses: it only makes roles and is for emergencies.
 *
 * Creates: a random password and a secret that holds `{"username", "password"}`.
 * Guarantees: the password is a secret in the state; encrypted with the given key; protected; recoverable for 30 days.
 */
export class MasterCredentials extends pulumi.ComponentResource {
  /** The password, a secret output. */
  public readonly password: pulumi.Output<string>;
  /** ARN of the secret. */
  public readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: MasterCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:master-credentials:MasterCredentials", name, {}, opts);

    const random = new RandomPassword(
      `${name}-password`,
      // RDS refuses / " @ and the space, a connection URL gives meaning to most others: letters and digits are safe in both.
      { length: PASSWORD_LENGTH, special: false, minLower: 1, minUpper: 1, minNumeric: 1 },
      { parent: this, protect: true },
    );
    this.password = pulumi.secret(random.result);

    const secret = new Secret(
      `${name}-secret`,
      {
        name: args.secretName,
        description: `Master user ${args.username} of the database; applications have roles of their own`,
        kmsKeyId: args.keyArn,
        // The longest wait that Secrets Manager offers.
        recoveryWindowInDays: 30,
        tags: secretTags("database", args.rotation === undefined ? undefined : rotationTag(args.rotation)),
      },
      { parent: this, protect: true },
    );
    new SecretVersion(
      `${name}-secret`,
      {
        secretId: secret.id,
        secretString: pulumi.secret(pulumi.jsonStringify({ username: args.username, password: this.password })),
      },
      { parent: this },
    );
    this.secretArn = secret.arn;

    this.registerOutputs({ secretArn: this.secretArn });
  }
}
