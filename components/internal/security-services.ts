/**
 * What GuardDuty can look at besides CloudTrail, DNS and flow logs. RUNTIME_MONITORING is left out: its agent joins every
 * Fargate task as a container that no review of the task definition has seen. EKS is not used here.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html
 */
export const GUARDDUTY_FEATURES = ["EBS_MALWARE_PROTECTION", "LAMBDA_NETWORK_LOGS", "RDS_LOGIN_EVENTS", "S3_DATA_EVENTS"] as const;
export type GuardDutyFeature = (typeof GUARDDUTY_FEATURES)[number];

/** https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html */
const STANDARD_PATHS = {
  "aws-foundational": "aws-foundational-security-best-practices/v/1.0.0",
  cis: "cis-aws-foundations-benchmark/v/3.0.0",
  "nist-800-53": "nist-800-53/v/5.0.0",
  "pci-dss": "pci-dss/v/4.0.1",
} as const;
export type SecurityStandard = keyof typeof STANDARD_PATHS;
export const SECURITY_STANDARDS = ["aws-foundational", "cis", "nist-800-53", "pci-dss"] as const satisfies readonly SecurityStandard[];

export function standardArn(standard: SecurityStandard, region: string): string {
  return `arn:aws:securityhub:${region}::standards/${STANDARD_PATHS[standard]}`;
}

/** https://docs.aws.amazon.com/inspector/v2/APIReference/API_Enable.html */
export const INSPECTOR_TARGETS = ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"] as const;
export type InspectorTarget = (typeof INSPECTOR_TARGETS)[number];

/** Severities of Security Hub, worst first. */
export const FINDING_SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW"] as const;
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** From which number on GuardDuty calls a finding so. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
const GUARDDUTY_SEVERITY: Readonly<Record<FindingSeverity, number>> = { CRITICAL: 9, HIGH: 7, MEDIUM: 4, LOW: 1 };

/** GuardDuty's own events: they come minutes before Security Hub passes them on. */
export function guardDutyPattern(least: FindingSeverity): string {
  return JSON.stringify({
    source: ["aws.guardduty"],
    "detail-type": ["GuardDuty Finding"],
    detail: { severity: [{ numeric: [">=", GUARDDUTY_SEVERITY[least]] }] },
  });
}

/**
 * What Security Hub gathers from its own checks, Inspector and Access Analyzer. Not GuardDuty's, which were told already,
 * and not what somebody has taken on: Security Hub repeats a finding whenever it changes.
 */
export function securityHubPattern(least: FindingSeverity): string {
  return JSON.stringify({
    source: ["aws.securityhub"],
    "detail-type": ["Security Hub Findings - Imported"],
    detail: {
      findings: {
        ProductName: [{ "anything-but": ["GuardDuty"] }],
        RecordState: ["ACTIVE"],
        Severity: { Label: FINDING_SEVERITIES.slice(0, FINDING_SEVERITIES.indexOf(least) + 1) },
        Workflow: { Status: ["NEW"] },
      },
    },
  });
}
