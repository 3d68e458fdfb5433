import { documentCopy } from "../../documents";
import { names, ofType, outcome, refersTo, targets, texts, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Stack } from "../../model";
import { readThrough } from "../../path";
import type { GraphRule } from "../../rule";
import { LAMBDA, ROTATION, SECRET } from "../../secret-rotation";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";

/** Whether a task's containers, or a policy's statements, name a resource: by an edge, or in their known text. */
/** The texts of each property that holds JSON, read once: a task is asked about with every secret. */
const told = new WeakMap<PolicyResource, Map<string, readonly string[]>>();

function textsIn(resource: PolicyResource, property: string): readonly string[] {
  const read = told.get(resource) ?? new Map<string, readonly string[]>();
  const found = read.get(property) ?? [...new Set(texts(readThrough(resource.properties[property])))];
  told.set(resource, read.set(property, found));
  return found;
}

function mentions(resource: PolicyResource, property: string, target: PolicyResource): boolean {
  if ((resource.propertyDependencies[property] ?? []).includes(target.urn)) return true;
  const called = texts(target.properties.name);
  // `…:secret:<name>-<six characters>:<key>::`
  return textsIn(resource, property).some((text) => names(text, target) || called.some((name) => text.includes(`:secret:${name}`)));
}

/** Services whose tasks got a secret when they started, and keep that value until they are started again. */
function readersOf(stack: Stack, secret: PolicyResource): readonly PolicyResource[] {
  const tasks = ofType(stack, TASK).filter((task) => mentions(task, "containerDefinitions", secret));
  return ofType(stack, "aws:ecs/service:Service").filter((service) => targets(service, "taskDefinition", tasks).length > 0);
}

/** A service that does not exist yet has an ARN all the same, which the program can write by itself. */
function namesService(policy: PolicyResource, stack: Stack, { properties: { name } }: PolicyResource): boolean {
  return typeof name === "string" && texts(documentCopy("policy")(policy, stack)?.policy).some((text) => /:service\/[^/]+\//.test(text) && text.endsWith(`/${name}`));
}

export const smRotationRedeploys: GraphRule = {
  id: "sm-rotation-redeploys",
  reason: "A task reads its secrets when it starts: whoever rotates one and starts nothing anew has made an outage that comes later.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Rotate with the SecretRotation component, which redeploys the services that read the secret.",
  checklist: ["S-10"],
  equivalents: [],
  evaluate: (stack) => {
    const rotations = ofType(stack, ROTATION);
    const violations = rotations.flatMap((rotation) => {
      const roles = targets(rotation, "rotationLambdaArn", ofType(stack, LAMBDA)).flatMap((lambda) => targets(lambda, "role", ofType(stack, "aws:iam/role:Role")));
      const policies = ofType(stack, "aws:iam/rolePolicy:RolePolicy").filter((policy) => roles.some((role) => refersTo(policy, "role", role)));
      return targets(rotation, "secretId", ofType(stack, SECRET))
        .flatMap((secret) => readersOf(stack, secret))
        .filter((service) => !policies.some((policy) => mentions(policy, "policy", service) || namesService(policy, stack, service)))
        .map((service) => violation(rotation, "rotationLambdaArn", `a function that can't redeploy ${service.name}`, "one that redeploys each service that reads the secret"));
    });
    return outcome(rotations, violations);
  },
};
