import { comesFrom } from "../../evidence";
import { isOn, isStated, must, oneOf } from "../../judgements";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Properties, Stack } from "../../model";
import type { PropertyRule } from "../../rule";

const FIREHOSE = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";
const SCHEDULE = "aws:scheduler/schedule:Schedule";

/** Where one value inside of a property comes from, as the URN of its source. */
function inside(property: string, key: string, types: readonly string[]) {
  return (resource: PolicyResource, stack: Stack): Properties | undefined => {
    const copy = comesFrom(property, types)(resource, stack);
    return copy === undefined ? undefined : { ...copy, [property]: { [key]: copy[property] ?? null } };
  };
}

export const STREAM_RULES: readonly PropertyRule[] = [
  {
    id: "firehose-encrypted",
    reason: "what flows through a stream waits on disks of AWS on its way",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make streams with LogArchive",
    checklist: ["S-12"],
    equivalents: ["CKV_AWS_240", "FSBP DataFirehose.1", "Prowler firehose_stream_encrypted_at_rest"],
    types: [FIREHOSE],
    property: "serverSideEncryption.enabled",
    ...isOn,
  },
  {
    id: "firehose-cmk",
    reason: "a key of our own can be withdrawn and its use is recorded",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make streams with LogArchive",
    checklist: ["S-12"],
    equivalents: ["CKV_AWS_241"],
    types: [FIREHOSE],
    property: "serverSideEncryption.keyType",
    ...oneOf("CUSTOMER_MANAGED_CMK"),
  },
  {
    id: "firehose-target-cmk",
    reason: "what a stream has put down is encrypted as what was written there otherwise",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make streams with LogArchive",
    checklist: ["S-12"],
    equivalents: [],
    types: [FIREHOSE],
    property: "extendedS3Configuration.kmsKeyArn",
    whenUnknown: inside("extendedS3Configuration", "kmsKeyArn", ["aws:kms/key:Key"]),
    ...isStated,
  },
  {
    id: "firehose-errors-logged",
    reason: "a record that could not be delivered must be missed by somebody",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make streams with LogArchive",
    checklist: ["S-26"],
    equivalents: [],
    types: [FIREHOSE],
    property: "extendedS3Configuration.cloudwatchLoggingOptions.enabled",
    ...isOn,
  },
  {
    id: "kinesis-encrypted",
    reason: "what flows through a stream waits on disks of AWS on its way",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set encryptionType to KMS",
    checklist: ["S-12"],
    equivalents: ["CKV_AWS_43", "AwsSolutions-KDS1", "FSBP Kinesis.1", "AVD-AWS-0064"],
    types: ["aws:kinesis/stream:Stream"],
    property: "encryptionType",
    absent: "NONE",
    ...oneOf("KMS"),
  },
  {
    id: "scheduler-dead-letter",
    reason: "a job that was never started leaves no trace but in a queue for such jobs",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make schedules with ScheduledTask and ScheduledCalls",
    checklist: [],
    equivalents: [],
    types: [SCHEDULE],
    property: "target.deadLetterConfig.arn",
    whenUnknown: (resource, stack) => {
      const copy = comesFrom("target", ["aws:sqs/queue:Queue"])(resource, stack);
      return copy === undefined ? undefined : { ...copy, target: { deadLetterConfig: { arn: copy.target ?? null } } };
    },
    ...must("a queue", (value) => typeof value === "string" && value !== "", ["", undefined]),
  },
  {
    id: "scheduler-time-zone",
    reason: "a maintenance at two in the morning is one in somebody's time zone, which must be said",
    severity: "low",
    levels: EVERYWHERE,
    remedy: "set the time zone of the schedule in its settings",
    checklist: [],
    equivalents: [],
    types: [SCHEDULE],
    property: "scheduleExpressionTimezone",
    when: ({ properties }) => typeof properties.scheduleExpression !== "string" || !properties.scheduleExpression.startsWith("rate("),
    ...must("a time zone", (value) => typeof value === "string" && /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(value), ["", "two in the morning", undefined]),
  },
];
