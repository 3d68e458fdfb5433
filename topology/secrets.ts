import type * as pulumi from "@pulumi/pulumi";
import { interpolate } from "@pulumi/pulumi";
import { ExternalSecret } from "../components/external-secret";
import { GeneratedSecret } from "../components/generated-secret";
import { secretName } from "../components/internal/secret-names";
import type { Settings } from "../settings/schema";
import type { Data } from "./data";
import type { Foundation } from "./foundation";
import type { Providers } from "./providers";
import { reminder, rotationWay } from "./secret-plan";

/** All secrets that a container can name, and what a person must still put. */
export interface Secrets {
  /** `valueFrom` of a secret, `name`, or of one key of a JSON secret, `name:key`. */
  readonly valueFrom: (reference: string) => pulumi.Output<string>;
  /** The ARN of a secret. */
  readonly arnOf: (name: string) => pulumi.Output<string>;
  /** The value of a generated secret, `name` or `name:key`, for what can't read it from Secrets Manager. */
  readonly valueOf: (reference: string) => pulumi.Output<string>;
  /** For each secret that only a person knows, the command that puts it. */
  readonly fillCommands: Readonly<Record<string, string>>;
}

export function buildSecrets(settings: Settings, providers: Providers, { keyArns }: Foundation, data: Data): Secrets {
  const { secrets, system } = settings;
  const inRegion = { provider: providers.aws };
  const arns = new Map<string, pulumi.Output<string>>([
    ...Object.entries(data.database?.roleSecretArns ?? {}).map(([role, arn]) => [`database-${role}`, arn] as const),
    ...Object.entries(data.database?.applications ?? {}).map(([name, { secretArn }]) => [`database-${name}`, secretArn] as const),
    ...(data.cache === undefined ? [] : [["cache", data.cache.secretArn] as const]),
  ]);
  const fillCommands: Record<string, string> = {};
  const generated = new Map<string, GeneratedSecret["values"]>();
  for (const [name, secret] of Object.entries(secrets)) {
    const common = {
      secretName: secretName(system.name, system.environment, name),
      description: secret.description,
      secretClass: secret.class,
      keyArn: keyArns.secrets,
      keys: secret.keys,
    };
    if (secret.kind === "generated") {
      const { length, generation, rotateOnDemand } = secret;
      const rotation = rotationWay(settings, secret.class, rotateOnDemand);
      const { arn, values } = new GeneratedSecret(`secret-${name}`, { ...common, length, generation, rotation }, inRegion);
      arns.set(name, arn);
      generated.set(name, values);
    } else {
      const { arn, fillCommand } = new ExternalSecret(
        `secret-${name}`,
        { ...common, rotation: reminder(settings, secret.class, secret.rotateOnDemand) },
        inRegion,
      );
      arns.set(name, arn);
      fillCommands[name] = fillCommand;
    }
  }
  const arnOf = (name: string) => {
    const arn = arns.get(name);
    if (arn === undefined) throw new Error(`no secret "${name}", only ${[...arns.keys()].join(", ")}`);
    return arn;
  };
  return {
    arnOf,
    valueOf: (reference) => {
      const [name = "", key = ""] = reference.split(":");
      const value = generated.get(name)?.[key];
      if (value === undefined) throw new Error(`no generated secret "${reference}"`);
      return value;
    },
    fillCommands,
    valueFrom: (reference) => {
      const [name = "", key] = reference.split(":");
      const arn = arnOf(name);
      // ECS takes one key of a JSON secret in this form: version stage and version id stay empty for the current one.
      return key === undefined ? arn : interpolate`${arn}:${key}::`;
    },
  };
}
