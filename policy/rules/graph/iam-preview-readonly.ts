import { allowsAction } from "../../iam-document";
import type { Statement } from "../../iam-document";
import { ofType, outcome, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { grantsOf, jobsOfRole } from "../../role-grants";
import type { Grant } from "../../role-grants";
import type { GraphRule } from "../../rule";

/** Policies of AWS that hold no action which changes anything. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const READING = ["ReadOnlyAccess", "SecurityAudit", "job-function/ViewOnlyAccess"].map((name) => `arn:aws:iam::aws:policy/${name}`);
const SECRETS = ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath", "ssm:GetParameterHistory", "kms:Decrypt"];
/** An action whose name begins like this looks; a wildcard before that may be anything. kms:Decrypt changes nothing either. */
const LOOKS = /^([a-z0-9-]+:(batchget|describe|get|list|view)|kms:decrypt$)/;
const LOCKS = /^arn:aws:s3:::[^*?/]+\/\.pulumi\/locks\/\*$/;
const ONE_KEY = /^arn:aws:kms:[^*?]+:key\/[^*?]+$/;

/** What no preview goes without: a lock on the state, which it takes and gives back, and the key that the state is sealed with. */
function isForState({ actions, exceptActions, resources, exceptResources }: Statement): boolean {
  const only = (allowed: RegExp, where: RegExp) => actions.every((action) => allowed.test(action)) && resources.length > 0 && resources.every((resource) => where.test(resource));
  return !exceptActions && !exceptResources && (only(/^s3:(put|delete)object$/, LOCKS) || only(/^kms:(decrypt|encrypt|generatedatakey)$/, ONE_KEY));
}

const changes = (statement: Statement) => statement.allows && !isForState(statement) && (statement.exceptActions || !statement.actions.every((action) => LOOKS.test(action)));
const reveals = (statement: Statement) => !isForState(statement) && SECRETS.some((action) => allowsAction(statement, action));
const holds = ({ statements, arn }: Grant, what: (statement: Statement) => boolean) => statements?.some(what) ?? !READING.includes(String(arn));

export const iamPreviewReadonly: GraphRule = {
  id: "iam-preview-readonly",
  reason: "A preview runs what a branch says before anybody has read it, so whatever it may do anybody may do who can push a branch.",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "Make the roles of pipelines with groundwork:deployIdentity: preview and drift look, and deploy alone changes anything.",
  checklist: ["S-43"],
  equivalents: [],
  evaluate: (stack) => {
    const roles = ofType(stack, "aws:iam/role:Role")
      .map((role) => ({ role, jobs: jobsOfRole(stack, role) }))
      .filter(({ jobs }) => jobs.length > 0)
      .map(({ role, jobs }) => {
        const grants = grantsOf(stack, role);
        const isOf = (named: RegExp) => jobs.some((job) => job === "*" || named.test(job));
        return { role, changing: grants.filter((grant) => holds(grant, changes)), grants, looks: isOf(/:pull_request$|:environment:.*(preview|drift)/), isUnread: isOf(/:pull_request$|:environment:.*preview/) };
      });
    // Whatever its environment is called: what a second role changes nobody has approved as a deployment.
    const deployers = roles.filter(({ changing, looks }) => !looks && changing.length > 0);
    const violations = roles.flatMap(({ role, grants, changing, looks, isUnread }) => [
      ...(looks || deployers.length > 1 ? changing : []).map(({ resource, property, arn }) => violation(resource, property, arn === undefined ? `what changes something, for ${role.name}` : shown(arn), "actions that look, and the lock and key of the state")),
      ...(isUnread ? grants.filter((grant) => holds(grant, reveals)) : []).map(({ resource, property }) => violation(resource, property, `secrets for ${role.name}`, "none, and no key but one by its ARN")),
    ]);
    return outcome(roles.map(({ role }) => role), violations);
  },
};
