import { strict as assert } from "node:assert";
import { judgeResource } from "../../policy/evaluate";
import type { Floors } from "../../policy/floors";
import { objectsOf } from "../../policy/judgements";
import type { PolicyResource, Properties, Stack, Value } from "../../policy/model";
import { valuesAt } from "../../policy/path";
import type { PropertyRule } from "../../policy/rule";
import { RULES } from "../../policy/rules/index";
import { ofType } from "../../policy/stack-index";
import { hasUnknown, isProperties } from "../../rehearsal/provider/struct";
import { withResource } from "../helpers/mutations";
import { policyStack } from "../helpers/policy";
import { firstPreviewGraph, STACKS } from "../helpers/stacks";

const COPIED = RULES.filter((rule): rule is PropertyRule => !("evaluate" in rule) && rule.whenUnknown !== undefined && /^(policy|assumeRolePolicy|containerDefinitions)$/.test(rule.property));

/** The component with another copy of what a resource holds; undefined where the component has none of it. */
type Publish = (component: PolicyResource, resource: PolicyResource, value: Value) => PolicyResource | undefined;

const document: Publish = (component, { name }, value) => {
  const { documents } = component.properties;
  return isProperties(documents) && name in documents ? { ...component, properties: { ...component.properties, documents: { ...documents, [name]: value } } } : undefined;
};

/** A component tells names of variables and secrets, and the variables as they were given to it. */
const containers: Publish = (component, { properties: { family } }, value) => {
  if (!("containers" in component.properties) || component.properties.family !== family) return undefined;
  const environment: Record<string, Value> = isProperties(component.properties.environment) ? { ...component.properties.environment } : {};
  const published = objectsOf(value).map(({ environment: variables, secrets, ...others }): Properties => {
    const told = objectsOf(variables);
    for (const { name, value: text } of told) environment[String(name)] = text ?? "";
    return { ...others, environmentNames: told.map(({ name }) => String(name)), secretNames: objectsOf(secrets).map(({ name }) => String(name)) };
  });
  return { ...component, properties: { ...component.properties, environment, containers: published } };
};

/** What breaks a rule goes into the copy alone: the resource's own JSON stays a value that nobody knows. */
describe("what a component says of a document or a task that is not known yet", () => {
  const counts = { killed: 0, total: 0 };
  const tried = new Set<string>();
  after(() => process.stdout.write(`      ${counts.killed} of ${counts.total} wrong copies refused, of ${tried.size} rules and components\n`));

  for (const { system, stack, label, floors } of STACKS) {
    it(`is judged in its place: ${label}`, async () => {
      const judged = policyStack(await firstPreviewGraph(system, stack));
      const problems = COPIED.flatMap((rule) => ofType(judged, ...rule.types).flatMap((resource) => survivorsOf(rule, resource, judged, floors)));
      if (problems.length > 0) assert.fail(problems.join("\n"));
    });
  }

  it("is tried for each rule over documents and tasks that some stack has such a copy for", () => {
    const rules = new Set([...tried].map((key) => key.split(" ")[0]));
    for (const id of ["iam-no-admin", "ecs-no-plain-secrets", "ecs-non-root"]) assert.ok(rules.has(id), `${id}, of ${[...rules].join(", ")}`);
  });

  function survivorsOf(rule: PropertyRule, resource: PolicyResource, stack: Stack, floors: Floors): readonly string[] {
    if (!valuesAt(resource.properties, rule.property).some(({ value }) => hasUnknown(value))) return [];
    const copy = rule.whenUnknown?.(resource, stack);
    if (copy === undefined || judgeResource(rule, resource, stack, floors) === "not applicable") return [];
    const publish = rule.property === "containerDefinitions" ? containers : document;
    const good = copy[rule.property];
    const component = stack.resources.find((candidate) => candidate.type.startsWith("groundwork:") && publish(candidate, resource, good ?? null) !== undefined);
    const key = `${rule.id} ${component?.type ?? "none"}`;
    if (component === undefined || tried.has(key)) return [];
    tried.add(key);
    return (rule.wrong?.(good, floors, resource) ?? []).flatMap((wrong) => {
      // A text that is no document, or none at all, is no copy: the value is unknown then, which is a violation as well.
      const changed = publish(component, resource, wrong ?? null);
      if (changed === undefined) return [];
      counts.total += 1;
      const violations = judgeResource(rule, resource, withResource(stack, component, changed), floors);
      if (violations === "not applicable" || violations.length === 0) return [`${rule.id} lets pass ${JSON.stringify(wrong ?? null).slice(-150)} in ${component.name} for ${resource.name}`];
      counts.killed += 1;
      return [];
    });
  }
});
