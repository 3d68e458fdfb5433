import { isProperties, UNKNOWN } from "../../../rehearsal/provider/struct";
import { mustExist, ofType, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Properties, Value } from "../../model";
import { readThrough } from "../../path";
import type { GraphRule } from "../../rule";

const PROVIDER = "pulumi:providers:aws";
/** Whose it is, where it belongs, and who is asked. */
const KEYS = ["System", "Environment", "Owner"];

/** The tags that a provider gives to all that it makes. A provider's nested settings are JSON in a text. */
function defaultTagsOf({ properties }: PolicyResource): Properties {
  const given = readThrough(properties.defaultTags);
  return isProperties(given) && isProperties(given.tags) ? given.tags : {};
}

const isSaid = (value: Value | undefined) => typeof value === "string" && value !== UNKNOWN && value.trim() !== "";

export const resourcesTagged: GraphRule = {
  id: "resources-tagged",
  reason: "Bills, findings and leftovers can be told apart by system, environment and owner only where everything carries them.",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "Make the providers with createProviders, which tags by groundwork:system, and give no resource these tags again.",
  checklist: [],
  equivalents: [],
  evaluate: (stack) => {
    const providers = ofType(stack, PROVIDER);
    const untagged = providers.flatMap((provider) => {
      const tags = defaultTagsOf(provider);
      return KEYS.filter((key) => !isSaid(tags[key])).map((key) => violation(provider, `defaultTags.tags.${key}`, shown(tags[key]), "a text"));
    });
    // A resource's own tag wins over its provider's. https://www.pulumi.com/registry/packages/aws/api-docs/provider/
    const overridden = stack.resources
      .filter(({ type }) => type.startsWith("aws:"))
      .flatMap((resource) => {
        const { tags } = resource.properties;
        if (tags === UNKNOWN) return [violation(resource, "tags", shown(tags), "tags that are known")];
        return KEYS.filter((key) => isProperties(tags) && key in tags && !isSaid(tags[key])).map((key) => violation(resource, `tags.${key}`, "no text", "a text, or none of its own"));
      });
    return mustExist(providers, PROVIDER, [...untagged, ...overridden]);
  },
};
