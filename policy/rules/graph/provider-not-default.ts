import { mustExist, ofType, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const PROVIDER = "pulumi:providers:aws";
/** The engine names the provider that it makes by itself after its version, `default_7_48_0`. */
const MADE_BY_ENGINE = /^default(_|$)/;

export const providerNotDefault: GraphRule = {
  id: "provider-not-default",
  reason: "A resource without a provider of ours goes wherever the credentials and the region of somebody's shell lead.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give the component one of the providers of createProviders, which work in groundwork:account.id and its regions only.",
  checklist: ["S-38"],
  equivalents: [],
  evaluate: (stack) => {
    // That each of them names its account and an allowed region are rules of their own.
    const own = new Set(ofType(stack, PROVIDER).filter(({ name }) => !MADE_BY_ENGINE.test(name)).map(({ urn }) => urn));
    const resources = stack.resources.filter(({ type }) => type.startsWith("aws:"));
    const violations = resources
      .filter(({ provider }) => !own.has(provider ?? ""))
      .map((resource) => violation(resource, "option:provider", resource.provider?.split("::").at(-1) ?? "none", "a provider that the program makes"));
    return mustExist(resources, PROVIDER, violations);
  },
};
