import { refersTo } from "../../policy/join";
import type { PolicyResource, Properties, Stack, Value } from "../../policy/model";
import { isProperties, UNKNOWN } from "../../rehearsal/provider/struct";

const SELECTION = "aws:backup/selection:Selection";
/** The tag by which a plan finds what it covers, with the plan's name as its value. */
const KEY = "BackedUpBy";

/** A way to say what a plan covers other than by ARN. */
export interface SelectionForm {
  readonly form: string;
  /** What a selection says in place of its resources. */
  readonly says: (plan: string) => Properties;
  /** What it says in place of that so that nothing is covered any more; each is one mutation. */
  readonly broken: (plan: string) => readonly Properties[];
}

const tag = (key: string, value: Value, type = "STRINGEQUALS") => ({ selectionTags: [{ type, key, value }] });
const condition = (operator: string, value: Value, key = `aws:ResourceTag/${KEY}`) => ({ resources: ["*"], conditions: [{ [operator]: [{ key, value }] }] });
/** The ARNs of databases or of buckets, whichever the plan covers, as a pattern. */
const pattern = (plan: string) => (plan.includes("database") ? "arn:aws:rds:*:*:db:*" : "arn:aws:s3:::*");
const otherPattern = (plan: string) => (plan.includes("database") ? "arn:aws:s3:::*" : "arn:aws:rds:*:*:db:*");

export const SELECTION_FORMS: readonly SelectionForm[] = [
  {
    form: "by a tag",
    says: (plan) => tag(KEY, plan),
    broken: (plan) => [
      tag(KEY, "nobody"), tag(KEY, plan.toUpperCase()), tag(KEY.toLowerCase(), plan), tag("Other", plan), tag(KEY, plan, "STRINGLIKE"), tag(KEY, UNKNOWN), tag(KEY, `${plan.slice(0, 3)}*`), { selectionTags: [] },
      { ...tag(KEY, plan), notResources: ["*"] }, { ...tag(KEY, plan), notResources: [pattern(plan)] }, { ...tag(KEY, plan), notResources: [UNKNOWN] }, { ...tag(KEY, plan), ...condition("stringEquals", "nobody"), resources: [] },
    ],
  },
  { form: "by a tag with its prefix, or another one", says: (plan) => ({ selectionTags: [...tag("Other", "nobody").selectionTags, ...tag(`aws:ResourceTag/${KEY}`, plan).selectionTags] }), broken: () => [tag(`aws:ResourceTag/${KEY}`, "nobody")] },
  {
    form: "by conditions that are all met",
    says: (plan) => ({ resources: ["*"], conditions: [{ stringEquals: [{ key: `aws:ResourceTag/${KEY}`, value: plan }], stringLikes: [{ key: `aws:ResourceTag/${KEY}`, value: "plan-*" }], stringNotEquals: [{ key: `aws:ResourceTag/${KEY}`, value: "nobody" }] }] }),
    broken: (plan) => [
      { resources: ["*"], conditions: [{ stringEquals: [{ key: `aws:ResourceTag/${KEY}`, value: plan }, { key: "aws:ResourceTag/Other", value: "nobody" }] }] },
      { resources: ["*"], conditions: UNKNOWN }, { resources: ["*"], conditions: [UNKNOWN] }, { ...condition("stringEquals", plan), resources: [] }, { conditions: condition("stringEquals", plan).conditions },
    ],
  },
  { form: "by a condition on the whole value", says: (plan) => condition("stringEquals", plan), broken: (plan) => [condition("stringEquals", "nobody"), condition("stringEquals", "plan-*"), condition("stringEquals", UNKNOWN), condition("stringEquals", plan, KEY), condition("stringMatches", plan)] },
  { form: "by a condition with a wildcard", says: () => condition("stringLikes", "plan-*"), broken: () => [condition("stringLikes", "vault-*"), condition("stringLikes", "plan-"), condition("stringLikes", "PLAN-*"), condition("stringLikes", "plan.*")] },
  { form: "by a condition that another value fails", says: () => condition("stringNotEquals", "nobody"), broken: (plan) => [condition("stringNotEquals", plan), condition("stringNotEquals", "nobody", "aws:ResourceTag/Other")] },
  { form: "by a condition that another wildcard fails", says: () => condition("stringNotLikes", "vault-*"), broken: () => [condition("stringNotLikes", "plan-*"), condition("stringNotLikes", "*")] },
  {
    form: "by a pattern of ARNs",
    says: (plan) => ({ resources: [pattern(plan)] }),
    broken: (plan) => [{ resources: [otherPattern(plan)] }, { resources: ["arn:aws:rds:*:*:cluster:*", "arn:aws:s3:::other-*"] }, { resources: ["arn:aws:rds:sa-east-1:*"] }, { resources: [pattern(plan)], notResources: ["arn:aws:*"] }, { resources: [pattern(plan)], notResources: [pattern(plan)] }],
  },
  { form: "as everything but something else", says: (plan) => ({ resources: ["*"], notResources: [otherPattern(plan), "arn:aws:dynamodb:*:*:table/*"] }), broken: (plan) => [{ resources: ["*"], notResources: ["*"] }, { resources: ["*"], notResources: [pattern(plan)] }, { resources: [] }] },
];

/** A stack whose plans cover in another form what they cover by ARN, and whose resources carry the tag that says it. */
export function selectedBy({ resources }: Stack, says: (plan: string) => Properties): Stack {
  const selections = resources.filter(({ type }) => type === SELECTION);
  return {
    resources: resources.map((resource) => {
      if (selections.includes(resource)) return saying(resource, says(resource.name));
      const [selection] = selections.filter((candidate) => refersTo(candidate, "resources", resource));
      return selection === undefined ? resource : tagged(resource, selection.name);
    }),
  };
}

function saying(selection: PolicyResource, said: Properties): PolicyResource {
  const kept = Object.fromEntries(Object.entries(selection.properties).filter(([key]) => key !== "resources"));
  const propertyDependencies = Object.fromEntries(Object.entries(selection.propertyDependencies).filter(([key]) => key !== "resources"));
  return { ...selection, properties: { ...kept, ...said }, propertyDependencies };
}

function tagged(resource: PolicyResource, value: Value): PolicyResource {
  const { tags } = resource.properties;
  return { ...resource, properties: { ...resource.properties, tags: { ...(isProperties(tags) ? tags : {}), [KEY]: value } } };
}

/** The same stack with the tag of each resource gone, or not known. */
export function withTag({ resources }: Stack, value: Value | undefined): Stack {
  return {
    resources: resources.map((resource) => {
      const { tags } = resource.properties;
      if (!isProperties(tags) || tags[KEY] === undefined) return resource;
      const others = Object.fromEntries(Object.entries(tags).filter(([key]) => key !== KEY));
      return { ...resource, properties: { ...resource.properties, tags: value === undefined ? others : { ...others, [KEY]: value } } };
    }),
  };
}
