import { hasUnknown } from "../rehearsal/provider/struct";
import { documentCopy } from "./documents";
import { sourcesOf } from "./evidence";
import { conditionValues, statementsOf } from "./iam-document";
import type { Statement } from "./iam-document";
import { ofType, partRefersTo, refersTo } from "./join";
import type { PolicyResource, Stack, Value } from "./model";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/policy:Policy";
const INLINE = "aws:iam/rolePolicy:RolePolicy";
/** Type -> the properties that name the roles and the policies. */
const ATTACHMENTS: Readonly<Record<string, { readonly roles: string; readonly policies: string }>> = {
  "aws:iam/policyAttachment:PolicyAttachment": { roles: "roles", policies: "policyArn" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { roles: "role", policies: "policyArn" },
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": { roles: "roleName", policies: "policyArns" },
};

/** Permissions of a role, from one place. */
export interface Grant {
  /** What says so. */
  readonly resource: PolicyResource;
  readonly property: string;
  /** Undefined where they can't be read: of a policy that is not of this stack, or a text that nobody knows. */
  readonly statements: readonly Statement[] | undefined;
  /** The ARN of a policy that is not of this stack. */
  readonly arn?: Value | undefined;
}

/** All that gives a role permissions, wherever it is written down. What may be for any role is for this one too. */
export function grantsOf(stack: Stack, role: PolicyResource): readonly Grant[] {
  const isFor = (resource: PolicyResource, property: string) =>
    refersTo(resource, property, role) || (hasUnknown(resource.properties[property]) && sourcesOf(resource, property, [ROLE], stack).length === 0);
  const inline = ofType(stack, INLINE).filter((policy) => isFor(policy, "role"));
  const attached = Object.entries(ATTACHMENTS).flatMap(([type, { roles, policies }]) =>
    ofType(stack, type).filter((attachment) => isFor(attachment, roles)).flatMap((attachment) => attachedBy(stack, attachment, policies)),
  );
  const { inlinePolicies = [] } = role.properties;
  return [
    ...inline.map((policy) => grantOf(stack, policy)),
    ...attached,
    ...attachedBy(stack, role, "managedPolicyArns"),
    ...(Array.isArray(inlinePolicies) && inlinePolicies.length === 0 ? [] : [{ resource: role, property: "inlinePolicies", statements: undefined }]),
  ];
}

function attachedBy(stack: Stack, resource: PolicyResource, property: string): readonly Grant[] {
  const value = resource.properties[property];
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).flatMap((arn: Value) => {
    const own = ofType(stack, POLICY).filter((policy) => partRefersTo(arn, resource, property, policy));
    return own.length === 0 ? [{ resource, property, statements: undefined, arn }] : own.map((policy) => grantOf(stack, policy));
  });
}

function grantOf(stack: Stack, resource: PolicyResource): Grant {
  return { resource, property: "policy", statements: statementsOf(documentOf(stack, resource, "policy")) };
}

function documentOf(stack: Stack, resource: PolicyResource, property: string): Value | undefined {
  const document = resource.properties[property];
  return hasUnknown(document) ? documentCopy(property)(resource, stack)?.[property] : document;
}

/** The jobs that a trust policy lets in through a provider of identities, `repo:…:environment:production`. */
export function jobsOf(trust: Value | undefined): readonly string[] {
  return (statementsOf(trust) ?? [])
    .filter(({ principals }) => principals.some((principal) => /^Federated:.*oidc-provider\//.test(principal)))
    .flatMap((statement) => Object.values(statement.conditions).flatMap((keys) => Object.keys(keys).filter((key) => key.endsWith(":sub")).flatMap((key) => conditionValues(statement, key))));
}

/** The jobs that may assume a role; `*` for one of which nobody knows whom it trusts. */
export function jobsOfRole(stack: Stack, role: PolicyResource): readonly string[] {
  const trust = documentOf(stack, role, "assumeRolePolicy");
  const isKnown = statementsOf(trust)?.some(({ principals }) => principals.length > 0) ?? false;
  return isKnown ? jobsOf(trust) : ["*"];
}
