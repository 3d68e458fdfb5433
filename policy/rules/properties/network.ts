import { UNKNOWN } from "../../../rehearsal/provider/struct";
import { comesFrom, sourcesOf } from "../../evidence";
import type { Floors } from "../../floors";
import { isOff, must, objectsOf, oneOf } from "../../judgements";
import type { Judgement } from "../../judgements";
import { ADVISED, EVERYWHERE } from "../../levels";
import type { PolicyResource, Properties, Stack } from "../../model";
import { inlinePermissions, opensEverything, opensPortsToAddresses, opensToWorld, permissionOf } from "../../open-to-world";
import type { Permission } from "../../open-to-world";
import type { PropertyRule } from "../../rule";
import { byUrn, ofType } from "../../stack-index";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
/** One resource for both directions. */
const OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";

/** Where a shell or a screen listens: SSH and RDP. */
const ADMIN_PORTS = [22, 3389];
/** Frontend, API, MinIO, Prometheus, PostgreSQL, Redis. */
const SERVICE_PORTS = [3000, 8000, 9000, 9090, 5432, 6379];

interface Demand {
  readonly required: (floors: Floors) => string;
  readonly holds: (permission: Permission, floors: Floors) => boolean;
}

const CLOSED_TO_WORLD: Demand = {
  required: ({ publicPorts }) => `nobody from the internet, but for TCP and UDP on ${publicPorts.join(", ")}`,
  holds: (permission, { publicPorts }) => !opensToWorld(permission, publicPorts),
};
const NO_ADMIN_PORTS: Demand = {
  required: () => `no address block for the ports ${ADMIN_PORTS.join(", ")}`,
  holds: (permission) => !opensPortsToAddresses(permission, ADMIN_PORTS),
};
const NO_SERVICE_PORTS: Demand = {
  required: () => `a security group, no address block, for the ports ${SERVICE_PORTS.join(", ")}`,
  holds: (permission) => !opensPortsToAddresses(permission, SERVICE_PORTS),
};
const NAMES_PROTOCOL: Demand = { required: () => "one protocol, and ports", holds: (permission) => !opensEverything(permission) };

const SOURCES = ["cidrIpv4", "cidrIpv6", "prefixListId", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds"];

/** Judges a rule that is a resource of its own by one of its sources, so that each source is judged once. */
function single({ required, holds }: Demand, source?: string): Judgement & Pick<PropertyRule, "whenUnknown"> {
  return {
    required,
    accepts: (_value, floors, resource, stack) => {
      const others = Object.entries(resource.properties).filter(([key]) => source === undefined || key === source || !SOURCES.includes(key));
      const blocks = source === "prefixListId" ? blocksOf(resource, stack) : {};
      return holds(permissionOf({ ...Object.fromEntries(others), ...blocks }), floors) || isForRouter(resource, stack);
    },
    ...(source === "prefixListId" ? { whenUnknown: comesFrom(source, [PREFIX_LIST]) } : {}),
  };
}

/** A prefix list that the stack makes is its blocks; one that is managed elsewhere may hold anything. */
function blocksOf(resource: PolicyResource, stack: Stack): Properties {
  const urns = sourcesOf(resource, "prefixListId", [PREFIX_LIST], stack);
  const [urn = ""] = urns;
  const blocks = objectsOf(byUrn(stack, urn)?.properties.entries).map(({ cidr }) => cidr ?? UNKNOWN);
  // A list without a block that can be read proves nothing.
  return blocks.length === 0 ? {} : { prefixListId: null, cidrBlocks: blocks };
}

/** A NAT instance passes on whatever the private subnets send, so it takes all their ports. */
function isForRouter({ properties, propertyDependencies }: PolicyResource, stack: Stack): boolean {
  const groups = propertyDependencies.securityGroupId ?? [];
  const isRouter = ({ properties: instance, propertyDependencies: used }: PolicyResource) =>
    instance.sourceDestCheck === false && groups.some((group) => (used.vpcSecurityGroupIds ?? []).includes(group));
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(String(properties.cidrIpv4)) && ofType(stack, "aws:ec2/instance:Instance").some(isRouter);
}

/** Judges the rules inside a group. */
function inline({ required, holds }: Demand): Judgement {
  return { required, accepts: (value, floors) => inlinePermissions(value).every((permission) => holds(permission, floors)) };
}

/** Judged unless it is certainly the other direction. */
const isIngress = ({ properties }: PolicyResource) => properties.type !== "egress";

// What the forms of one rule have in common: stand-alone, inline, old, IPv4, IPv6, prefix list.
const SG_NO_OPEN_INGRESS = {
  reason: "the internet reaches nothing but the public ports of the load balancer",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "let the firewall make the rule from the connections in groundwork:services; no other rule is needed",
  checklist: ["S-14"],
  equivalents: ["CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_260", "CKV_AWS_277", "AwsSolutions-EC23", "FSBP EC2.18", "FSBP EC2.19", "AVD-AWS-0107"],
} as const;

const SG_NO_ADMIN_PORTS = {
  reason: "nobody administers anything over the network: shells go through Systems Manager",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "use the tunnel (groundwork:tunnel) in place of SSH and RDP",
  checklist: ["S-16"],
  equivalents: ["CKV_AWS_24", "CKV_AWS_25", "AwsSolutions-EC23", "FSBP EC2.13", "FSBP EC2.14"],
} as const;

const SG_SERVICE_FROM_GROUP = {
  reason: "services, caches and databases are reached from named groups, never from address blocks",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "let the firewall make the rule from the connections in groundwork:services; no other rule is needed",
  checklist: ["S-15"],
  equivalents: ["FSBP EC2.19"],
} as const;

const SG_NO_ALL_PROTOCOLS = {
  reason: "a rule names the protocol and the ports that it lets in",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "let the firewall make the rule from the connections in groundwork:services; no other rule is needed",
  checklist: ["S-14"],
  equivalents: ["CKV_AWS_277"],
} as const;

export const NETWORK_RULES: readonly PropertyRule[] = [
  {
    id: "net-subnet-no-auto-public",
    reason: "what starts in a subnet must not get a public address by itself",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "leave mapPublicIpOnLaunch false, as Network does",
    checklist: ["S-18"],
    equivalents: ["CKV_AWS_130", "cdk-nag VPCSubnetAutoAssignPublicIpDisabled", "FSBP EC2.15", "AVD-AWS-0164"],
    types: ["aws:ec2/subnet:Subnet"],
    property: "mapPublicIpOnLaunch",
    absent: false,
    ...isOff,
  },
  {
    id: "net-nat-metadata-tokens",
    reason: "a request that an instance is tricked into must not read its credentials",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set metadataOptions.httpTokens to required, as NatInstance does",
    checklist: ["S-24"],
    equivalents: [],
    types: ["aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate"],
    property: "metadataOptions.httpTokens",
    ...oneOf("required"),
  },
  {
    id: "sg-no-open-ingress",
    ...SG_NO_OPEN_INGRESS,
    types: [INGRESS],
    property: "cidrIpv4",
    ...single(CLOSED_TO_WORLD, "cidrIpv4"),
  },
  {
    id: "sg-no-open-ingress-ipv6",
    ...SG_NO_OPEN_INGRESS,
    types: [INGRESS],
    property: "cidrIpv6",
    ...single(CLOSED_TO_WORLD, "cidrIpv6"),
  },
  {
    id: "sg-no-open-ingress-prefix-list",
    ...SG_NO_OPEN_INGRESS,
    types: [INGRESS],
    property: "prefixListId",
    ...single(CLOSED_TO_WORLD, "prefixListId"),
  },
  {
    id: "sg-no-open-ingress-inline",
    ...SG_NO_OPEN_INGRESS,
    types: [GROUP, DEFAULT_GROUP],
    property: "ingress",
    ...inline(CLOSED_TO_WORLD),
  },
  {
    id: "sg-no-open-ingress-old-form",
    ...SG_NO_OPEN_INGRESS,
    types: [OLD_RULE],
    property: "cidrBlocks",
    when: isIngress,
    ...single(CLOSED_TO_WORLD, "cidrBlocks"),
  },
  {
    id: "sg-no-open-ingress-old-form-ipv6",
    ...SG_NO_OPEN_INGRESS,
    types: [OLD_RULE],
    property: "ipv6CidrBlocks",
    when: isIngress,
    ...single(CLOSED_TO_WORLD, "ipv6CidrBlocks"),
  },
  {
    id: "sg-no-open-ingress-old-form-prefix-list",
    ...SG_NO_OPEN_INGRESS,
    types: [OLD_RULE],
    property: "prefixListIds",
    when: isIngress,
    ...single(CLOSED_TO_WORLD, "prefixListIds"),
  },
  {
    id: "sg-no-admin-ports",
    ...SG_NO_ADMIN_PORTS,
    types: [INGRESS],
    property: "cidrIpv4",
    ...single(NO_ADMIN_PORTS, "cidrIpv4"),
  },
  {
    id: "sg-no-admin-ports-ipv6",
    ...SG_NO_ADMIN_PORTS,
    types: [INGRESS],
    property: "cidrIpv6",
    ...single(NO_ADMIN_PORTS, "cidrIpv6"),
  },
  {
    id: "sg-no-admin-ports-prefix-list",
    ...SG_NO_ADMIN_PORTS,
    types: [INGRESS],
    property: "prefixListId",
    ...single(NO_ADMIN_PORTS, "prefixListId"),
  },
  {
    id: "sg-no-admin-ports-inline",
    ...SG_NO_ADMIN_PORTS,
    types: [GROUP, DEFAULT_GROUP],
    property: "ingress",
    ...inline(NO_ADMIN_PORTS),
  },
  {
    id: "sg-no-admin-ports-old-form",
    ...SG_NO_ADMIN_PORTS,
    types: [OLD_RULE],
    property: "cidrBlocks",
    when: isIngress,
    ...single(NO_ADMIN_PORTS, "cidrBlocks"),
  },
  {
    id: "sg-no-admin-ports-old-form-ipv6",
    ...SG_NO_ADMIN_PORTS,
    types: [OLD_RULE],
    property: "ipv6CidrBlocks",
    when: isIngress,
    ...single(NO_ADMIN_PORTS, "ipv6CidrBlocks"),
  },
  {
    id: "sg-no-admin-ports-old-form-prefix-list",
    ...SG_NO_ADMIN_PORTS,
    types: [OLD_RULE],
    property: "prefixListIds",
    when: isIngress,
    ...single(NO_ADMIN_PORTS, "prefixListIds"),
  },
  {
    id: "sg-service-from-group",
    ...SG_SERVICE_FROM_GROUP,
    types: [INGRESS],
    property: "cidrIpv4",
    ...single(NO_SERVICE_PORTS, "cidrIpv4"),
  },
  {
    id: "sg-service-from-group-ipv6",
    ...SG_SERVICE_FROM_GROUP,
    types: [INGRESS],
    property: "cidrIpv6",
    ...single(NO_SERVICE_PORTS, "cidrIpv6"),
  },
  {
    id: "sg-service-from-group-prefix-list",
    ...SG_SERVICE_FROM_GROUP,
    types: [INGRESS],
    property: "prefixListId",
    ...single(NO_SERVICE_PORTS, "prefixListId"),
  },
  {
    id: "sg-service-from-group-inline",
    ...SG_SERVICE_FROM_GROUP,
    types: [GROUP, DEFAULT_GROUP],
    property: "ingress",
    ...inline(NO_SERVICE_PORTS),
  },
  {
    id: "sg-service-from-group-old-form",
    ...SG_SERVICE_FROM_GROUP,
    types: [OLD_RULE],
    property: "cidrBlocks",
    when: isIngress,
    ...single(NO_SERVICE_PORTS, "cidrBlocks"),
  },
  {
    id: "sg-service-from-group-old-form-ipv6",
    ...SG_SERVICE_FROM_GROUP,
    types: [OLD_RULE],
    property: "ipv6CidrBlocks",
    when: isIngress,
    ...single(NO_SERVICE_PORTS, "ipv6CidrBlocks"),
  },
  {
    id: "sg-service-from-group-old-form-prefix-list",
    ...SG_SERVICE_FROM_GROUP,
    types: [OLD_RULE],
    property: "prefixListIds",
    when: isIngress,
    ...single(NO_SERVICE_PORTS, "prefixListIds"),
  },
  {
    id: "sg-no-all-protocols",
    ...SG_NO_ALL_PROTOCOLS,
    types: [INGRESS],
    property: "ipProtocol",
    ...single(NAMES_PROTOCOL),
  },
  {
    id: "sg-no-all-protocols-inline",
    ...SG_NO_ALL_PROTOCOLS,
    types: [GROUP, DEFAULT_GROUP],
    property: "ingress",
    ...inline(NAMES_PROTOCOL),
  },
  {
    id: "sg-no-all-protocols-old-form",
    ...SG_NO_ALL_PROTOCOLS,
    types: [OLD_RULE],
    property: "protocol",
    when: isIngress,
    ...single(NAMES_PROTOCOL),
  },
  {
    id: "sg-described",
    reason: "who reads a rule must see what it is for",
    severity: "low",
    levels: ADVISED,
    remedy: "give the connection a description",
    checklist: [],
    equivalents: ["CKV_AWS_23", "AwsSolutions-EC27", "AVD-AWS-0099", "AVD-AWS-0124"],
    types: ["aws:ec2/securityGroup:SecurityGroup", INGRESS, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"],
    property: "description",
    ...must("a text of our own", (value) => typeof value === "string" && value.trim() !== "" && value !== "Managed by Pulumi"),
  },
];
