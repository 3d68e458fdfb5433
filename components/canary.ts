import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { BucketObjectv2 } from "@pulumi/aws/s3/bucketObjectv2";
import { Canary as SyntheticsCanary } from "@pulumi/aws/synthetics/canary";
import { createCanaryAlarms } from "./internal/canary-alarms";
import type { CanaryAvailability } from "./internal/canary-alarms";
import type { CanaryFailing } from "./internal/canary-limits";
import { CANARY_HANDLER, canaryPackage } from "./internal/canary-package";
import { canaryStatements } from "./internal/canary-statements";
import { CANARY_LIMITS, canaryTimeExpectations, secretVariable, stepsFile } from "./internal/canary-steps";
import type { CanaryStep } from "./internal/canary-steps";
import { checkLogRetention } from "./internal/log-retention";
import { policyDocument, policyOutline, serviceTrust } from "./internal/policy-document";

export interface CanaryArgs {
  /**
   * Also in the names of the alarms: lower-case letters, digits, hyphens. Changing this replaces the canary, and with it the
   * history that the console shows.
   */
  canaryName: string;
  accountId: string;
  region: string;
  /**
   * `syn-nodejs-5.2`, the runtime. AWS retires each some months after its Node.js and then makes no new canaries of it; a
   * person raises this. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Library_Nodejs.html
   */
  runtimeVersion: string;
  /** What is asked in each run, one after the other. At least one. */
  steps: readonly CanaryStep[];
  /** Minutes between two runs, 1 to 60. */
  rateMinutes: number;
  /** Seconds for all steps, 15 to 840, and no more than until the next run. */
  timeoutSeconds: number;
  /** Days that Synthetics keeps what it knows of a run, 1 to 455; the bucket's lifecycle decides on the reports. */
  retentionDays: number;
  /** How many runs must fail before somebody is told. */
  failing: CanaryFailing;
  /** What a whole run may take, in ms, before somebody is told. @default - each step has its own limit */
  maxMilliseconds?: number | undefined;
  /** How much of the time all must be well. @default - no such alarm */
  availability?: CanaryAvailability | undefined;
  /** The bucket of scripts and reports. */
  bucketName: pulumi.Input<string>;
  /** The key of the bucket. */
  bucketKeyArn: pulumi.Input<string>;
  /** The key of the secrets that steps name. */
  secretsKeyArn: pulumi.Input<string>;
  /** Days that a log line is kept, a value that CloudWatch Logs offers. */
  logRetentionDays: number;
  logKeyArn: pulumi.Input<string>;
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
  /** SNS topics that are told of failing and slow runs, 1 to 5. */
  topicArns: readonly pulumi.Input<string>[];
}

/**
 * Asks the system from outside, as a user would, and tells somebody when the answer is wrong, late or missing.
 *
 * Creates: a canary with its script, role and log group, an alarm on failing runs, and where asked for on slow ones and on
 * availability.
 * Guarantees: the role writes its own reports, log and metric, reads the secrets that its steps name, and nothing else; reports
 * and log are encrypted and end; the Lambda function goes with the canary; a canary that stands still alarms.
 * It stands outside the VPC: it sees what the public sees. The first lines of its log, until the log group is made, are lost.
 * Cost: 0.0012 USD a run, 10 USD a month at one in five minutes, and three alarms at most. Several steps in one canary cost
 * one run. https://aws.amazon.com/cloudwatch/pricing/
 * Not verified without AWS: that the runtime starts the script, which has run under plain Node.js only.
 */
export class Canary extends pulumi.ComponentResource {
  /** The dimension CanaryName of its metrics in CloudWatchSynthetics. */
  public readonly canaryName: pulumi.Output<string>;
  public readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: CanaryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:canary:Canary", name, {}, opts);
    validate(args);
    const { canaryName, steps, bucketName } = args;
    const prefix = `runs/${canaryName}`;
    const secrets: Record<string, pulumi.Input<string>> = Object.fromEntries(
      steps.flatMap(({ header }, index) => (header === undefined ? [] : [[secretVariable(index), header.secretArn]])),
    );

    const role = new Role(
      `${name}-runner`,
      { description: `${canaryName}: the canary`, assumeRolePolicy: serviceTrust("lambda.amazonaws.com", args.accountId) },
      { parent: this },
    );
    const statements = canaryStatements({
      accountId: args.accountId,
      region: args.region,
      canaryName,
      bucketName,
      prefix,
      bucketKeyArn: args.bucketKeyArn,
      secretArns: Object.values(secrets),
      secretsKeyArn: args.secretsKeyArn,
    });
    const permission = new RolePolicy(
      `${name}-runner`,
      { role: role.name, policy: policyDocument(statements) },
      { parent: this },
    );

    const { contentBase64, hash } = canaryPackage(stepsFile(steps));
    const script = new BucketObjectv2(
      `${name}-script`,
      { bucket: bucketName, key: `scripts/${canaryName}-${hash}.zip`, contentBase64, contentType: "application/zip" },
      { parent: this },
    );

    const canary = new SyntheticsCanary(
      name,
      {
        name: canaryName,
        runtimeVersion: args.runtimeVersion,
        handler: CANARY_HANDLER,
        s3Bucket: bucketName,
        s3Key: script.key,
        executionRoleArn: role.arn,
        artifactS3Location: pulumi.interpolate`s3://${bucketName}/${prefix}`,
        artifactConfig: { s3Encryption: { encryptionMode: "SSE_KMS", kmsKeyArn: args.bucketKeyArn } },
        schedule: { expression: rate(args.rateMinutes) },
        runConfig: {
          timeoutInSeconds: args.timeoutSeconds,
          // The least that Synthetics offers.
          memoryInMb: 960,
          ephemeralStorage: 1024,
          activeTracing: false,
          ...(Object.keys(secrets).length === 0 ? {} : { environmentVariables: secrets }),
        },
        successRetentionPeriod: args.retentionDays,
        failureRetentionPeriod: args.retentionDays,
        startCanary: true,
        // Without it the function and its layers stay behind.
        deleteLambda: true,
      },
      // Its first run comes at once.
      { parent: this, dependsOn: [permission] },
    );

    const logGroup = new LogGroup(
      `${name}-log`,
      {
        // Synthetics makes up the name of the function, so the group can only come after the canary.
        name: canary.engineArn.apply((arn) => `/aws/lambda/${arn.split(":")[6] ?? ""}`),
        retentionInDays: args.logRetentionDays,
        kmsKeyId: args.logKeyArn,
        tags: { DataClass: "internal" },
      },
      { parent: this },
    );

    createCanaryAlarms(this, name, args);

    this.canaryName = canary.name;
    this.logGroupName = logGroup.name;
    this.registerOutputs({
      canaryName: this.canaryName,
      logGroupName: this.logGroupName,
      documents: { [`${name}-runner`]: policyOutline(statements) },
    });
  }
}

function validate(args: CanaryArgs): void {
  checkLogRetention(args.logRetentionDays);
  const problems = [
    ...(CANARY_LIMITS.name.test(args.canaryName) ? [] : ["a name of 1 to 255 lower-case letters, digits, hyphens and underscores"]),
    ...(CANARY_LIMITS.runtimeVersion.test(args.runtimeVersion) ? [] : ["a runtime such as syn-nodejs-5.2"]),
    ...(args.steps.length > 0 ? [] : ["at least one step"]),
    ...canaryTimeExpectations(args),
  ];
  if (problems.length > 0) throw new Error(`canary ${args.canaryName}: expected ${problems.join("; ")}`);
}

/** Synthetics writes an hour as an hour. */
function rate(minutes: number): string {
  if (minutes === 60) return "rate(1 hour)";
  return `rate(${minutes} minute${minutes === 1 ? "" : "s"})`;
}
