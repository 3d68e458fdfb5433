import * as pulumi from "@pulumi/pulumi";
import { Alias } from "@pulumi/aws/kms/alias";
import { Key } from "@pulumi/aws/kms/key";
import { KEY_PURPOSES, keyPolicy } from "./internal/key-purposes";
import type { KeyPurpose } from "./internal/key-purposes";

export interface EncryptionKeyArgs {
  /** What the key is for; it decides which services the key admits. Changing this replaces the alias, never the key. */
  purpose: KeyPurpose;
  /** Prefix of the alias, `<system>-<environment>`. Changing this replaces the alias, never the key. */
  namePrefix: string;
  /** The account whose administrators manage the key through IAM. */
  accountId: string;
  /** The region of the services that use the key. */
  region: string;
}

/**
 * A customer-managed KMS key for one purpose, so that access to backups, say, can be cut without touching the database.
 *
 * Creates: a key and its alias.
 * Guarantees: yearly rotation; a 30-day wait before a deletion takes effect; protected; the key admits only the services
 * that its purpose names.
 * Cost: 1 USD per key and month, and 1 USD more after each of the first two rotations.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export class EncryptionKey extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:encryption-key:EncryptionKey", name, {}, opts);

    const key = new Key(
      `${name}-key`,
      {
        description: `${args.namePrefix}: ${KEY_PURPOSES[args.purpose].description}`,
        enableKeyRotation: true,
        // The longest wait that KMS offers: a key deleted by mistake can be had back for a month.
        deletionWindowInDays: 30,
        policy: keyPolicy(args.purpose, args.accountId, args.region),
      },
      { parent: this, protect: true },
    );
    new Alias(
      `${name}-alias`,
      { name: `alias/${args.namePrefix}-${args.purpose}`, targetKeyId: key.keyId },
      { parent: this },
    );
    this.arn = key.arn;

    this.registerOutputs({ arn: this.arn });
  }
}
