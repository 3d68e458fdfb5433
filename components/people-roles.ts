import * as pulumi from "@pulumi/pulumi";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import { supportStatements } from "./internal/deploy-permissions";
import { physicalName } from "./internal/names";
import { policyDocument, policyOutline } from "./internal/policy-document";
import type { PolicyStatement } from "./internal/policy-document";
import { peopleTrust } from "./internal/trust-documents";

export interface PeopleRolesArgs {
  /** `<system>-<environment>`; the roles are `<…>-support` and `<…>-break-glass`. Changing this replaces them. */
  namePrefix: string;
  accountId: string;
  /** Who may take the roles: ARNs of users, roles, or of an account whose administrators decide. */
  principalArns: readonly string[];
  /** How old the second factor may be, in seconds. */
  maxFactorAgeSeconds: number;
  /** How long the roles last, in seconds: 3600 to 43200. */
  maxSessionSeconds: number;
  /** Archives whose lock in mode GOVERNANCE the break-glass role may lift. */
  lockedBucketArns: readonly string[];
}

/** Configurations, metrics and alarms, and no data. AWS adds its new services to it. */
const VIEW_ONLY = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";

/**
 * What people of the system do in AWS: look, and in an emergency lift a lock. All else goes through a deployment.
 *
 * Creates: the support role, which reads configurations and the system's logs, and the break-glass role, which reads
 * configurations, lifts locks in mode GOVERNANCE and ends recovery points.
 * Guarantees: both want a second factor that is fresh; neither changes a resource; no key of its own belongs to either.
 * Each use stands in CloudTrail.
 * People who come through IAM Identity Center show their second factor there; their sessions don't carry the condition's
 * key, so they need permission sets in place of these roles.
 * Cost: none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export class PeopleRoles extends pulumi.ComponentResource {
  public readonly supportRoleArn: pulumi.Output<string>;
  public readonly breakGlassRoleArn: pulumi.Output<string>;

  constructor(name: string, args: PeopleRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:people-roles:PeopleRoles", name, {}, opts);
    const { accountId, namePrefix } = args;

    const documents: Record<string, ReturnType<typeof policyOutline>> = {};
    const create = (purpose: "support" | "break-glass", description: string, statements: readonly PolicyStatement[]) => {
      const role = new Role(
        `${name}-${purpose}`,
        {
          name: physicalName("role", namePrefix, purpose),
          path: "/people/",
          description: `${namePrefix}: ${description}`,
          assumeRolePolicy: peopleTrust(args.principalArns, args.maxFactorAgeSeconds),
          maxSessionDuration: args.maxSessionSeconds,
        },
        { parent: this },
      );
      new RolePolicy(`${name}-${purpose}`, { role: role.name, policy: policyDocument(statements) }, { parent: this });
      new RolePolicyAttachment(`${name}-${purpose}`, { role: role.name, policyArn: VIEW_ONLY }, { parent: this });
      documents[`${name}-${purpose}`] = policyOutline(statements);
      return role.arn;
    };

    this.supportRoleArn = create("support", "people who answer a call", supportStatements(accountId, namePrefix));
    this.breakGlassRoleArn = create("break-glass", "people who lift a lock or end a recovery point", [
      {
        sid: "EndRecoveryPoints",
        actions: ["backup:DeleteRecoveryPoint", "backup:DescribeRecoveryPoint", "backup:ListRecoveryPointsByBackupVault", "backup:UpdateRecoveryPointLifecycle"],
        resources: [`arn:aws:backup:*:${accountId}:backup-vault:${namePrefix}*`, `arn:aws:backup:*:${accountId}:recovery-point:*`],
      },
      ...liftLocks(args.lockedBucketArns),
    ]);

    this.registerOutputs({ supportRoleArn: this.supportRoleArn, breakGlassRoleArn: this.breakGlassRoleArn, documents });
  }
}

/** A lock in mode COMPLIANCE stays shut for this role as for everybody. */
function liftLocks(bucketArns: readonly string[]): readonly PolicyStatement[] {
  if (bucketArns.length === 0) return [];
  return [
    { sid: "FindLockedObjects", actions: ["s3:ListBucketVersions"], resources: bucketArns },
    {
      sid: "LiftLocks",
      actions: ["s3:BypassGovernanceRetention", "s3:DeleteObjectVersion", "s3:GetObjectRetention", "s3:PutObjectRetention"],
      resources: bucketArns.map((arn) => `${arn}/*`),
    },
  ];
}
