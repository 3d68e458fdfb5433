import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { checkLogRetention } from "./internal/log-retention";

/**
 * What RDS for PostgreSQL exports.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.html
 */
const LOGS = ["postgresql", "upgrade"] as const;

export interface DatabaseLogsArgs {
  /** Identifier of the database instance that writes the logs. Changing this replaces the log groups. */
  instanceIdentifier: string;
  /** How long a line is kept, in days; one of LOG_RETENTION_DAYS. */
  retentionDays: number;
  /** The key that encrypts the logs: `EncryptionKeys.arns.logs`. */
  keyArn: pulumi.Input<string>;
}

/**
 * The log groups of one database instance, made before it: RDS would make them itself, without key and without end.
 *
 * Creates: a log group for each kind of log that RDS for PostgreSQL exports.
 * Guarantees: encrypted; kept for the given time and no longer.
 */
export class DatabaseLogs extends pulumi.ComponentResource {
  /** What the instance must be told to export. */
  public readonly exports: readonly string[];
  /** Names of the log groups, in the order of `exports`. */
  public readonly logGroupNames: readonly string[];

  constructor(name: string, args: DatabaseLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:database-logs:DatabaseLogs", name, {}, opts);
    checkLogRetention(args.retentionDays);

    // RDS writes to these names and no others.
    const groups = LOGS.map((log) => ({ log, groupName: `/aws/rds/instance/${args.instanceIdentifier}/${log}` }));
    this.exports = LOGS;
    this.logGroupNames = groups.map(({ groupName }) => groupName);

    for (const { log, groupName } of groups) {
      new LogGroup(
        `${name}-${log}`,
        {
          name: groupName,
          retentionInDays: args.retentionDays,
          kmsKeyId: args.keyArn,
          // Failed statements are logged with their literals, so the log holds what the tables hold.
          tags: { DataClass: "restricted" },
        },
        { parent: this },
      );
    }

    this.registerOutputs({ exports: this.exports, logGroupNames: this.logGroupNames });
  }
}
