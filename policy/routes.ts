import { isProperties, UNKNOWN } from "../rehearsal/provider/struct";
import { ofType, refersTo, targets } from "./join";
import type { PolicyResource, Properties, Stack, Value } from "./model";

/** A route, wherever it is written: in its table or by itself. */
export interface Route {
  /** What to name in a message. */
  readonly resource: PolicyResource;
  readonly property: string;
  readonly properties: Properties;
}

/** The tables that a subnet is tied to; none means the VPC's main one, which nobody here has made. */
export function tablesOf(stack: Stack, subnet: PolicyResource): readonly PolicyResource[] {
  const tables = ofType(stack, "aws:ec2/routeTable:RouteTable");
  return ofType(stack, "aws:ec2/routeTableAssociation:RouteTableAssociation")
    .filter((association) => refersTo(association, "subnetId", subnet))
    .flatMap((association) => targets(association, "routeTableId", tables));
}

/** A route that may lead anywhere. */
const NOT_KNOWN: Properties = { cidrBlock: UNKNOWN, gatewayId: UNKNOWN };

/** The routes of a table. */
export function routesOf(stack: Stack, table: PolicyResource): readonly Route[] {
  const { routes } = table.properties;
  const inline = (Array.isArray(routes) ? routes : routes === undefined || routes === null ? [] : [routes]).map((route: Value) => (isProperties(route) ? route : NOT_KNOWN));
  return [
    ...inline.map((properties) => ({ resource: table, property: "routes", properties })),
    ...ofType(stack, "aws:ec2/route:Route")
      .filter((route) => refersTo(route, "routeTableId", table))
      .map((route) => ({ resource: route, property: "destinationCidrBlock", properties: route.properties })),
  ];
}
