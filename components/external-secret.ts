import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { rotationTag, secretTags } from "./internal/secret-names";
import type { Reminder, SecretClass } from "./internal/secret-names";

export interface ExternalSecretArgs {
  /** The physical name, from `secretName()`. Changing this replaces the secret; the value must be put again. */
  secretName: string;
  /** One sentence: what the value opens, and who knows it. */
  description: string;
  secretClass: SecretClass;
  /** The key that encrypts the value: an EncryptionKey of purpose secrets. */
  keyArn: pulumi.Input<string>;
  /** The JSON keys that the person fills in. @default - none: the secret is one plain text */
  keys?: readonly string[];
  /** When the person changes it: no function can, since somebody else gives the value. @default - nobody has said */
  rotation?: Reminder | undefined;
}

/**
 * A place for a value that only a person knows, such as an SMTP password or a Sentry DSN. The program never sees the value:
 * it is in no setting, no state and no log, because the program makes no version.
 *
 * Creates: a secret without a value.
 * Guarantees: encrypted with the given key; protected; a deleted one can be had back for 30 days.
 *
 * A person fills it once, from a file, so that the value stands in no shell history. For `keys: ["username", "password"]`:
 *
 *     umask 077; printf '{"username":"%s","password":"%s"}' … > value.json
 *     aws secretsmanager put-secret-value --secret-id scholarship/production/smtp --secret-string file://value.json
 *     shred -u value.json
 *
 * Until then an ECS task that names the secret stops with ResourceInitializationError, and a deployment that waits for it
 * rolls back. So the first `up` makes the secrets, a person fills them, and the services come up after that.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export class ExternalSecret extends pulumi.ComponentResource {
  /** The ARN. It says nothing about whether the value is there. */
  public readonly arn: pulumi.Output<string>;
  /** What a person types to fill the secret, without the value. */
  public readonly fillCommand: string;

  constructor(name: string, args: ExternalSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:external-secret:ExternalSecret", name, {}, opts);
    const { keys = [], rotation } = args;

    const secret = new Secret(
      name,
      {
        name: args.secretName,
        description: `${args.description} ${form(keys)}`,
        kmsKeyId: args.keyArn,
        // The longest wait that Secrets Manager offers.
        recoveryWindowInDays: 30,
        tags: secretTags(args.secretClass, rotation === undefined ? undefined : rotationTag(rotation)),
      },
      { parent: this, protect: true },
    );

    this.arn = secret.arn;
    this.fillCommand =
      `aws secretsmanager put-secret-value --secret-id ${args.secretName} ` +
      `--secret-string file://${keys.length === 0 ? "value.txt" : "value.json"}`;

    this.registerOutputs({ arn: this.arn, fillCommand: this.fillCommand });
  }
}

function form(keys: readonly string[]): string {
  if (keys.length === 0) return "A person puts the value, as plain text.";
  return `A person puts the value, as JSON with the keys ${keys.join(", ")}.`;
}
