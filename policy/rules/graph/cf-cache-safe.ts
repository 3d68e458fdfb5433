import { hasUnknown } from "../../../rehearsal/provider/struct";
import { coversHost, proxiedRecords, RULESET, rulesetsOf } from "../../edge";
import { conjuncts } from "../../expressions";
import { at, objects, outcome, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { Properties } from "../../model";
import type { GraphRule } from "../../rule";

const PHASE = "http_request_cache_settings";
const WITHOUT_AUTHORIZATION = /^not len\(http\.request\.headers\["authorization"\]\) > 0$/;
const WITHOUT_COOKIE = /^(http\.cookie eq ""|not http\.cookie contains "[^"]+")$/;

/** Whether the rule is for requests only that say nothing about who sends them. */
function isForAnonymous({ expression }: Properties): boolean {
  const parts = typeof expression === "string" ? (conjuncts(expression) ?? []) : [];
  return [WITHOUT_AUTHORIZATION, WITHOUT_COOKIE].every((condition) => parts.some((part) => condition.test(part)));
}

const bypasses = (rule: Properties) => at(rule, "actionParameters.cache") === false;

export const cfCacheSafe: GraphRule = {
  id: "cf-cache-safe",
  reason: "What the edge keeps of an answer to one person it gives to the next who asks for the same address.",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "Make the rules of the cache with groundwork:edge.cache, which keeps only what rules name and only for requests without Authorization and session cookies.",
  checklist: [],
  equivalents: [],
  evaluate: (stack) => {
    const rulesets = rulesetsOf(stack, PHASE);
    if (rulesets.length === 0) return outcome([], []);
    const rules = rulesets.flatMap((ruleset) => objects(ruleset.properties.rules).filter(({ enabled }) => enabled !== false).map((rule) => ({ ruleset, rule })));
    // The last rule that matches decides, so one that keeps must leave out by itself what a bypass before it holds back.
    // https://developers.cloudflare.com/cache/how-to/cache-rules/order/
    const kept = rules
      .filter(({ rule }) => !bypasses(rule) && !isForAnonymous(rule))
      .map(({ ruleset, rule }) => violation(ruleset, "rules.expression", shown(rule.expression), "only requests without Authorization and without a session's cookie, where something is kept"));
    const hidden = rulesets
      .filter(({ properties }) => hasUnknown(properties.rules))
      .map((ruleset) => violation(ruleset, "rules", shown(ruleset.properties.rules), "rules that are known"));
    // Without it the edge keeps files of many kinds by itself, whoever asks for them.
    const records = proxiedRecords(stack);
    const open = records
      .filter(({ properties: { name } }) => !rules.some(({ rule }) => bypasses(rule) && (rule.enabled === undefined || rule.enabled === true) && coversHost(rule.expression, name)))
      .map((record) => violation(record, RULESET, "no bypass", `a rule of the phase ${PHASE} that keeps nothing of the whole host`));
    return outcome([...rulesets, ...records], [...kept, ...hidden, ...open]);
  },
};
