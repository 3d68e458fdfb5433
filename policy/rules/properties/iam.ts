import { isAbsent, must } from "../../judgements";
import { ADVISED, EVERYWHERE } from "../../levels";
import { documentCopy, everyStatement } from "../../documents";
import { sourcesOf } from "../../evidence";
import { allowsAction, conditionValues, isAboutEverything, isForAnybody } from "../../iam-document";
import type { Statement } from "../../iam-document";
import type { PolicyResource, Properties, Stack } from "../../model";
import type { PropertyRule } from "../../rule";
import { byUrn } from "../../stack-index";

/** Wherever a permission can be written down. */
const POLICIES = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy"];
const ATTACHMENTS = ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:iam/userPolicyAttachment:UserPolicyAttachment", "aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "aws:iam/policyAttachment:PolicyAttachment"];

/** What AWS lets nobody restrict to a resource. https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const WITHOUT_RESOURCE = /^(ecr:getauthorizationtoken|logs:(describeloggroups|getqueryresults|stopquery)|ssmmessages:(create|open)(control|data)channel|cloudwatch:(put|get|list)metric(s|data)|s3:listallmybuckets)$/;

/** Each of them gives whoever has it more than they have. */
const ESCALATIONS = [
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreatePolicyVersion",
  "iam:PutGroupPolicy",
  "iam:PutRolePolicy",
  "iam:PutUserPolicy",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateLoginProfile",
];

/**
 * Services whose trust names the account that acts through them; without it a stranger can have them act on our role. AWS
 * Backup, S3 and ECS itself, which is not ECS tasks, are left out: their guides give the trust policy without such a condition.
 */
const DEPUTIES = /^Service:(?!backup\.|s3\.|ecs\.)/;

const MANAGED_ADMIN = /AdministratorAccess|PowerUserAccess|FullAccess|:policy\/boundary\//;

/** Where upper bounds live. A bound grants nothing, so what it lets through is no permission; iam-no-managed-admin lets nobody attach one. */
const BOUNDARIES = "/boundary/";
/** Where the policies of deployers live: what they make has no name yet, so they can't name it. */
const DEPLOYERS = "/deploy/";
const grants = ({ properties }: PolicyResource) => properties.path !== BOUNDARIES;

/** A policy of ours that is not known yet is judged where it is made; a bound is refused all the same. */
function ownPolicy(attachment: PolicyResource, stack: Stack): Properties | undefined {
  const [urn] = sourcesOf(attachment, "policyArn", ["aws:iam/policy:Policy"], stack);
  const own = urn === undefined ? undefined : byUrn(stack, urn);
  return own === undefined || !grants(own) ? undefined : { ...attachment.properties, policyArn: own.urn };
}

/** A statement that works only on roles which carry a bound: whoever has it can give them no more than the bound allows. */
function isBounded(statement: Statement): boolean {
  const bounds = conditionValues(statement, "iam:PermissionsBoundary", "stringequals");
  return bounds.length > 0 && bounds.every((bound) => bound.includes(`:policy${BOUNDARIES}`) && !bound.includes("*"));
}

/** All roles below a path, or one role: never all roles there are. */
const namesRoles = ({ resources, exceptResources }: Statement) =>
  !exceptResources && resources.every((resource) => !resource.includes("*") || /:role\/[^*?]+\/\*$/.test(resource));

/** Another trust of a role gives it no more rights; of a role below a path, whose bound is known, nobody can gain by it. */
const escalates = (statement: Statement) =>
  ESCALATIONS.some((action) => allowsAction(statement, action) && !isBounded(statement) && !(action === "iam:UpdateAssumeRolePolicy" && namesRoles(statement)));

const isAdministrator = (statement: Statement) =>
  statement.allows && isAboutEverything(statement) && (statement.exceptActions || statement.actions.some((action) => /^\*(:\*)?$/.test(action)));

function namesDeputy(statement: Statement): boolean {
  if (!statement.allows || !statement.principals.some((principal) => DEPUTIES.test(principal))) return true;
  return ["aws:SourceAccount", "aws:SourceArn"].some((key) => conditionValues(statement, key).some((value) => value !== "*"));
}

/** A provider of tokens, for the counterexamples. */
const GITHUB = "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com";
const COGNITO = "cognito-identity.amazonaws.com";

function namesRepository(statement: Statement): boolean {
  const [provider] = statement.principals.filter((principal) => principal.startsWith("Federated:"));
  if (!statement.allows || provider === undefined) return true;
  // Guests of one identity pool; without the pool, those of every pool there is.
  if (provider === `Federated:${COGNITO}`) return conditionValues(statement, `${COGNITO}:aud`, "stringequals").length > 0;
  const host = /oidc-provider\/(.+)$/.exec(provider)?.[1] ?? "token.actions.githubusercontent.com";
  const subjects = conditionValues(statement, `${host}:sub`, "stringequals", "stringlike");
  return (
    conditionValues(statement, `${host}:aud`, "stringequals").length > 0 &&
    subjects.length > 0 &&
    // repo:<owner>/<repository>:environment:<name>, or :ref:<branch>
    subjects.every((subject) => /^repo:[^*?/]+\/[^*?:]+:(environment|ref):[^*?]+$/.test(subject))
  );
}

export const IAM_RULES: readonly PropertyRule[] = [
  {
    id: "iam-no-admin",
    reason: "who may do everything may do harm to everything",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "name the actions and the resources",
    checklist: ["S-24"],
    equivalents: ["CKV_AWS_62", "CKV2_AWS_40", "AwsSolutions-IAM5", "FSBP IAM.1", "AVD-AWS-0057"],
    types: POLICIES,
    property: "policy",
    when: grants,
    whenUnknown: documentCopy("policy"),
    ...everyStatement("no permission for everything", (statement) => !isAdministrator(statement), [{ Effect: "Allow", Action: "*", Resource: "*" }, { Effect: "Allow", NotAction: "iam:*", Resource: "*" }, { Effect: "Allow", Action: "*:*", NotResource: "arn:aws:s3:::x" }]),
  },
  {
    id: "iam-no-star-action",
    reason: "AWS adds actions to a service, and nobody has decided on those",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "name the actions",
    checklist: ["S-24"],
    equivalents: ["CKV_AWS_49", "CKV_AWS_63", "AwsSolutions-IAM5", "FSBP IAM.21", "AVD-AWS-0057"],
    types: POLICIES,
    property: "policy",
    when: grants,
    whenUnknown: documentCopy("policy"),
    ...everyStatement("actions by name", (statement) => !statement.allows || (!statement.exceptActions && statement.actions.length > 0 && !statement.actions.some((action) => /(^|:)\*$/.test(action))), [{ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::x" }, { Effect: "Allow", NotAction: "s3:GetObject", Resource: "arn:aws:s3:::x" }]),
  },
  {
    id: "iam-no-star-resource",
    reason: "a permission on everything is one on what others made too",
    severity: "medium",
    levels: ADVISED,
    remedy: "name the resources",
    checklist: ["S-24"],
    equivalents: ["CKV_AWS_355", "CKV_AWS_356", "AwsSolutions-IAM5"],
    types: POLICIES,
    property: "policy",
    when: (resource) => grants(resource) && resource.properties.path !== DEPLOYERS,
    whenUnknown: documentCopy("policy"),
    ...everyStatement("resources by name, where AWS allows it", (statement) => !statement.allows || !isAboutEverything(statement) || statement.actions.every((action) => WITHOUT_RESOURCE.test(action)), [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }, { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::x" }]),
  },
  {
    id: "iam-no-escalation",
    reason: "who can change policies has every right there is",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "remove the action",
    checklist: ["S-24"],
    equivalents: ["CKV_AWS_107", "CKV_AWS_110", "CKV_AWS_286", "CKV_AWS_287", "AVD-AWS-0342"],
    types: POLICIES,
    property: "policy",
    when: grants,
    whenUnknown: documentCopy("policy"),
    ...everyStatement("no action by which a role gives itself rights", (statement) => !escalates(statement), [{ Effect: "Allow", Action: "iam:AttachRolePolicy", Resource: "arn:aws:iam::1:role/x" }, { Effect: "Allow", Action: ["IAM:Put*Policy"], Resource: "arn:aws:iam::1:role/x" }]),
  },
  {
    id: "iam-passrole-narrow",
    reason: "who can hand any role to a service has the rights of all of them",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "name the roles and the service",
    checklist: ["S-24"],
    equivalents: ["AVD-AWS-0342"],
    types: POLICIES,
    property: "policy",
    when: grants,
    whenUnknown: documentCopy("policy"),
    ...everyStatement("iam:PassRole for named roles or those below a path, and with iam:PassedToService", (statement) =>
      !allowsAction(statement, "iam:PassRole") ||
      (namesRoles(statement) && conditionValues(statement, "iam:PassedToService").length > 0), [{ Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::1:role/x" }, { Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::1:role/*", Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } }]),
  },
  {
    id: "iam-no-managed-admin",
    reason: "a policy of AWS for administrators is no least privilege",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "write a policy with the actions that are needed",
    checklist: ["S-24"],
    equivalents: ["CKV_AWS_274", "AwsSolutions-IAM4", "FSBP IAM.1"],
    types: ATTACHMENTS,
    property: "policyArn",
    whenUnknown: ownPolicy,
    ...must("no administrator's or full-access policy of AWS", (value) => typeof value === "string" && value !== "" && !MANAGED_ADMIN.test(value), ["arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/PowerUserAccess", "arn:aws:iam::aws:policy/AmazonS3FullAccess", "", undefined]),
  },
  {
    id: "iam-no-managed-admin-inline",
    reason: "a policy of AWS for administrators is no least privilege",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "write a policy with the actions that are needed",
    checklist: ["S-24"],
    equivalents: ["CKV_AWS_274", "AwsSolutions-IAM4", "FSBP IAM.1"],
    types: ["aws:iam/role:Role"],
    property: "managedPolicyArns[*]",
    ...must("no administrator's or full-access policy of AWS", (value) => value === undefined || (typeof value === "string" && !MANAGED_ADMIN.test(value)), ["arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/AmazonS3FullAccess"]),
  },
  {
    id: "iam-no-policies-inside-roles",
    reason: "permissions stand in RolePolicy, where every other rule looks at them",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make a RolePolicy in place of inlinePolicies",
    checklist: ["S-24"],
    equivalents: ["AwsSolutions-IAM5"],
    types: ["aws:iam/role:Role"],
    property: "inlinePolicies",
    ...isAbsent,
  },
  {
    id: "iam-trust-not-anybody",
    reason: "a role that anybody can assume is everybody's",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "name who may assume the role",
    checklist: ["S-24"],
    equivalents: ["CKV_AWS_60", "CKV_AWS_61"],
    types: ["aws:iam/role:Role"],
    property: "assumeRolePolicy",
    whenUnknown: documentCopy("assumeRolePolicy"),
    ...everyStatement("principals by name", (statement) => !statement.allows || (!isForAnybody(statement) && statement.principals.length > 0), [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }, { Effect: "Allow", Principal: { AWS: ["*"] }, Action: "sts:AssumeRole" }, { Effect: "Allow", Action: "sts:AssumeRole" }]),
  },
  {
    id: "iam-trust-source-account",
    reason: "a service works for other customers as well, who could have it act on our role",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make the trust policy with serviceTrust",
    checklist: ["S-24"],
    equivalents: ["Prowler iam_role_cross_service_confused_deputy_prevention"],
    types: ["aws:iam/role:Role"],
    property: "assumeRolePolicy",
    whenUnknown: documentCopy("assumeRolePolicy"),
    ...everyStatement("aws:SourceAccount or aws:SourceArn for a service", namesDeputy, [{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sts:AssumeRole" }, { Effect: "Allow", Principal: { Service: ["events.amazonaws.com"] }, Action: "sts:AssumeRole", Condition: { StringLike: { "aws:SourceAccount": "*" } } }]),
  },
  {
    id: "iam-github-oidc",
    reason: "without a subject every repository there is can deploy here",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "name the repository and the environment in the condition",
    checklist: ["S-43"],
    equivalents: ["CKV_AWS_358"],
    types: ["aws:iam/role:Role"],
    property: "assumeRolePolicy",
    whenUnknown: documentCopy("assumeRolePolicy"),
    ...everyStatement("aud, and a sub with repository and environment or branch", namesRepository, [{ Effect: "Allow", Principal: { Federated: GITHUB }, Action: "sts:AssumeRoleWithWebIdentity" }, { Effect: "Allow", Principal: { Federated: GITHUB }, Action: "sts:AssumeRoleWithWebIdentity", Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" }, StringLike: { "token.actions.githubusercontent.com:sub": "repo:owner/*" } } }]),
  },
  {
    id: "iam-no-users",
    reason: "a key that does not expire is one that leaks",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "let people and pipelines assume roles",
    checklist: ["S-24", "S-25"],
    equivalents: ["CKV_AWS_40", "CKV_AWS_273", "FSBP IAM.2"],
    types: ["aws:iam/user:User", "aws:iam/accessKey:AccessKey", "aws:iam/userLoginProfile:UserLoginProfile"],
    property: "user",
    ...must("no user and no access key", () => false, ["somebody", undefined]),
  },
];
