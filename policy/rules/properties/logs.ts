import { comesFrom } from "../../evidence";
import { atLeast, isStated, oneOf } from "../../judgements";
import { EVERYWHERE } from "../../levels";
import type { PropertyRule } from "../../rule";

export const LOGS_RULES: readonly PropertyRule[] = [
  {
    id: "log-retention",
    reason: "a log group without a term keeps everything for ever, one with a short term nothing",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set logRetentionDays in the settings",
    checklist: ["S-28"],
    equivalents: ["CKV_AWS_66", "CKV_AWS_338", "cdk-nag CloudWatchLogGroupRetentionPeriod"],
    types: ["aws:cloudwatch/logGroup:LogGroup"],
    property: "retentionInDays",
    ...atLeast(({ logRetentionDays }) => logRetentionDays, "days"),
  },
  {
    id: "log-cmk",
    reason: "logs hold what users did",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "give the log group the key for logs",
    checklist: ["S-12"],
    equivalents: ["CKV_AWS_158", "cdk-nag CloudWatchLogGroupEncrypted", "AVD-AWS-0017"],
    types: ["aws:cloudwatch/logGroup:LogGroup"],
    property: "kmsKeyId",
    whenUnknown: comesFrom("kmsKeyId", ["aws:kms/key:Key"]),
    ...isStated,
  },
  {
    id: "log-data-class",
    reason: "who handles data must see what it is",
    severity: "low",
    levels: EVERYWHERE,
    remedy: "set DataClass of the log group",
    checklist: ["S-37"],
    equivalents: [],
    types: ["aws:cloudwatch/logGroup:LogGroup"],
    property: "tags.DataClass",
    ...oneOf("public", "internal", "confidential", "restricted"),
  },
];
