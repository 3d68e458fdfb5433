import { list, mustExist, ofType, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { routesOf, tablesOf } from "../../routes";
import type { Properties } from "../../model";
import type { GraphRule } from "../../rule";

const GROUP = "aws:rds/subnetGroup:SubnetGroup";
const GROUPS = [GROUP, "aws:elasticache/subnetGroup:SubnetGroup"];

/** A prefix shorter than any private range leads to the internet, also in halves, 0.0.0.0/1. */
function leadsOut(route: Properties): boolean {
  const destination = route.destinationCidrBlock ?? route.cidrBlock ?? route.destinationIpv6CidrBlock ?? route.ipv6CidrBlock;
  const [, bits] = /\/(\d+)$/.exec(typeof destination === "string" ? destination : "") ?? [];
  // An unknown destination, or a prefix list, proves nothing.
  return bits === undefined || Number(bits) < 8;
}

export const netDataIsolated: GraphRule = {
  id: "net-data-isolated",
  reason: "A database that has no way to the internet can't be reached from it and can't send data there.",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "Give databases and caches the Network component's dataSubnetIds.",
  checklist: ["S-18"],
  equivalents: ["FSBP RDS.18"],
  evaluate: (stack) => {
    const groups = ofType(stack, ...GROUPS);
    const subnets = ofType(stack, "aws:ec2/subnet:Subnet");
    const violations = groups.flatMap((group) => {
      const own = targets(group, "subnetIds", subnets);
      const listed = list(group.properties.subnetIds).length;
      const foreign = own.length === 0 || own.length < listed ? [violation(group, "subnetIds", `${own.length} of ${listed} known here`, "subnets of this stack")] : [];
      const open = own.flatMap((subnet) => {
        const used = tablesOf(stack, subnet);
        if (used.length === 0) return [violation(subnet, "routeTableId", "the VPC's main table", "a route table of this stack")];
        return used
          .flatMap((table) => routesOf(stack, table))
          .filter((route) => leadsOut(route.properties))
          .map(({ resource, property, properties }) => violation(resource, property, shown(properties), "no route to the internet"));
      });
      return [...foreign, ...open];
    });
    return mustExist(groups, GROUP, violations);
  },
};
