import * as pulumi from "@pulumi/pulumi";
import type { RotationPlan, SecretPlan } from "../../functions/rotation/plan";
import type { PolicyStatement } from "./policy-document";

/** A secret that the function rotates. */
export interface RotatedSecret {
  /** The physical name. */
  readonly secretName: string;
  readonly arn: pulumi.Input<string>;
  /** Days between two rotations, 1 to 1000. */
  readonly everyDays: number;
  /** ECS services whose tasks read the secret; they are redeployed after each rotation. May be empty. */
  readonly services: readonly string[];
  readonly what: RotatedKey | RotatedRole;
}

/** A JSON secret with the keys `current` and `previous`, and perhaps `next`. */
export interface RotatedKey {
  readonly kind: "key";
  /** Characters of a key. */
  readonly length: number;
  /** Days that what a key has signed stays valid: no rotation comes sooner after another. */
  readonly overlapDays: number;
}

/** A secret of RoleCredentials. */
export interface RotatedRole {
  readonly kind: "database";
  /** The two users that take turns. */
  readonly username: string;
  readonly clone: string;
  /** The database that the role logs in to. @default - the server's own */
  readonly databaseName?: string | undefined;
  /** Where the secret's readers connect. */
  readonly host: pulumi.Input<string>;
  /** @default - nothing */
  readonly urlParameters?: string | undefined;
  /** The secrets from which a proxy takes both users' passwords. @default - there is no such proxy */
  readonly proxySecrets?: readonly { readonly username: string; readonly secretName: string; readonly arn: pulumi.Input<string> }[] | undefined;
}

export interface RotationSubjects {
  readonly accountId: string;
  readonly region: string;
  readonly clusterArn: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Logical key -> secret. */
  readonly secrets: Readonly<Record<string, RotatedSecret>>;
  /** The server of the database secrets. @default - there are none */
  readonly database?: RotatedDatabase | undefined;
}

export interface RotatedDatabase {
  readonly host: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
  readonly name: string;
  /** The master user's secret, which may change the others' passwords. */
  readonly masterSecretName: string;
  readonly masterSecretArn: pulumi.Input<string>;
}

/** What the function is told, as JSON for its environment. It names no secret value. */
export function rotationPlan({ clusterArn, secrets, database }: RotationSubjects): pulumi.Output<string> {
  const described: pulumi.Input<pulumi.Unwrap<[string, SecretPlan]>>[] = Object.values(secrets).map(({ secretName, services, what }) =>
    what.kind === "key"
      ? pulumi.output([secretName, { ...what, services: [...services] }])
      : pulumi.output(what.host).apply((host): [string, SecretPlan] => [
          secretName,
          {
            kind: "database",
            username: what.username,
            clone: what.clone,
            ...(what.databaseName === undefined ? {} : { databaseName: what.databaseName }),
            host,
            urlParameters: what.urlParameters ?? "",
            userSecretIds: Object.fromEntries((what.proxySecrets ?? []).map((secret) => [secret.username, secret.secretName])),
            services: [...services],
          },
        ]),
  );
  const server = database === undefined ? undefined : pulumi.all([database.host, database.port]);
  return pulumi.all([clusterArn, server, pulumi.all(described)]).apply(([cluster, address, plans]) => {
    const plan: RotationPlan = {
      cluster,
      ...(address === undefined || database === undefined
        ? {}
        : { database: { host: address[0], port: address[1], name: database.name, masterSecretId: database.masterSecretName } }),
      secrets: Object.fromEntries(plans),
    };
    return JSON.stringify(plan);
  });
}

/** Enough for the names of hosts and ARNs that are not known yet, the longest that AWS makes. */
const UNKNOWN_BYTES = 400;

/** How many bytes the plan will have at most. */
export function planBytes({ secrets }: Pick<RotationSubjects, "secrets">): number {
  const known = Object.values(secrets).map(({ secretName, services, what }) =>
    what.kind === "key"
      ? { secretName, services, ...what }
      : {
          secretName,
          services,
          ...what,
          host: "h".repeat(100),
          proxySecrets: (what.proxySecrets ?? []).map((secret) => [secret.username, secret.secretName]),
        },
  );
  return Buffer.byteLength(JSON.stringify(known)) + UNKNOWN_BYTES;
}

/** What the function may do: to these secrets, with this key, to these services. */
export function rotationStatements(subjects: RotationSubjects): readonly PolicyStatement[] {
  const { accountId, region, clusterName, secrets, database, secretsKeyArn } = subjects;
  const rotated = Object.values(secrets);
  const services = [...new Set(rotated.flatMap((secret) => secret.services))].sort();
  const proxySecrets = rotated.flatMap(({ what }) => (what.kind === "database" ? (what.proxySecrets ?? []) : []));
  return [
    {
      sid: "RotateSecrets",
      actions: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      resources: rotated.map(({ arn }) => arn),
    },
    ...(proxySecrets.length === 0
      ? []
      : [
          {
            sid: "KeepProxySecrets",
            actions: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
            resources: proxySecrets.map(({ arn }) => arn),
          },
        ]),
    ...(database === undefined
      ? []
      : [{ sid: "ActAsMaster", actions: ["secretsmanager:GetSecretValue"], resources: [database.masterSecretArn] }]),
    {
      sid: "OpenSecrets",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [secretsKeyArn],
      conditions: { StringEquals: { "kms:ViaService": [`secretsmanager.${region}.amazonaws.com`] } },
    },
    ...(services.length === 0
      ? []
      : [
          {
            sid: "RedeployReaders",
            actions: ["ecs:DescribeServices", "ecs:UpdateService"],
            resources: services.map((service) =>
              pulumi.output(clusterName).apply((cluster) => `arn:aws:ecs:${region}:${accountId}:service/${cluster}/${service}`),
            ),
          },
        ]),
  ];
}
