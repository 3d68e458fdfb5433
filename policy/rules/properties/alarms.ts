import { comesFrom } from "../../evidence";
import { isOn, isStated, must, oneOf } from "../../judgements";
import { ADVISED, EVERYWHERE } from "../../levels";
import { documentCopy, everyStatement } from "../../documents";
import { conditionValues, isForAnybody, statementsOf } from "../../iam-document";
import type { Statement } from "../../iam-document";
import type { Value } from "../../model";
import type { PropertyRule } from "../../rule";

const refusesPlainText = (document: Value | undefined) =>
  (statementsOf(document) ?? []).some((statement) => !statement.allows && isForAnybody(statement) && conditionValues(statement, "aws:SecureTransport", "bool").includes("false"));

/** Everybody of one account is somebody. */
const isSomebody = (statement: Statement) =>
  !statement.allows || !isForAnybody(statement) || ["aws:SourceAccount", "aws:SourceOwner", "aws:PrincipalOrgID"].some((key) => conditionValues(statement, key).length > 0);

export const ALARM_RULES: readonly PropertyRule[] = [
  {
    id: "alarm-enabled",
    reason: "an alarm that does nothing is heard by nobody",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "leave actionsEnabled out",
    checklist: ["S-41"],
    equivalents: ["CKV_AWS_319", "cdk-nag CloudWatchAlarmAction"],
    types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
    property: "actionsEnabled",
    absent: true,
    ...isOn,
  },
  {
    id: "alarm-missing-data",
    reason: "silence means failure for one alarm and rest for another, so each says which",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "state treatMissingData",
    checklist: ["S-41"],
    equivalents: [],
    types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
    property: "treatMissingData",
    ...oneOf("breaching", "notBreaching", "ignore", "missing"),
  },
  {
    id: "alarm-runbook",
    reason: "who is woken up must know what to do",
    severity: "low",
    levels: ADVISED,
    remedy: "give the alarm a runbook",
    checklist: ["S-41"],
    equivalents: [],
    types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
    property: "alarmDescription",
    // An alarm that only scales is read by nobody.
    when: ({ propertyDependencies }) => (propertyDependencies.alarmActions ?? []).some((urn) => urn.includes("aws:sns/topic:Topic::")),
    ...must("a text with the address of a runbook", (value) => typeof value === "string" && /https:\/\/\S+/.test(value), ["", "see the wiki", undefined]),
  },
  {
    id: "sns-encrypted",
    reason: "an alert says what is broken",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make topics with Channels",
    checklist: ["S-12"],
    equivalents: ["CKV_AWS_26", "cdk-nag SNSEncryptedKMS", "FSBP SNS.1", "AVD-AWS-0095", "AVD-AWS-0136"],
    types: ["aws:sns/topic:Topic"],
    property: "kmsMasterKeyId",
    whenUnknown: comesFrom("kmsMasterKeyId", ["aws:kms/key:Key"]),
    ...isStated,
  },
  {
    id: "sns-not-public",
    reason: "strangers must neither read our alerts nor send false ones",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make topics with Channels",
    checklist: ["S-30"],
    equivalents: ["CKV_AWS_169", "CKV_AWS_385", "FSBP SNS.4"],
    types: ["aws:sns/topic:Topic"],
    property: "policy",
    whenUnknown: documentCopy("policy"),
    ...everyStatement("principals by name", isSomebody, [{ Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: "*" }, { Effect: "Allow", Principal: { AWS: ["*"] }, Action: "sns:Publish", Resource: "*" }]),
  },
  {
    id: "sns-tls-only",
    reason: "an alert must not cross the network in plain text",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make topics with Channels",
    checklist: ["S-13"],
    equivalents: ["AwsSolutions-SNS3"],
    types: ["aws:sns/topic:Topic"],
    property: "policy",
    whenUnknown: documentCopy("policy"),
    ...must("a refusal of what comes without TLS", refusesPlainText, (good) => [["aws:SecureTransport", "aws:Other"], ['"false"', '"true"'], ['"Deny"', '"Allow"'], ['"Bool"', '"BoolIfExists"']].map(([from = "", to = ""]) => String(good).replaceAll(from, to))),
  },
  {
    id: "sqs-encrypted",
    reason: "what waits in a queue is encrypted",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make dead-letter queues with ScheduledTask",
    checklist: ["S-12"],
    equivalents: [],
    types: ["aws:sqs/queue:Queue"],
    property: "sqsManagedSseEnabled",
    when: ({ properties }) => !("kmsMasterKeyId" in properties),
    ...isOn,
  },
  {
    id: "sqs-not-public",
    reason: "strangers must neither read nor fill a queue",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "name who may use the queue",
    checklist: ["S-24"],
    equivalents: [],
    types: ["aws:sqs/queuePolicy:QueuePolicy"],
    property: "policy",
    whenUnknown: documentCopy("policy"),
    ...everyStatement("principals by name", isSomebody, [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" }, { Effect: "Allow", Principal: { AWS: ["*"] }, Action: "sqs:SendMessage", Resource: "*" }]),
  },
];
