import { hasUnknown, isProperties } from "../../../rehearsal/provider/struct";
import { isOn, must, objectsOf } from "../../judgements";
import type { Wrong } from "../../judgements";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Properties, Value } from "../../model";
import type { PropertyRule } from "../../rule";

function part(rule: Properties, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>((value, key) => (isProperties(value) ? value[key] : undefined), rule);
}

const limitsRate = (rule: Properties) => part(rule, "statement", "rateBasedStatement") !== undefined;

/**
 * The rules that are known where one isn't: the one that asks for the CDN's secret is not, before there is a secret. A rule
 * with a rate is never left out, since each of them is judged.
 */
function knownRules({ properties }: PolicyResource): Properties | undefined {
  const rules = objectsOf(properties.rules);
  const known = rules.filter((rule) => !hasUnknown(rule));
  return rules.some((rule) => hasUnknown(rule) && limitsRate(rule)) ? undefined : { ...properties, rules: known };
}

/** Whether a rule group of AWS is there and stops requests: counting alone stops nobody. */
function managed(rules: Value | undefined, name: string): boolean {
  return objectsOf(rules).some(
    (rule) =>
      part(rule, "statement", "managedRuleGroupStatement", "name") === name &&
      part(rule, "statement", "managedRuleGroupStatement", "vendorName") === "AWS" &&
      part(rule, "overrideAction", "none") !== undefined,
  );
}

function edited(rules: Value | undefined, which: (rule: Properties) => boolean, change: (rule: Properties) => Properties): readonly Properties[] {
  return objectsOf(rules).map((rule) => (which(rule) ? change(rule) : rule));
}

function withoutWindow(rule: Properties): Properties {
  const rate = part(rule, "statement", "rateBasedStatement");
  const { evaluationWindowSec: _, ...others }: Properties = isProperties(rate) ? rate : {};
  return { ...rule, statement: { rateBasedStatement: others } };
}

/** The rules without a group of AWS, and with one that only counts. */
function withoutGroup(name: string): Wrong {
  const is = (rule: Properties) => part(rule, "statement", "managedRuleGroupStatement", "name") === name;
  return (good) => [objectsOf(good).filter((rule) => !is(rule)), edited(good, is, (rule) => ({ ...rule, overrideAction: { count: {} } })), undefined];
}

export const WAF_RULES: readonly PropertyRule[] = [
  {
    id: "waf-rate-limit",
    reason: "passwords must not be tried by the thousand",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set the rate limits of groundwork:webFirewall",
    checklist: ["S-07"],
    equivalents: [],
    types: ["aws:wafv2/webAcl:WebAcl"],
    property: "rules",
    whenUnknown: knownRules,
    ...must("a rule with a rate that blocks", (value) => objectsOf(value).some(limitsRate) && objectsOf(value).filter(limitsRate).every((rule) => part(rule, "action", "block") !== undefined), (good) => [[], undefined, edited(good, limitsRate, (rule) => ({ ...rule, action: { count: {} } })), objectsOf(good).filter((rule) => !limitsRate(rule))]),
  },
  {
    id: "waf-rate-window",
    reason: "a limit without its window is another limit",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set the window of the rate limit in groundwork:webFirewall",
    checklist: ["S-07"],
    equivalents: [],
    types: ["aws:wafv2/webAcl:WebAcl"],
    property: "rules",
    whenUnknown: knownRules,
    ...must("evaluationWindowSec stated in each rule with a rate", (value) => objectsOf(value).length > 0 && objectsOf(value).filter(limitsRate).every((rule) => typeof part(rule, "statement", "rateBasedStatement", "evaluationWindowSec") === "number"), (good) => [[], undefined, edited(good, limitsRate, withoutWindow)]),
  },
  {
    id: "waf-common-attacks",
    reason: "the common attacks on web programs are stopped at the door",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "keep the managed groups of groundwork:webFirewall in force",
    checklist: ["S-08"],
    equivalents: [],
    types: ["aws:wafv2/webAcl:WebAcl"],
    property: "rules",
    whenUnknown: knownRules,
    ...must("AWSManagedRulesCommonRuleSet in force", (value) => managed(value, "AWSManagedRulesCommonRuleSet"), withoutGroup("AWSManagedRulesCommonRuleSet")),
  },
  {
    id: "waf-sql-injection",
    reason: "injected SQL is stopped at the door",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "keep the managed groups of groundwork:webFirewall in force",
    checklist: ["S-08"],
    equivalents: [],
    types: ["aws:wafv2/webAcl:WebAcl"],
    property: "rules",
    whenUnknown: knownRules,
    ...must("AWSManagedRulesSQLiRuleSet in force", (value) => managed(value, "AWSManagedRulesSQLiRuleSet"), withoutGroup("AWSManagedRulesSQLiRuleSet")),
  },
  {
    id: "waf-metrics",
    reason: "what the firewall stops must be seen",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make the firewall with WebFirewall",
    checklist: ["S-26"],
    equivalents: [],
    types: ["aws:wafv2/webAcl:WebAcl"],
    property: "visibilityConfig.cloudwatchMetricsEnabled",
    ...isOn,
  },
];
