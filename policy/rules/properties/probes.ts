import { isOff, oneOf } from "../../judgements";
import { EVERYWHERE } from "../../levels";
import type { PropertyRule } from "../../rule";

export const PROBE_RULES: readonly PropertyRule[] = [
  {
    id: "canary-encrypted",
    reason: "a probe's pictures and recordings show what a user sees",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make probes with Canary",
    checklist: ["S-12"],
    equivalents: [],
    types: ["aws:synthetics/canary:Canary"],
    property: "artifactConfig.s3Encryption.encryptionMode",
    ...oneOf("SSE_KMS"),
  },
  {
    id: "rum-no-log-copy",
    reason: "what browsers send names pages and people, and a copy in a log group is one that nobody masks",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make the monitor with RealUserMonitoring",
    checklist: ["S-27"],
    equivalents: [],
    types: ["aws:rum/appMonitor:AppMonitor"],
    property: "cwLogEnabled",
    absent: false,
    ...isOff,
  },
  {
    id: "chatbot-guardrail",
    reason: "whoever gets into a chat channel must not get into the account",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make chat channels with Channels, which lets them do nothing",
    checklist: ["S-24"],
    equivalents: [],
    types: ["aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration"],
    property: "guardrailPolicyArns[*]",
    ...oneOf("arn:aws:iam::aws:policy/AWSDenyAll", "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"),
  },
];
