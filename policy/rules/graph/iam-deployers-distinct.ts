import { ofType, outcome, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource } from "../../model";
import { jobsOf } from "../../role-grants";
import type { GraphRule } from "../../rule";

const subjectsOf = ({ properties }: PolicyResource) => jobsOf(properties.assumeRolePolicy);

export const iamDeployersDistinct: GraphRule = {
  id: "iam-deployers-distinct",
  reason: "A job that looks at a change must not be one that makes it, and only an environment can ask for an approval first.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give preview, drift and deploy environments of their own in groundwork:deployIdentity.environments.",
  checklist: ["S-43"],
  equivalents: ["CKV_AWS_358"],
  evaluate: (stack) => {
    const roles = ofType(stack, "aws:iam/role:Role").filter((role) => subjectsOf(role).length > 0);
    const violations = roles.flatMap((role) => {
      const others = new Set(roles.filter((other) => other !== role).flatMap(subjectsOf));
      return subjectsOf(role).flatMap((subject) => [
        ...(others.has(subject) ? [violation(role, "assumeRolePolicy", `${subject}, of another role too`, "jobs of its own")] : []),
        ...(/^repo:[^*?]+:environment:[^*?]+$/.test(subject) ? [] : [violation(role, "assumeRolePolicy", subject, "an environment of one repository")]),
      ]);
    });
    return outcome(roles, violations);
  },
};
