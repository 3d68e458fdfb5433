import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { LogStream } from "@pulumi/aws/cloudwatch/logStream";
import { LogSubscriptionFilter } from "@pulumi/aws/cloudwatch/logSubscriptionFilter";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { FirehoseDeliveryStream } from "@pulumi/aws/kinesis/firehoseDeliveryStream";
import { archiveWriterStatements } from "./internal/archive-statements";
import { physicalName } from "./internal/names";
import { policyDocument, policyOutline, serviceTrust } from "./internal/policy-document";
import type { PolicyStatement } from "./internal/policy-document";
import { logsTrust } from "./internal/trust-documents";

export interface LogArchiveArgs {
  /** `<system>-<environment>`. Changing this replaces the stream; what it still holds is delivered first. */
  namePrefix: string;
  /** What kind of lines it holds, `error`, `audit`; part of all names. */
  logClass: string;
  accountId: string;
  region: string;
  /** The archive, which is made for this class alone: its lock and its days are the class's. */
  bucketArn: pulumi.Input<string>;
  /** The key of the archive. */
  bucketKeyArn: pulumi.Input<string>;
  /** Which lines belong to the class, in the filter syntax of CloudWatch Logs. The empty pattern is every line. */
  filterPattern: string;
  /** Whose log -> its log group. A log group feeds two archives at most. */
  logGroupNames: Readonly<Record<string, pulumi.Input<string>>>;
  /** How long the stream's own errors are kept, in days: a value that CloudWatch Logs offers. */
  logRetentionDays: number;
  /** The KMS key of log groups. Its policy must admit CloudWatch Logs of this region. */
  logKeyArn: pulumi.Input<string>;
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
  /** SNS topics that are told when lines don't arrive. */
  topicArns: readonly pulumi.Input<string>[];
}

/** Lines wait so long for others to lie beside them in one object. 900 is the most, 300 what Firehose does unasked. */
const BUFFER_SECONDS = 300;
const BUFFER_MIB = 16;

/** Firehose tries for 24 hours and then gives a record up. https://docs.aws.amazon.com/firehose/latest/dev/retry.html */
const LATE_SECONDS = 3600;

/** A stream of the errors' log group, which Firehose writes to and does not make. */
const ERROR_STREAM = "delivery";

/**
 * Copies the lines of one class out of the services' logs into an archive of their own, which outlives the logs.
 *
 * Creates: a Firehose stream with its role and its log of errors, the role that CloudWatch Logs writes to it with, a
 * subscription for each log group, and an alarm on lines that don't arrive.
 * Guarantees: encrypted on the way and at rest; what a data protection policy masks is masked here too; lines that are late
 * are heard of within the day that Firehose keeps them. Each object, `<class>/<year>/<month>/<day>/….json.gz`, holds lines
 * with their time, log group and stream; `zcat` reads it.
 * Not verified without AWS: that Firehose writes to a bucket whose lock demands a checksum with each object.
 * Cost: 0.036 USD for each GB. https://aws.amazon.com/firehose/pricing/
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#FirehoseExample
 */
export class LogArchive extends pulumi.ComponentResource {
  public readonly streamName: pulumi.Output<string>;

  constructor(name: string, args: LogArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:log-archive:LogArchive", name, {}, opts);
    const { logClass, namePrefix } = args;
    const title = `${namePrefix}: ${logClass} lines`;
    const streamName = physicalName("deliveryStream", namePrefix, logClass);
    const streamArn = `arn:aws:firehose:${args.region}:${args.accountId}:deliverystream/${streamName}`;

    const errors = new LogGroup(
      `${name}-errors`,
      {
        name: physicalName("logGroup", `/${namePrefix}/archive-${logClass}`),
        retentionInDays: args.logRetentionDays,
        kmsKeyId: args.logKeyArn,
        tags: { DataClass: "internal" },
      },
      { parent: this },
    );
    const errorStream = new LogStream(`${name}-errors`, { name: ERROR_STREAM, logGroupName: errors.name }, { parent: this });

    const writer = new Role(
      `${name}-writer`,
      { description: `${title} go to their archive`, assumeRolePolicy: serviceTrust("firehose.amazonaws.com", args.accountId) },
      { parent: this },
    );
    const writerStatements: readonly PolicyStatement[] = [
      ...archiveWriterStatements({ bucketArn: args.bucketArn, keyArn: args.bucketKeyArn, region: args.region }),
      { sid: "ReportErrors", actions: ["logs:PutLogEvents"], resources: [pulumi.interpolate`${errors.arn}:log-stream:${ERROR_STREAM}`] },
    ];
    const mayWrite = new RolePolicy(
      `${name}-writer`,
      { role: writer.name, policy: policyDocument(writerStatements) },
      { parent: this },
    );

    const stream = new FirehoseDeliveryStream(
      `${name}-stream`,
      {
        name: streamName,
        destination: "extended_s3",
        serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: args.bucketKeyArn },
        extendedS3Configuration: {
          bucketArn: args.bucketArn,
          roleArn: writer.arn,
          kmsKeyArn: args.bucketKeyArn,
          bufferingInterval: BUFFER_SECONDS,
          bufferingSize: BUFFER_MIB,
          // CloudWatch Logs sends each batch as gzip, and such files one behind the other are one such file.
          compressionFormat: "UNCOMPRESSED",
          fileExtension: ".json.gz",
          prefix: `${logClass}/!{timestamp:yyyy/MM/dd}/`,
          errorOutputPrefix: `failed/${logClass}/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/`,
          customTimeZone: "UTC",
          cloudwatchLoggingOptions: { enabled: true, logGroupName: errors.name, logStreamName: errorStream.name },
        },
        tags: { DataClass: "confidential" },
      },
      { parent: this, dependsOn: [mayWrite] },
    );

    const feeder = new Role(
      `${name}-feeder`,
      { description: `${title} leave CloudWatch Logs`, assumeRolePolicy: logsTrust(args.accountId, args.region) },
      { parent: this },
    );
    const feederStatements: readonly PolicyStatement[] = [
      { sid: "PassLinesOn", actions: ["firehose:PutRecord", "firehose:PutRecordBatch"], resources: [streamArn] },
    ];
    const mayFeed = new RolePolicy(
      `${name}-feeder`,
      { role: feeder.name, policy: policyDocument(feederStatements) },
      { parent: this },
    );
    for (const [source, logGroup] of Object.entries(args.logGroupNames)) {
      new LogSubscriptionFilter(
        `${name}-${source}`,
        { name: streamName, logGroup, filterPattern: args.filterPattern, destinationArn: stream.arn, roleArn: feeder.arn },
        // CloudWatch Logs sends a test record when the subscription is made.
        { parent: this, dependsOn: [mayFeed] },
      );
    }

    new MetricAlarm(
      `${name}-late`,
      {
        name: physicalName("alarm", streamName, "archive-late"),
        alarmDescription:
          `${title} have not reached their archive for an hour; Firehose gives them up after 24. First: the log ` +
          `/${namePrefix}/archive-${logClass}. Runbook: ${args.runbookBaseUrl}/archive-late.md`,
        namespace: "AWS/Firehose",
        metricName: "DeliveryToS3.DataFreshness",
        dimensions: { DeliveryStreamName: stream.name },
        statistic: "Maximum",
        period: 300,
        evaluationPeriods: 3,
        comparisonOperator: "GreaterThanThreshold",
        threshold: LATE_SECONDS,
        // No lines, nothing to deliver.
        treatMissingData: "notBreaching",
        alarmActions: [...args.topicArns],
        okActions: [...args.topicArns],
      },
      { parent: this },
    );

    this.streamName = stream.name;
    this.registerOutputs({
      streamName: this.streamName,
      documents: { [`${name}-writer`]: policyOutline(writerStatements), [`${name}-feeder`]: policyOutline(feederStatements) },
    });
  }
}
