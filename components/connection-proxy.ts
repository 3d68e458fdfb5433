import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Proxy } from "@pulumi/aws/rds/proxy";
import { ProxyDefaultTargetGroup } from "@pulumi/aws/rds/proxyDefaultTargetGroup";
import { ProxyTarget } from "@pulumi/aws/rds/proxyTarget";
import { physicalName } from "./internal/names";
import { policyDocument, policyOutline, serviceTrust } from "./internal/policy-document";
import type { PolicyStatement } from "./internal/policy-document";

export interface ConnectionProxyArgs {
  /** What the proxy's name is, `<system>-<environment>`. Changing this replaces the proxy, and its host name. */
  namePrefix: string;
  accountId: string;
  region: string;
  /** Data subnets, two zones at least. Changing this replaces the proxy. */
  subnetIds: readonly pulumi.Input<string>[];
  securityGroupId: pulumi.Input<string>;
  /** The primary that it stands before. Changing this replaces the tie, not the proxy. */
  instanceIdentifier: pulumi.Input<string>;
  /** Key -> ARN of a secret with `username` and `password`, one for each user that logs in through the proxy. */
  userSecretArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** The key that encrypts those secrets. */
  secretsKeyArn: pulumi.Input<string>;
  /** The share of the database's max_connections that the proxy may hold, 1 to 100. */
  maxConnectionsPercent: number;
  /** The share that it keeps open when nobody needs it, 0 to `maxConnectionsPercent`. */
  maxIdleConnectionsPercent: number;
  /** Seconds that a client waits for a connection when all are busy, 0 to 300. */
  borrowTimeoutSeconds: number;
  /** Seconds after which a client that asks nothing is disconnected, 1 to 28800. */
  idleClientTimeoutSeconds: number;
  /** Days that a line of its log is kept, a value that CloudWatch Logs offers. */
  logRetentionDays: number;
  logKeyArn: pulumi.Input<string>;
}

/**
 * A pool of connections that all tasks share, in front of the primary: many clients, few connections, and a failover that
 * clients wait for instead of failing.
 *
 * Creates: a proxy with its role and log, its pool, and its tie to the instance.
 * Guarantees: TLS only; clients prove themselves by SCRAM-SHA-256 with a password of Secrets Manager; the role reads those
 * secrets and no other; no SQL in the log.
 *
 * The proxy reads the current version of each secret alone. Users that take turns under one secret would be unknown to it
 * from one moment to the next, so each user has a secret of its own (`RoleCredentials.proxySecretArns`).
 * https://github.com/aws/aws-cdk/issues/25568
 * There is no endpoint for readers: RDS has it for clusters, not for an instance with replicas. There are no session pinning
 * filters: they are for MySQL. A client that uses prepared statements or SET by session pins its connection, and shares none.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-pinning.html
 * Cost: 0.018 USD an hour and vCPU of the database, for two at least.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html
 */
export class ConnectionProxy extends pulumi.ComponentResource {
  /** The host that clients connect to. The port is the database's. */
  public readonly host: pulumi.Output<string>;
  public readonly proxyName: pulumi.Output<string>;

  constructor(name: string, args: ConnectionProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:connection-proxy:ConnectionProxy", name, {}, opts);
    validate(args);
    const proxyName = physicalName("databaseProxy", args.namePrefix);
    const secretArns = Object.values(args.userSecretArns);

    const logGroup = new LogGroup(
      `${name}-log`,
      {
        // RDS writes there whatever anybody wants; made first, it has a key and an end.
        name: `/aws/rds/proxy/${proxyName}`,
        retentionInDays: args.logRetentionDays,
        kmsKeyId: args.logKeyArn,
        tags: { DataClass: "internal" },
      },
      { parent: this },
    );

    const role = new Role(
      `${name}-role`,
      { description: `${args.namePrefix}: the connection proxy reads its users' passwords`, assumeRolePolicy: serviceTrust("rds.amazonaws.com", args.accountId) },
      { parent: this },
    );
    const statements: readonly PolicyStatement[] = [
      { sid: "ReadUsers", actions: ["secretsmanager:GetSecretValue"], resources: secretArns },
      {
        sid: "OpenSecrets",
        actions: ["kms:Decrypt"],
        resources: [args.secretsKeyArn],
        conditions: { StringEquals: { "kms:ViaService": [`secretsmanager.${args.region}.amazonaws.com`] } },
      },
    ];
    const policy = new RolePolicy(`${name}-policy`, { role: role.id, policy: policyDocument(statements) }, { parent: this });

    const proxy = new Proxy(
      name,
      {
        name: proxyName,
        engineFamily: "POSTGRESQL",
        requireTls: true,
        idleClientTimeout: args.idleClientTimeoutSeconds,
        debugLogging: false,
        roleArn: role.arn,
        vpcSubnetIds: [...args.subnetIds],
        vpcSecurityGroupIds: [args.securityGroupId],
        auths: secretArns.map((secretArn) => ({
          authScheme: "SECRETS",
          clientPasswordAuthType: "POSTGRES_SCRAM_SHA_256",
          iamAuth: "DISABLED",
          secretArn,
        })),
        tags: { Name: proxyName },
      },
      { parent: this, dependsOn: [policy, logGroup] },
    );
    const pool = new ProxyDefaultTargetGroup(
      `${name}-pool`,
      {
        dbProxyName: proxy.name,
        connectionPoolConfig: {
          maxConnectionsPercent: args.maxConnectionsPercent,
          maxIdleConnectionsPercent: args.maxIdleConnectionsPercent,
          connectionBorrowTimeout: args.borrowTimeoutSeconds,
        },
      },
      { parent: this },
    );
    const target = new ProxyTarget(
      `${name}-target`,
      { dbProxyName: proxy.name, targetGroupName: pool.name, dbInstanceIdentifier: args.instanceIdentifier },
      { parent: this },
    );

    // Known once there is a database behind it: who waits for the host waits for a proxy that answers.
    this.host = pulumi.all([proxy.endpoint, target.id]).apply(([endpoint]) => endpoint);
    this.proxyName = proxy.name;

    this.registerOutputs({ host: this.host, proxyName: this.proxyName, documents: { [`${name}-policy`]: policyOutline(statements) } });
  }
}

function validate(args: ConnectionProxyArgs): void {
  const problems = [
    { when: Object.keys(args.userSecretArns).length === 0, expected: "at least one user" },
    { when: args.maxConnectionsPercent < 1 || args.maxConnectionsPercent > 100, expected: "maxConnectionsPercent from 1 to 100" },
    {
      when: args.maxIdleConnectionsPercent < 0 || args.maxIdleConnectionsPercent > args.maxConnectionsPercent,
      expected: "maxIdleConnectionsPercent from 0 to maxConnectionsPercent",
    },
    { when: args.borrowTimeoutSeconds < 0 || args.borrowTimeoutSeconds > 300, expected: "borrowTimeoutSeconds from 0 to 300" },
    { when: args.idleClientTimeoutSeconds < 1 || args.idleClientTimeoutSeconds > 28_800, expected: "idleClientTimeoutSeconds from 1 to 28800" },
  ];
  for (const { when, expected } of problems) if (when) throw new Error(`connection proxy: expected ${expected}`);
}
