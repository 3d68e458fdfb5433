import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { Permission } from "@pulumi/aws/lambda/permission";
import { SecretRotation as RotationSchedule } from "@pulumi/aws/secretsmanager/secretRotation";
import { createLambda } from "./internal/lambda-function";
import { physicalName } from "./internal/names";
import { planBytes, rotationPlan, rotationStatements } from "./internal/rotation-plan";
import type { RotationSubjects } from "./internal/rotation-plan";

export interface SecretRotationArgs extends RotationSubjects {
  /** What the names of function and alarm begin with, `<system>-<environment>`. Changing this replaces both. */
  namePrefix: string;
  /** Where the function runs to reach the database. @default - outside the VPC, which is enough for keys */
  network?: { readonly subnetIds: readonly pulumi.Input<string>[]; readonly securityGroupIds: readonly pulumi.Input<string>[] } | undefined;
  /** Days that a line of the function's log is kept, a value that CloudWatch Logs offers. */
  logRetentionDays: number;
  logKeyArn: pulumi.Input<string>;
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
  /** SNS topics that are told when a rotation fails. */
  failureTopicArns: readonly pulumi.Input<string>[];
}

/**
 * Of the 4096 bytes that Lambda has for all variables together. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const PLAN_BYTES = 4000;

/**
 * Changes secrets by the clock, and never under a running task.
 *
 * Creates: one function for all secrets with its role and log, the right of Secrets Manager to call it, a schedule for each
 * secret, an alarm.
 * Guarantees: a database role has two users that take turns, so the old credential works until the next rotation; a key
 * keeps its predecessor for as long as what it signed is valid; after a rotation the services that read the secret are
 * redeployed; before a password is taken away no task that could hold it is left; a failure is reported. The role can touch
 * these secrets and redeploy these services, nothing else.
 *
 * The first rotation comes by the clock and not with the deployment. The function redeploys by itself instead of a rule on
 * Secrets Manager's events, because those exist only where a trail records the account.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html
 * Not tried against AWS: whether `ecs:UpdateService` with nothing but a forced deployment needs no `iam:PassRole`.
 * Cost: next to nothing; a few seconds of Lambda for each rotation.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda.html
 */
export class SecretRotation extends pulumi.ComponentResource {
  public readonly functionArn: pulumi.Output<string>;

  constructor(name: string, args: SecretRotationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:secret-rotation:SecretRotation", name, {}, opts);
    validate(args);
    const functionName = physicalName("lambdaFunction", args.namePrefix, "rotation");

    const { lambda, ready, documents } = createLambda(this, name, {
      accountId: args.accountId,
      functionName,
      description: `${args.namePrefix}: rotates secrets`,
      code: "rotation",
      memoryMib: 256,
      // The slowest step opens three connections and asks ECS about each service.
      timeoutSeconds: 60,
      environment: {
        ROTATION: rotationPlan(args),
        // Node.js of Lambda trusts RDS only where it is told to. https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
        NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem",
      },
      statements: rotationStatements(args),
      network: args.network,
      logRetentionDays: args.logRetentionDays,
      logKeyArn: args.logKeyArn,
    });
    const permission = new Permission(
      `${name}-permission`,
      {
        function: lambda.arn,
        action: "lambda:InvokeFunction",
        principal: "secretsmanager.amazonaws.com",
        sourceAccount: args.accountId,
      },
      { parent: this },
    );

    for (const [key, { arn, everyDays }] of Object.entries(args.secrets)) {
      new RotationSchedule(
        `${name}-${key}`,
        {
          secretId: arn,
          rotationLambdaArn: lambda.arn,
          rotationRules: { automaticallyAfterDays: everyDays },
          // A deployment is no time to change passwords: the database's roles may not be there yet.
          rotateImmediately: false,
        },
        { parent: this, dependsOn: [permission, ...ready] },
      );
    }

    new MetricAlarm(
      `${name}-failed`,
      {
        name: physicalName("alarm", args.namePrefix, "rotation-failed"),
        alarmDescription:
          "A step of a secret's rotation failed. The credential in use still works; Secrets Manager tries again. " +
          `Log: /aws/lambda/${functionName}. Runbook: ${args.runbookBaseUrl}/rotation-failed.md`,
        namespace: "AWS/Lambda",
        metricName: "Errors",
        dimensions: { FunctionName: functionName },
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        // No call, no error: most days have none.
        treatMissingData: "notBreaching",
        alarmActions: [...args.failureTopicArns],
        okActions: [...args.failureTopicArns],
      },
      { parent: this },
    );

    this.functionArn = lambda.arn;

    this.registerOutputs({ functionArn: this.functionArn, documents });
  }
}

function validate({ secrets, database, network }: SecretRotationArgs): void {
  const rotated = Object.values(secrets);
  const bytes = planBytes({ secrets });
  if (bytes > PLAN_BYTES) {
    throw new Error(`rotation: expected secrets that ${PLAN_BYTES} bytes describe, got up to ${bytes}: rotate fewer, or shorten names`);
  }
  if (rotated.length === 0) throw new Error("rotation: expected at least one secret");
  for (const { secretName, everyDays, what } of rotated) {
    if (everyDays < 1 || everyDays > 1000) throw new Error(`rotation of ${secretName}: expected 1 to 1000 days, got ${everyDays}`);
    if (what.kind === "key" && what.overlapDays >= everyDays) {
      throw new Error(`rotation of ${secretName}: expected more than ${what.overlapDays} days, which its keys must overlap, got ${everyDays}`);
    }
    if (what.kind === "database" && (database === undefined || network === undefined)) {
      throw new Error(`rotation of ${secretName}: expected a database, and a network that leads to it`);
    }
  }
}
