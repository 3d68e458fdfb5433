import * as pulumi from "@pulumi/pulumi";
import { Alias } from "@pulumi/aws/kms/alias";
import { Key } from "@pulumi/aws/kms/key";
import { KEY_PURPOSES, keyPolicy } from "./internal/key-purposes";
import type { KeyPurpose } from "./internal/key-purposes";

export interface EncryptionKeysArgs {
  /** Prefix of the aliases, `<system>-<environment>`. Changing this replaces the aliases, never the keys. */
  namePrefix: string;
  /** The account whose administrators manage the keys through IAM. */
  accountId: string;
  /** The region of the services that use the keys. */
  region: string;
}

/**
 * One customer-managed KMS key per purpose, so that access to backups, say, can be cut without touching the database.
 *
 * Creates: a key and an alias for each of KEY_PURPOSES.
 * Guarantees: yearly rotation; a 30-day wait before a deletion takes effect; protected; each key admits only the services
 * that its purpose names, and only for this account.
 * Cost: 1 USD per key and month, after each yearly rotation 1 USD more for the first two.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export class EncryptionKeys extends pulumi.ComponentResource {
  /** Purpose -> ARN of its key. */
  public readonly arns: Readonly<Record<KeyPurpose, pulumi.Output<string>>>;

  constructor(name: string, args: EncryptionKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:encryption-keys:EncryptionKeys", name, args, opts);

    const create = (purpose: KeyPurpose): pulumi.Output<string> => {
      const key = new Key(
        `${name}-${purpose}`,
        {
          description: `${args.namePrefix}: ${KEY_PURPOSES[purpose].description}`,
          enableKeyRotation: true,
          // The longest wait that KMS offers: a key deleted by mistake can be had back for a month.
          deletionWindowInDays: 30,
          policy: keyPolicy(purpose, args.accountId, args.region),
        },
        { parent: this, protect: true },
      );
      new Alias(
        `${name}-${purpose}`,
        { name: `alias/${args.namePrefix}-${purpose}`, targetKeyId: key.keyId },
        { parent: this },
      );
      return key.arn;
    };

    this.arns = {
      data: create("data"),
      secrets: create("secrets"),
      logs: create("logs"),
      notifications: create("notifications"),
      backups: create("backups"),
    };

    this.registerOutputs({ arns: this.arns });
  }
}
