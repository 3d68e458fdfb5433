import { UNKNOWN } from "../../../rehearsal/provider/struct";
import { mustExist, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { OF_STORES, OF_TASKS, placements } from "../../placement";
import { SERVICE } from "../../service-logs";
import type { GraphRule } from "../../rule";

export const netTwoAzs: GraphRule = {
  id: "net-two-azs",
  reason: "What stands in one availability zone is gone with that zone.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Name two zones or more in groundwork:network.zones, and hand on all subnets of the tier.",
  checklist: ["S-35"],
  equivalents: ["Prowler vpc_subnet_different_az"],
  evaluate: (stack) => {
    const placed = placements(stack, { ...OF_TASKS, ...OF_STORES });
    const violations = placed.flatMap(({ resource, path, subnets, foreign }) => {
      if (foreign.length > 0) return foreign;
      const zones = new Set(subnets.map(({ properties }) => properties.availabilityZone ?? properties.availabilityZoneId).filter((zone) => typeof zone === "string" && zone !== UNKNOWN));
      return zones.size >= 2 ? [] : [violation(resource, path, zones.size === 0 ? "no zone that is known" : `only ${[...zones].join()}`, "subnets of two availability zones")];
    });
    return mustExist(placed.map(({ resource }) => resource), SERVICE, violations);
  },
};
