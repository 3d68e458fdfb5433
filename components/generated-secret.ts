import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { rotationTag, secretTags } from "./internal/secret-names";
import type { RotationWay, SecretClass } from "./internal/secret-names";
import { firstVersion } from "./internal/secret-version";

/** 32 letters and digits carry 190 bits, more than any key that is made from them. */
const MINIMUM_LENGTH = 32;

export interface GeneratedSecretArgs {
  /** The physical name, from `secretName()`. Changing this replaces the secret, and with it the value. */
  secretName: string;
  /** One sentence: what the value opens. */
  description: string;
  secretClass: SecretClass;
  /** The key that encrypts the value: an EncryptionKey of purpose secrets. */
  keyArn: pulumi.Input<string>;
  /** Characters of each generated value, 32 or more. Changing this makes new values. */
  length: number;
  /** The JSON keys that get a value each. @default - none: the secret is one plain text */
  keys?: readonly string[];
  /**
   * Raise it by one to make new values. The previous ones stay readable as AWSPREVIOUS. Without effect on a secret that is
   * rotated automatically. @default 1
   */
  generation?: number;
  /** Who changes the value. With `automatic` the value made here is only the first. @default - nobody has said */
  rotation?: RotationWay | undefined;
}

/**
 * A secret whose value no person chooses or sees: random letters and digits, safe in URLs, shells and connection strings.
 *
 * Creates: a secret, a random value for each key (or one), a version.
 * Guarantees: encrypted with the given key; the value is a secret in the state; protected; a deleted one can be had back
 * for 30 days, and until then AWS refuses a new one of that name.
 *
 * There is no resource policy: without one, only this account's IAM gives access, and the API speaks nothing but TLS.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 * The provider reads its own version by id, so a value that somebody puts by hand is a later version beside this one and shows
 * no difference. What is rotated automatically needs more: `firstVersion()` says why.
 */
export class GeneratedSecret extends pulumi.ComponentResource {
  /** The ARN, known only once the value is there: a task that waits for it never starts on an empty secret. */
  public readonly arn: pulumi.Output<string>;
  /** Key -> the value that was made here, a secret; of one plain text the key is empty. What a rotation makes is not known. */
  public readonly values: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: GeneratedSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:generated-secret:GeneratedSecret", name, {}, opts);
    const { keys = [], generation = 1, rotation } = args;
    validate(args.length, keys);

    const random = (key: string): pulumi.Output<string> => {
      const password = new RandomPassword(
        key === "" ? name : `${name}-${key}`,
        {
          length: args.length,
          special: false,
          minLower: 1,
          minUpper: 1,
          minNumeric: 1,
          keepers: { generation: String(generation) },
        },
        { parent: this },
      );
      return pulumi.secret(password.result);
    };

    const secret = new Secret(
      name,
      {
        name: args.secretName,
        description: args.description,
        kmsKeyId: args.keyArn,
        // The longest wait that Secrets Manager offers.
        recoveryWindowInDays: 30,
        tags: secretTags(args.secretClass, rotation === undefined ? undefined : rotationTag(rotation)),
      },
      { parent: this, protect: true },
    );

    const values = Object.fromEntries((keys.length === 0 ? [""] : keys).map((key) => [key, random(key)]));
    const { stages, options } = firstVersion(rotation?.kind === "automatic");
    const version = new SecretVersion(
      name,
      { secretId: secret.id, secretString: keys.length === 0 ? values[""] : pulumi.jsonStringify(values), ...stages },
      { parent: this, ...options },
    );

    this.arn = pulumi.all([secret.arn, version.versionId]).apply(([arn]) => arn);
    this.values = values;

    this.registerOutputs({ arn: this.arn });
  }
}

function validate(length: number, keys: readonly string[]): void {
  if (length < MINIMUM_LENGTH) {
    throw new Error(`a generated secret needs at least ${MINIMUM_LENGTH} characters, got ${length}`);
  }
  const double = keys.find((key, index) => keys.indexOf(key) !== index);
  if (double !== undefined) throw new Error(`the secret has the key "${double}" twice`);
}
