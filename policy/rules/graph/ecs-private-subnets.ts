import { UNKNOWN } from "../../../rehearsal/provider/struct";
import { mustExist, ofType, partRefersTo, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { OF_TASKS, placements } from "../../placement";
import { routesOf, tablesOf } from "../../routes";
import { SERVICE } from "../../service-logs";
import type { Route } from "../../routes";
import type { Stack } from "../../model";
import type { GraphRule } from "../../rule";

/** A gateway is the internet's, unless it is the VPC itself or a private network's. An unknown one may be any. */
function leadsToInternetGateway({ resource, properties: { gatewayId } }: Route, stack: Stack): boolean {
  // A state says "" for a route that leads elsewhere.
  if (gatewayId === undefined || gatewayId === null || gatewayId === "" || gatewayId === "local") return false;
  const isPrivate = typeof gatewayId === "string" && gatewayId !== UNKNOWN && gatewayId.startsWith("vgw-");
  return !isPrivate && !ofType(stack, "aws:ec2/vpnGateway:VpnGateway").some((gateway) => partRefersTo(gatewayId, resource, "gatewayId", gateway));
}

export const ecsPrivateSubnets: GraphRule = {
  id: "ecs-private-subnets",
  reason: "A task in a subnet with an internet gateway is one public address away from everybody.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give services and jobs the Network component's applicationSubnetIds; groundwork:network.nat is their way out.",
  checklist: ["S-15"],
  equivalents: [],
  evaluate: (stack) => {
    const placed = placements(stack, OF_TASKS);
    const open = [...new Set(placed.flatMap(({ subnets }) => subnets))].flatMap((subnet) => {
      const used = tablesOf(stack, subnet);
      if (used.length === 0) return [violation(subnet, "routeTableId", "the VPC's main table", "a route table of this stack")];
      return used
        .flatMap((table) => routesOf(stack, table))
        .filter((route) => leadsToInternetGateway(route, stack))
        .map(({ resource }) => violation(resource, "gatewayId", `an internet gateway in the table of ${subnet.name}, where tasks run`, "NAT, or no way out"));
    });
    return mustExist(placed.map(({ resource }) => resource), SERVICE, [...placed.flatMap(({ foreign }) => foreign), ...open]);
  },
};
