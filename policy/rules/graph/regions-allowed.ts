import { copiesOf } from "../../copies";
import { mustExist, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const PROVIDER = "pulumi:providers:aws";

export const regionsAllowed: GraphRule = {
  id: "regions-allowed",
  reason: "The law that holds for data is that of the place where it is, backups and copies included.",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "Set groundwork:account.region and its backup region to regions of allowedRegions in policy-floors.<stack>.json.",
  checklist: ["S-38"],
  equivalents: [],
  evaluate: (stack, { allowedRegions }) => {
    const required = `one of ${allowedRegions.join(", ")}`;
    // A resource may name a region of its own, against its provider's. https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/
    const standing = stack.resources.filter(({ type }) => type.startsWith("aws:") || type === PROVIDER);
    const violations = standing.flatMap((resource) => {
      const region = resource.properties.region ?? resource.region;
      const own = typeof region === "string" && allowedRegions.includes(region) ? [] : [violation(resource, "region", shown(region), required)];
      const copies = copiesOf(stack, resource).filter((copy) => typeof copy.region !== "string" || !allowedRegions.includes(copy.region));
      return [...own, ...copies.map((copy) => violation(resource, copy.property, copy.region === undefined ? "a place that is not known" : shown(copy.region), required))];
    });
    return mustExist(standing, PROVIDER, violations);
  },
};
