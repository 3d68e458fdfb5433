import { outcome, ofType, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource } from "../../model";
import type { GraphRule } from "../../rule";

export const ecsRolesDistinct: GraphRule = {
  id: "ecs-roles-distinct",
  reason: "The execution role reads every secret of a task, so code in the containers must run as another one, and each task as its own.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make the task with Service, ScheduledTask or OneOffTask; the Task inside gives it two roles of its own.",
  checklist: ["S-24"],
  equivalents: ["CKV_AWS_249"],
  evaluate: (stack) => {
    const definitions = ofType(stack, "aws:ecs/taskDefinition:TaskDefinition");
    const roles = ofType(stack, "aws:iam/role:Role");
    const taskRoles = new Map(definitions.map((definition) => [definition, targets(definition, "taskRoleArn", roles)]));
    const own = (definition: PolicyResource) => taskRoles.get(definition) ?? [];
    const violations = definitions.flatMap((definition) => {
      const { taskRoleArn, executionRoleArn } = definition.properties;
      const execution = targets(definition, "executionRoleArn", roles);
      if (execution.length === 0) return [violation(definition, "executionRoleArn", shown(executionRoleArn), "a role of this stack")];
      // Without a task role the containers may do nothing at AWS.
      if (taskRoleArn === undefined) return [];
      const mine = own(definition);
      const shared = definitions.filter((other) => other !== definition && own(other).some((role) => mine.includes(role)));
      return [
        ...(mine.length > 0 ? [] : [violation(definition, "taskRoleArn", shown(taskRoleArn), "a role of this stack")]),
        ...(mine.some((role) => execution.includes(role)) ? [violation(definition, "taskRoleArn", "the execution role", "a role of its own")] : []),
        ...shared.map((other) => violation(definition, "taskRoleArn", `the role of ${other.name} too`, "a role of its own")),
      ];
    });
    return outcome(definitions, violations);
  },
};
