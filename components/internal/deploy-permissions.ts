import { interpolate } from "@pulumi/pulumi";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "./policy-document";

/** Verbs of a service's actions, `Describe*`; space between them. */
type Actions = Readonly<Record<string, string>>;

/**
 * What tells how the account is configured, and nothing of what it holds: no object, no log line, no message, no secret.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
const READS: Actions = {
  "access-analyzer": "Get* List*",
  acm: "Describe* List*",
  "application-autoscaling": "Describe* List*",
  aps: "Describe* List*",
  backup: "Describe* Get* List*",
  budgets: "Describe* List* View*",
  ce: "Describe* Get* List*",
  chatbot: "Describe* Get* List*",
  cloudtrail: "Describe* Get* List*",
  cloudwatch: "Describe* Get* List*",
  "cognito-identity": "DescribeIdentityPool GetIdentityPoolRoles List*",
  "compute-optimizer": "GetEnrollmentStatus",
  config: "Describe* Get* List*",
  ec2: "Describe* Get*",
  ecr: "Describe* GetLifecyclePolicy* GetRepositoryPolicy GetRegistry* List*",
  ecs: "Describe* List*",
  elasticache: "Describe* List*",
  elasticloadbalancing: "Describe* Get*",
  events: "Describe* List*",
  firehose: "Describe* List*",
  guardduty: "Get* List*",
  iam: "Get* List*",
  inspector2: "BatchGet* Get* List*",
  kms: "Describe* GetKeyPolicy GetKeyRotationStatus List*",
  lambda: "Get* List*",
  logs: "Describe* GetDataProtectionPolicy List*",
  rds: "Describe* List*",
  resiliencehub: "Describe* List*",
  route53: "Get* List*",
  rum: "Get* List*",
  s3: "GetAccountPublicAccessBlock GetBucket* GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration GetAccelerateConfiguration ListAllMyBuckets ListBucket",
  scheduler: "Get* List*",
  secretsmanager: "DescribeSecret GetResourcePolicy ListSecret*",
  securityhub: "BatchGet* Describe* Get* List*",
  servicediscovery: "Get* List*",
  sns: "Get* List*",
  sqs: "GetQueueAttributes GetQueueUrl List*",
  ssm: "Describe* List*",
  synthetics: "Describe* Get* List*",
  tag: "Get*",
  wafv2: "Get* List*",
};

/** What changes it. IAM is not here: it has statements of its own. What could hide a deed is left out or denied below. */
const WRITES: Actions = {
  "access-analyzer": "Create* Tag* Untag* Update*",
  acm: "Add* Delete* Remove* Request* Update*",
  "application-autoscaling": "Delete* Deregister* Put* Register* Tag* Untag*",
  aps: "Create* Delete* Put* Tag* Untag* Update*",
  backup: "Create* Delete* Put* Tag* Untag* Update*",
  "backup-storage": "MountCapsule",
  budgets: "Modify* Tag* Untag*",
  ce: "Create* Delete* Tag* Untag* Update*",
  chatbot: "Create* Delete* Tag* Untag* Update*",
  cloudtrail: "Add* Create* Put* Remove* Start* Update*",
  cloudwatch: "Delete* Disable* Enable* Put* Set* Tag* Untag*",
  "cognito-identity": "Create* Delete* Set* Tag* Untag* Update*",
  "compute-optimizer": "UpdateEnrollmentStatus",
  config: "Put* Start* Tag* Untag*",
  ec2: "Allocate* Associate* Attach* Authorize* Create* Delete* Detach* Disable* Disassociate* Enable* Modify* Release* Replace* Revoke* Run* Start* Stop* Terminate*",
  ecr: "Batch* Complete* Create* Delete* GetAuthorizationToken Initiate* Put* Set* Tag* Untag* Upload*",
  ecs: "Create* Delete* Deregister* Put* Register* Run* Stop* Tag* Untag* Update*",
  elasticache: "Add* Create* Decrease* Delete* Increase* Modify* Reboot* Remove*",
  elasticloadbalancing: "Add* Create* Delete* Deregister* Modify* Register* Remove* Set*",
  events: "Delete* Disable* Enable* Put* Remove* Tag* Untag*",
  firehose: "Create* Delete* Start* Tag* Untag* Update*",
  guardduty: "Create* Tag* Untag* Update*",
  inspector2: "Enable* Update*",
  kms: "Create* Decrypt DeleteAlias Enable* Encrypt GenerateDataKey* Put* ReEncrypt* Schedule* Tag* Untag* Update*",
  lambda: "Add* Create* Delete* Publish* Put* Remove* Tag* Untag* Update*",
  logs: "Associate* Create* Delete* Disassociate* Put* Tag* Untag*",
  rds: "Add* Create* Delete* Modify* Promote* Reboot* Remove* Restore* Start* Stop*",
  resiliencehub: "Create* Delete* Tag* Untag* Update*",
  route53: "Change* Create* Delete*",
  rum: "Create* Delete* Put* Tag* Untag* Update*",
  s3: "CreateBucket DeleteBucket DeleteBucketPolicy PutAccountPublicAccessBlock PutBucket* PutEncryptionConfiguration PutLifecycleConfiguration PutReplicationConfiguration",
  scheduler: "Create* Delete* Tag* Untag* Update*",
  secretsmanager: "Cancel* Create* Delete* GetSecretValue Put* Restore* Rotate* Tag* Untag* Update*",
  securityhub: "BatchEnable* Create* Enable* Tag* Untag* Update*",
  servicediscovery: "Create* Delete* Tag* Untag* Update*",
  sns: "Confirm* Create* Delete* Set* Subscribe Tag* Unsubscribe Untag*",
  sqs: "CreateQueue DeleteQueue SetQueueAttributes Tag* Untag*",
  ssm: "Add* DeleteParameter GetParameter* PutParameter Remove* StartSession TerminateSession",
  synthetics: "Create* Delete* Start* Stop* Tag* Untag* Update*",
  wafv2: "Associate* Create* Delete* Disassociate* Put* Tag* Untag* Update*",
};

/** Services that hold data where they are asked to: what the account's regions are meant for. */
const RESIDENT = ["backup", "ec2", "ecr", "ecs", "elasticache", "firehose", "kms", "lambda", "logs", "rds", "secretsmanager", "sns", "sqs"];

/** Services that a role of the system may be handed to. */
const PASSED_TO = [
  "backup.amazonaws.com", "chatbot.amazonaws.com", "cognito-identity.amazonaws.com", "config.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "ecs.amazonaws.com",
  "events.amazonaws.com", "firehose.amazonaws.com", "lambda.amazonaws.com", "logs.amazonaws.com", "monitoring.rds.amazonaws.com",
  "rds.amazonaws.com", "s3.amazonaws.com", "scheduler.amazonaws.com", "synthetics.amazonaws.com", "vpc-flow-logs.amazonaws.com",
];

/** What changes an IAM resource. */
const IAM_WRITES = ["Add*", "Attach*", "Create*", "Delete*", "Detach*", "Put*", "Remove*", "Set*", "Tag*", "Untag*", "Update*"].map(
  (verb) => `iam:${verb}`,
);

/** All services that a deployment may touch, for a test that finds one which is missing. */
export const DEPLOYED_SERVICES: readonly string[] = [...new Set([...Object.keys(READS), ...Object.keys(WRITES)])].sort();

/** Where the roles of this file live; nothing that a deployment may change does. */
export const DEPLOY_PATH = "/deploy/";

/** Where upper bounds live: policies that are never attached to grant anything. */
export const BOUNDARY_PATH = "/boundary/";

/** The roles of a system live below one path, so that a deployment can be let at them and at no others. */
export function rolePath(namePrefix: string): string {
  return `/${namePrefix}/`;
}

function actions(table: Actions): readonly string[] {
  return Object.entries(table).flatMap(([service, verbs]) => verbs.split(" ").map((verb) => `${service}:${verb}`));
}

/** Looks at everything's configuration. */
export function readStatements(): readonly PolicyStatement[] {
  return [{ sid: "ReadConfigurations", actions: [...actions(READS), "sts:GetCallerIdentity"], resources: ["*"] }];
}

/**
 * Changes what `pulumi up` changes, IAM aside. A list of services and verbs, not everything with exceptions: a service that
 * nobody has thought of fails with its name in the message, in place of being open since the day that AWS brought it out.
 */
export function changeStatements(): readonly PolicyStatement[] {
  return [{ sid: "ChangeResources", actions: [...actions(WRITES), "iam:UpdateAccountPasswordPolicy"], resources: ["*"] }];
}

/** Pulumi's state in a bucket, `s3://<bucket>`. Without the right to write it, a lock on it can be taken and given back. */
export interface StateBucket {
  readonly bucketName: string;
  /** The key of the bucket and of the stack's secrets. */
  readonly keyArn: string;
}

export function stateStatements({ bucketName, keyArn }: StateBucket, access: "read" | "write"): readonly PolicyStatement[] {
  const arn = `arn:aws:s3:::${bucketName}`;
  const locks = access === "read" ? `${arn}/.pulumi/locks/*` : `${arn}/.pulumi/*`;
  return [
    { sid: "FindTheState", actions: ["s3:ListBucket"], resources: [arn] },
    { sid: "ReadTheState", actions: ["s3:GetObject"], resources: [`${arn}/*`] },
    { sid: "WriteTheState", actions: ["s3:DeleteObject", "s3:PutObject"], resources: [locks] },
    { sid: "DecryptTheState", actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], resources: [keyArn] },
  ];
}

/** A refresh reads the secrets that the program made, to see whether somebody changed them. */
export function secretStatements(accountId: string, secretPrefix: string): readonly PolicyStatement[] {
  return [
    {
      sid: "ReadTheSystemsSecrets",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [`arn:aws:secretsmanager:*:${accountId}:secret:${secretPrefix}*`],
    },
    {
      sid: "DecryptTheSystemsSecrets",
      actions: ["kms:Decrypt"],
      resources: [`arn:aws:kms:*:${accountId}:key/*`],
      conditions: { StringLike: { "kms:ViaService": ["secretsmanager.*.amazonaws.com"] } },
    },
  ];
}

export interface DeployScope {
  readonly accountId: string;
  /** Regions that anything may be made in. */
  readonly regions: readonly string[];
  readonly rolePath: string;
  readonly boundaryArn: pulumi.Input<string>;
}

/** What `pulumi up` needs besides: roles within the bound, and what it must never do. */
export function deployStatements({ accountId, regions, rolePath: path, boundaryArn }: DeployScope): readonly PolicyStatement[] {
  const iam = (resource: string) => `arn:aws:iam::${accountId}:${resource}`;
  const roles = [iam(`role${path}*`)];
  return [
    {
      // Only with the boundary on it: otherwise it could make a role with more rights than its own, and take it.
      sid: "MakeRolesWithinTheBoundary",
      actions: ["iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
      resources: roles,
      conditions: { StringEquals: { "iam:PermissionsBoundary": [boundaryArn] } },
    },
    {
      sid: "KeepRoles",
      actions: ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole*"],
      resources: roles,
    },
    {
      sid: "HandRolesToServices",
      actions: ["iam:PassRole"],
      resources: roles,
      conditions: { StringEquals: { "iam:PassedToService": PASSED_TO } },
    },
    {
      sid: "KeepInstanceProfiles",
      actions: ["iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile", "iam:DeleteInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:TagInstanceProfile", "iam:UntagInstanceProfile"],
      resources: [iam("instance-profile/*")],
    },
    { sid: "LetServicesMakeTheirRoles", actions: ["iam:CreateServiceLinkedRole"], resources: [iam("role/aws-service-role/*")] },
    {
      sid: "NeverItself",
      effect: "Deny",
      actions: IAM_WRITES,
      resources: [iam(`role${DEPLOY_PATH}*`), iam(`policy${DEPLOY_PATH}*`), iam(`policy${BOUNDARY_PATH}*`), iam("oidc-provider/*"), iam("user/*"), iam("group/*")],
    },
    { sid: "NeverTheRecordOrTheBackups", effect: "Deny", actions: TRACES, resources: ["*"] },
    {
      sid: "NeverElsewhere",
      effect: "Deny",
      actions: [...RESIDENT.map((service) => `${service}:*`), "s3:CreateBucket"],
      resources: ["*"],
      conditions: { StringNotEquals: { "aws:RequestedRegion": regions } },
    },
  ];
}

/** What would make a deed unseen, or a loss final. */
const TRACES = [
  "access-analyzer:Delete*", "backup:DeleteBackupVaultLockConfiguration", "backup:DeleteRecoveryPoint", "cloudtrail:DeleteTrail",
  "cloudtrail:StopLogging", "config:Delete*", "config:StopConfigurationRecorder", "guardduty:Delete*", "guardduty:Disassociate*",
  "inspector2:Disable", "s3:BypassGovernanceRetention", "s3:DeleteObjectVersion", "securityhub:Delete*", "securityhub:Disable*",
];

/**
 * The most that a role of the system may ever do, whoever wrote its policies. It grants nothing by itself: a role may do
 * what its own policies and this bound both allow.
 */
export function boundaryStatements(accountId: string): readonly PolicyStatement[] {
  return [
    { sid: "WhatItsPoliciesAllow", actions: ["*"], resources: ["*"] },
    {
      // Services are handed roles, and that is PassRole, which is not among them.
      sid: "NeverRightsForItself",
      effect: "Deny",
      actions: [...IAM_WRITES.filter((action) => action !== "iam:Create*"), "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreateOpenIDConnectProvider", "iam:CreatePolicy*", "iam:CreateRole", "iam:CreateSAMLProvider", "iam:CreateUser", "organizations:*", "account:*"],
      resources: ["*"],
    },
    { sid: "NeverTheDeployersRoles", effect: "Deny", actions: ["sts:AssumeRole"], resources: [`arn:aws:iam::${accountId}:role${DEPLOY_PATH}*`] },
    {
      sid: "NeverTheRecordOrTheLocks",
      effect: "Deny",
      // AWS Backup itself ends recovery points with its role, so that is no trace to be kept from it.
      actions: [...TRACES.filter((action) => !/^(backup:DeleteRecoveryPoint|s3:DeleteObjectVersion)$/.test(action)), "cloudtrail:PutEventSelectors", "cloudtrail:UpdateTrail"],
      resources: ["*"],
    },
  ];
}

/** What a person who answers a call reads besides configurations: the system's logs. */
export function supportStatements(accountId: string, namePrefix: string): readonly PolicyStatement[] {
  return [
    {
      sid: "SearchTheSystemsLogs",
      actions: ["logs:FilterLogEvents", "logs:GetLogEvents", "logs:StartQuery"],
      resources: [interpolate`arn:aws:logs:*:${accountId}:log-group:/${namePrefix}/*`],
    },
    { sid: "ReadTheAnswers", actions: ["logs:GetQueryResults", "logs:StopQuery"], resources: ["*"] },
  ];
}
