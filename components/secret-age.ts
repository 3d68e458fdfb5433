import * as pulumi from "@pulumi/pulumi";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { Permission } from "@pulumi/aws/lambda/permission";
import { createLambda } from "./internal/lambda-function";
import { physicalName } from "./internal/names";

/** The secrets of one class. */
export interface AgingSecrets {
  /** Days that a value may live before somebody is told. */
  readonly everyDays: number;
  /** Physical names, at least one. */
  readonly secretNames: readonly string[];
}

export interface SecretAgeArgs {
  /** What the names of function, rule and alarms begin with, `<system>-<environment>`. Changing this replaces them. */
  namePrefix: string;
  accountId: string;
  region: string;
  /** Class -> its secrets. At least one. */
  classes: Readonly<Record<string, AgingSecrets>>;
  /** Days that a line of the function's log is kept, a value that CloudWatch Logs offers. */
  logRetentionDays: number;
  logKeyArn: pulumi.Input<string>;
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
  /** SNS topics that are told of a secret that is too old. */
  topicArns: readonly pulumi.Input<string>[];
}

/**
 * Reminds people of secrets that are older than their class allows. Nobody but the issuer can make a new key of a third
 * party, so this is all the rotation that such a secret can have; and it finds a rotation that has silently stopped.
 *
 * Creates: a function with its role and log, a rule that calls it every six hours, an alarm for each class.
 * Guarantees: the age is that of the value, not of its tags; the function reads no value; an alarm also goes off when the
 * ages stop coming.
 * Cost: about 0.40 USD a month for each class, for metric and alarm.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html
 */
export class SecretAge extends pulumi.ComponentResource {
  constructor(name: string, args: SecretAgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:secret-age:SecretAge", name, {}, opts);
    const names = Object.values(args.classes).flatMap(({ secretNames }) => secretNames);
    if (names.length === 0) throw new Error("age of secrets: expected at least one secret");
    const functionName = physicalName("lambdaFunction", args.namePrefix, "secret-age");

    const { lambda, documents } = createLambda(this, name, {
      accountId: args.accountId,
      functionName,
      description: `${args.namePrefix}: reports the age of secrets`,
      code: "secret-age",
      memoryMib: 128,
      timeoutSeconds: 60,
      environment: {
        SYSTEM: args.namePrefix,
        WATCHED: JSON.stringify(
          Object.fromEntries(
            Object.entries(args.classes).map(([secretClass, { everyDays, secretNames }]) => [secretClass, { everyDays, names: secretNames }]),
          ),
        ),
      },
      statements: [
        {
          sid: "SeeAges",
          actions: ["secretsmanager:DescribeSecret", "secretsmanager:ListSecretVersionIds"],
          // The ARN of a secret ends in six signs that AWS chooses.
          resources: names.map((secret) => `arn:aws:secretsmanager:${args.region}:${args.accountId}:secret:${secret}-??????`),
        },
      ],
      logRetentionDays: args.logRetentionDays,
      logKeyArn: args.logKeyArn,
    });

    const rule = new EventRule(
      `${name}-schedule`,
      {
        name: functionName,
        description: `${args.namePrefix}: when the age of secrets is looked at`,
        scheduleExpression: "rate(6 hours)",
      },
      { parent: this },
    );
    const permission = new Permission(
      `${name}-permission`,
      { function: lambda.arn, action: "lambda:InvokeFunction", principal: "events.amazonaws.com", sourceArn: rule.arn },
      { parent: this },
    );
    new EventTarget(`${name}-schedule`, { rule: rule.name, arn: lambda.arn }, { parent: this, dependsOn: [permission] });

    for (const [secretClass, { everyDays, secretNames }] of Object.entries(args.classes)) {
      new MetricAlarm(
        `${name}-${secretClass}`,
        {
          name: physicalName("alarm", args.namePrefix, "secret-too-old", secretClass),
          alarmDescription:
            `A secret of class ${secretClass} has had its value for more than ${everyDays} days, or its age is not known: one of ` +
            `${summary(secretNames)}. Runbook: ${args.runbookBaseUrl}/secret-too-old.md`,
          namespace: "Groundwork/Secrets",
          metricName: "DaysOverdue",
          dimensions: { System: args.namePrefix, SecretClass: secretClass },
          statistic: "Maximum",
          // A day of four reports; a rotation by the clock comes some time in the day that it is due, so one day is forgiven.
          period: 86_400,
          evaluationPeriods: 1,
          comparisonOperator: "GreaterThanThreshold",
          threshold: 1,
          // No report, no rotation that anybody knows of.
          treatMissingData: "breaching",
          // The first report of a new stack takes six hours. CloudWatch offers 48 hours at most.
          warmUpConfiguration: { warmUpPeriodDurationInMinutes: 2880, onlyStartEvaluatingAfterWarmUpPeriodEnds: true },
          alarmActions: [...args.topicArns],
          okActions: [...args.topicArns],
        },
        { parent: this },
      );
    }

    this.registerOutputs({ documents });
  }
}

/** An alarm's description has room for 1024 characters. */
function summary(names: readonly string[]): string {
  const shown = names.slice(0, 6).join(", ");
  return names.length > 6 ? `${shown} and ${names.length - 6} more` : shown;
}
