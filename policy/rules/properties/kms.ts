import type { PropertyRule } from "../../rule";

export const KMS_RULES: readonly PropertyRule[] = [
  {
    id: "kms-rotation",
    reason: "a key that never changes gives away all it ever encrypted once it leaks",
    severity: "high",
    levels: { production: "mandatory", "non-production": "mandatory" },
    remedy: "make keys with EncryptionKeys, which turns the yearly rotation on",
    checklist: ["S-12"],
    equivalents: ["CKV_AWS_7", "FSBP KMS.4", "AVD-AWS-0065", "CIS AWS 3.6", "AwsSolutions-KMS5"],
    types: ["aws:kms/key:Key"],
    property: "enableKeyRotation",
    // AWS rotates only symmetric encryption keys: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
    when: ({ properties }) => (properties.customerMasterKeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT",
    absent: false,
    accepts: (value) => value === true,
    required: () => "true",
  },
  {
    id: "kms-deletion-window",
    reason: "a deleted key takes with it all it encrypted, so there must be time to notice",
    severity: "high",
    levels: { production: "mandatory", "non-production": "advisory" },
    remedy: "make keys with EncryptionKeys, which waits 30 days before it deletes one",
    checklist: ["S-33"],
    equivalents: ["FSBP KMS.3"],
    types: ["aws:kms/key:Key"],
    property: "deletionWindowInDays",
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
    absent: 30,
    accepts: (value) => typeof value === "number" && value >= 30,
    required: () => "30 days",
  },
  {
    id: "kms-enabled",
    reason: "what a disabled key encrypts can't be read or written",
    severity: "medium",
    levels: { production: "mandatory", "non-production": "mandatory" },
    remedy: "remove isEnabled from the key, or the key from the program",
    checklist: ["S-12"],
    equivalents: [],
    types: ["aws:kms/key:Key"],
    property: "isEnabled",
    absent: true,
    accepts: (value) => value === true,
    required: () => "true",
  },
];
