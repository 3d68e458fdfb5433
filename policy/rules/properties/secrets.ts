import { documentCopy, everyStatement } from "../../documents";
import { comesFrom } from "../../evidence";
import type { Statement } from "../../iam-document";
import { atLeast, isStated, oneOf } from "../../judgements";
import { ADVISED, EVERYWHERE } from "../../levels";
import type { Stack } from "../../model";
import { ownAccounts } from "../../own-accounts";
import type { PropertyRule, RuleInformation } from "../../rule";

const SM_POLICY_NARROW: RuleInformation = {
  id: "sm-policy-narrow",
  reason: "who may read a secret is whom it was made for, and nobody of another account",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "name principals of this account in the policy of the secret, by whole ARNs, or leave it out: roles of the account need none",
  checklist: ["S-24"],
  equivalents: ["Prowler secretsmanager_not_publicly_accessible", "Prowler secretsmanager_has_restrictive_resource_policy"],
};

/** Whether a principal, `AWS:arn:aws:iam::123456789012:role/api`, is one of the accounts, or a service of AWS. */
function isOurs(principal: string, accounts: readonly string[]): boolean {
  const [, kind = "", name = ""] = /^([^:]*):(.*)$/s.exec(principal) ?? [];
  if (kind === "Service") return /^[a-z0-9.-]+\.amazonaws\.com$/.test(name);
  return accounts.includes(/^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):/.exec(name)?.[1] ?? name);
}

/** Whom a statement lets in is named, or anybody of an account of ours. */
function admitsOursOnly(statement: Statement, stack: Stack): boolean {
  if (!statement.allows) return true;
  const accounts = ownAccounts(stack);
  // Not ForAllValues:StringEquals, which a caller without an account meets as well.
  const conditioned = statement.conditions.stringequals?.["aws:principalaccount"] ?? [];
  if (conditioned.length > 0 && conditioned.every((account) => accounts.includes(account))) return !statement.exceptPrincipals;
  return !statement.exceptPrincipals && statement.principals.length > 0 && statement.principals.every((principal) => isOurs(principal, accounts));
}

const READ = { Action: "secretsmanager:GetSecretValue", Resource: "*" };
const NARROW = everyStatement("a policy that lets in services of AWS and principals of our own accounts, nobody else", admitsOursOnly, [
  { Effect: "Allow", Principal: "*", ...READ },
  { Effect: "Allow", Principal: { AWS: ["*"] }, ...READ, Condition: { StringLike: { "aws:PrincipalAccount": "*" } } },
  { Effect: "Allow", Principal: { AWS: "*" }, ...READ, Condition: { StringEquals: { "aws:PrincipalAccount": "999999999999" } } },
  { Effect: "Allow", Principal: "*", ...READ, Condition: { "ForAllValues:StringEquals": { "aws:PrincipalAccount": "123456789012" } } },
  { Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, ...READ },
  { Effect: "Allow", Principal: { AWS: "999999999999" }, ...READ },
  { Effect: "Allow", Principal: { Federated: "cognito-identity.amazonaws.com" }, ...READ },
  { Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::1:root" }, ...READ },
]);

export const SECRETS_RULES: readonly PropertyRule[] = [
  {
    id: "sm-cmk",
    reason: "a key of our own can be withdrawn and its use is recorded",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make secrets with GeneratedSecret and ExternalSecret",
    checklist: ["S-12", "S-37"],
    equivalents: ["CKV_AWS_149", "cdk-nag SecretsManagerUsingKMSKey", "AVD-AWS-0098"],
    types: ["aws:secretsmanager/secret:Secret"],
    property: "kmsKeyId",
    whenUnknown: comesFrom("kmsKeyId", ["aws:kms/key:Key"]),
    ...isStated,
  },
  {
    id: "sm-recovery",
    reason: "a secret that is deleted by mistake must come back",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make secrets with GeneratedSecret and ExternalSecret",
    checklist: ["S-33"],
    equivalents: [],
    types: ["aws:secretsmanager/secret:Secret"],
    property: "recoveryWindowInDays",
    absent: 30,
    ...atLeast(7, "days"),
  },
  {
    id: "sm-described",
    reason: "who finds a secret must see what it opens",
    severity: "low",
    levels: ADVISED,
    remedy: "give the secret a description",
    checklist: [],
    equivalents: [],
    types: ["aws:secretsmanager/secret:Secret"],
    property: "description",
    ...isStated,
  },
  {
    id: "sm-classified",
    reason: "the class of a secret says how often it is changed",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set the class of the secret in groundwork:secrets",
    checklist: ["S-10"],
    equivalents: [],
    types: ["aws:secretsmanager/secret:Secret"],
    property: "tags.SecretClass",
    ...isStated,
  },
  {
    id: "sm-rotation-policy",
    reason: "who finds a secret must see who changes it and when",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set the class of the secret in groundwork:rotation",
    checklist: ["S-10"],
    equivalents: [],
    types: ["aws:secretsmanager/secret:Secret"],
    property: "tags.RotationPolicy",
    accepts: (value, { rotationDays }) => rotationDays === undefined || (typeof value === "string" && /^((automatic|reminded)-\d+-days|on-demand|with-its-role)$/.test(value)),
    required: () => "automatic-<days>-days, reminded-<days>-days, on-demand or with-its-role",
    wrong: (_, { rotationDays }) => (rotationDays === undefined ? [] : ["", "sometimes", undefined]),
  },
  {
    id: "sm-data-class",
    reason: "who handles a secret must see what it is",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make secrets with GeneratedSecret and ExternalSecret",
    checklist: ["S-37"],
    equivalents: [],
    types: ["aws:secretsmanager/secret:Secret"],
    property: "tags.DataClass",
    ...oneOf("restricted", "confidential"),
  },
  {
    ...SM_POLICY_NARROW,
    types: ["aws:secretsmanager/secretPolicy:SecretPolicy"],
    property: "policy",
    whenUnknown: documentCopy("policy"),
    ...NARROW,
  },
  {
    ...SM_POLICY_NARROW,
    id: "sm-policy-narrow-inline",
    types: ["aws:secretsmanager/secret:Secret"],
    property: "policy",
    // The provider takes an empty document for no policy at all, and an empty text for nothing said.
    absent: "{}",
    whenUnknown: documentCopy("policy"),
    ...NARROW,
    accepts: (value, ...rest) => value === "{}" || value === "" || NARROW.accepts(value, ...rest),
  },
  {
    id: "random-password-strong",
    reason: "a password that is generated is one that nobody can try out",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set the length of the secret in groundwork:secrets",
    checklist: ["S-11"],
    equivalents: [],
    types: ["random:index/randomPassword:RandomPassword"],
    property: "length",
    ...atLeast(32, "characters"),
  },
  {
    id: "random-bytes-strong",
    reason: "a key has 256 bits",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set the length of the secret in groundwork:secrets",
    checklist: ["S-11"],
    equivalents: [],
    types: ["random:index/randomBytes:RandomBytes"],
    property: "length",
    ...atLeast(32, "bytes"),
  },
];
