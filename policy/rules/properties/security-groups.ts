import { UNKNOWN } from "../../../rehearsal/provider/struct";
import { comesFrom, sourcesOf } from "../../evidence";
import type { Floors } from "../../floors";
import { isAbsent, must, objectsOf } from "../../judgements";
import type { Judgement } from "../../judgements";
import { ADVISED, EVERYWHERE } from "../../levels";
import type { PolicyResource, Properties, Stack } from "../../model";
import { ADMIN_PORTS, inlinePermissions, opensEverything, opensPortsToAddresses, opensToWorld, permissionOf } from "../../open-to-world";
import type { Permission } from "../../open-to-world";
import type { Change, PropertyRule, RuleInformation } from "../../rule";
import { byUrn, ofType } from "../../stack-index";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
/** One resource for both directions. */
const OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";

/** Frontend, API, MinIO, Prometheus, PostgreSQL, Redis. */
const SERVICE_PORTS = [3000, 8000, 9000, 9090, 5432, 6379];

interface Demand {
  readonly required: (floors: Floors) => string;
  readonly holds: (permission: Permission, floors: Floors) => boolean;
  /** Protocol and ports of permissions that break it, and whether the internet must be let in for that. */
  readonly wrong: readonly { readonly protocol: string; readonly from?: number; readonly to?: number; readonly world: boolean }[];
}

const CLOSED_TO_WORLD: Demand = {
  required: ({ publicPorts }) => `nobody from the internet, but for TCP and UDP on ${publicPorts.join(", ")}`,
  holds: (permission, { publicPorts }) => !opensToWorld(permission, publicPorts),
  wrong: [{ protocol: "tcp", from: 25, to: 25, world: true }, { protocol: "tcp", from: 80, to: 443, world: true }, { protocol: "icmp", from: 8, to: 8, world: true }],
};
const NO_ADMIN_PORTS: Demand = {
  required: () => `no address block for the ports ${ADMIN_PORTS.join(", ")}`,
  holds: (permission) => !opensPortsToAddresses(permission, ADMIN_PORTS),
  wrong: [{ protocol: "tcp", from: 22, to: 22, world: false }, { protocol: "tcp", from: 3300, to: 3400, world: false }],
};
const NO_SERVICE_PORTS: Demand = {
  required: () => `a security group, no address block, for the ports ${SERVICE_PORTS.join(", ")}`,
  holds: (permission) => !opensPortsToAddresses(permission, SERVICE_PORTS),
  wrong: SERVICE_PORTS.map((port) => ({ protocol: "tcp", from: port, to: port, world: false })),
};
const NAMES_PROTOCOL: Demand = { required: () => "one protocol, and ports", holds: (permission) => !opensEverything(permission), wrong: [] };

const SOURCES = ["cidrIpv4", "cidrIpv6", "prefixListId", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds"];

const PORTS = ["ipProtocol", "protocol", "fromPort", "toPort"];

/** Judges a rule that is a resource of its own by one of its sources, so that each source is judged once. */
function single({ required, holds }: Demand, source?: string): Judgement & Pick<PropertyRule, "whenUnknown"> {
  return {
    required,
    accepts: (_value, floors, resource, stack) => {
      const said = [...PORTS, ...(source === undefined ? SOURCES : [source])].map((key) => [key, resource.properties[key] ?? null]);
      const blocks = source === "prefixListId" ? blocksOf(resource, stack) : {};
      return holds(permissionOf({ ...Object.fromEntries(said), ...blocks }), floors) || isForRouter(resource, stack);
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

interface Form {
  readonly suffix: string;
  readonly types: readonly string[];
  readonly property: string;
  /** Blocks as this form writes them; a prefix list is one that nobody here knows. */
  readonly wide: readonly (string | readonly string[])[];
  readonly narrow: readonly (string | readonly string[])[];
}

/** The ways to write down who is let in: stand-alone, inside a group, old; IPv4, IPv6, a prefix list. */
const FORMS: readonly Form[] = [
  { suffix: "", types: [INGRESS], property: "cidrIpv4", wide: ["0.0.0.0/0", "128.0.0.0/1"], narrow: ["100.64.0.0/24"] },
  { suffix: "-ipv6", types: [INGRESS], property: "cidrIpv6", wide: ["::/0", "2000::/3"], narrow: ["fd12:3456::/64"] },
  { suffix: "-prefix-list", types: [INGRESS], property: "prefixListId", wide: ["pl-0123456789abcdef0"], narrow: ["pl-0123456789abcdef0"] },
  { suffix: "-inline", types: [GROUP, DEFAULT_GROUP], property: "ingress", wide: [["0.0.0.0/0"], ["::/1"]], narrow: [["100.64.0.0/24"]] },
  { suffix: "-old-form", types: [OLD_RULE], property: "cidrBlocks", wide: [["0.0.0.0/0"], ["100.64.0.0/24", "0.0.0.0/1"]], narrow: [["100.64.0.0/24"]] },
  { suffix: "-old-form-ipv6", types: [OLD_RULE], property: "ipv6CidrBlocks", wide: [["::/0"]], narrow: [["fd12:3456::/64"]] },
  { suffix: "-old-form-prefix-list", types: [OLD_RULE], property: "prefixListIds", wide: [["pl-0123456789abcdef0"]], narrow: [["pl-0123456789abcdef0"]] },
];

/** What a rule of a group says of whom it lets in, in any form: one of them is set, the others are gone. */
const NOBODY: Change = Object.fromEntries([...SOURCES, "referencedSecurityGroupId", "sourceSecurityGroupId", "self"].map((key) => [key, undefined]));

function wrongIn({ property, types, wide, narrow }: Form, { wrong }: Demand): readonly Change[] {
  return wrong.flatMap(({ protocol, from, to, world }) =>
    (world ? wide : narrow).map((source): Change => {
      const ports = { fromPort: from, toPort: to };
      if (property === "ingress") {
        const key = String(source).includes(":") ? "ipv6CidrBlocks" : "cidrBlocks";
        return { ingress: [{ protocol, ...known(ports), [key]: source }] };
      }
      return { ...NOBODY, [types.includes(OLD_RULE) ? "protocol" : "ipProtocol"]: protocol, ...ports, [property]: source };
    }),
  );
}

function known(change: Change): Properties {
  return Object.fromEntries(Object.entries(change).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** One rule in each of its forms. */
function inEachForm(information: RuleInformation, demand: Demand): readonly PropertyRule[] {
  return FORMS.map((form) => ({
    ...information,
    id: `${information.id}${form.suffix}`,
    types: form.types,
    property: form.property,
    ...(form.types.includes(OLD_RULE) ? { when: isIngress } : {}),
    ...(form.property === "ingress" ? inline(demand) : single(demand, form.property)),
    wrongTogether: () => wrongIn(form, demand),
  }));
}

const SG_NO_OPEN_INGRESS: RuleInformation = {
  id: "sg-no-open-ingress",
  reason: "the internet reaches nothing but the public ports of the load balancer",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "let the firewall make the rule from the connections in groundwork:services; no other rule is needed",
  checklist: ["S-14"],
  equivalents: ["CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_260", "CKV_AWS_277", "AwsSolutions-EC23", "FSBP EC2.18", "FSBP EC2.19", "AVD-AWS-0107"],
};

const SG_NO_ADMIN_PORTS: RuleInformation = {
  id: "sg-no-admin-ports",
  reason: "nobody administers anything over the network: shells go through Systems Manager",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "use the tunnel (groundwork:tunnel) in place of SSH and RDP",
  checklist: ["S-16"],
  equivalents: ["CKV_AWS_24", "CKV_AWS_25", "AwsSolutions-EC23", "FSBP EC2.13", "FSBP EC2.14"],
};

const SG_SERVICE_FROM_GROUP: RuleInformation = {
  id: "sg-service-from-group",
  reason: "services, caches and databases are reached from named groups, never from address blocks",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "let the firewall make the rule from the connections in groundwork:services; no other rule is needed",
  checklist: ["S-15"],
  equivalents: ["FSBP EC2.19"],
};

const SG_NO_ALL_PROTOCOLS: RuleInformation = {
  id: "sg-no-all-protocols",
  reason: "a rule names the protocol and the ports that it lets in",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "let the firewall make the rule from the connections in groundwork:services; no other rule is needed",
  checklist: ["S-14"],
  equivalents: ["CKV_AWS_277"],
};

/** The default group's rules are none at all, which net-default-sg-closed asks for. */
const SG_NO_INLINE_RULES: RuleInformation = {
  id: "sg-no-inline-rules",
  reason: "a group that lists its rules takes away at each update all those that are resources of their own",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "let the firewall make the rule from the connections in groundwork:services, a resource for each",
  checklist: [],
  equivalents: [],
};

export const SECURITY_GROUP_RULES: readonly PropertyRule[] = [
  ...inEachForm(SG_NO_OPEN_INGRESS, CLOSED_TO_WORLD),
  ...inEachForm(SG_NO_ADMIN_PORTS, NO_ADMIN_PORTS),
  ...inEachForm(SG_SERVICE_FROM_GROUP, NO_SERVICE_PORTS),
  {
    ...SG_NO_ALL_PROTOCOLS,
    types: [INGRESS],
    property: "ipProtocol",
    ...single(NAMES_PROTOCOL),
    wrongTogether: () => ["-1", "tcp"].map((ipProtocol) => ({ ...NOBODY, ipProtocol, fromPort: undefined, toPort: undefined, referencedSecurityGroupId: "sg-1" })),
  },
  {
    ...SG_NO_ALL_PROTOCOLS,
    id: "sg-no-all-protocols-inline",
    types: [GROUP, DEFAULT_GROUP],
    property: "ingress",
    ...inline(NAMES_PROTOCOL),
    wrongTogether: () => [{ ingress: [{ protocol: "-1", self: true }] }, { ingress: { protocol: "tcp", self: true } }],
  },
  {
    ...SG_NO_ALL_PROTOCOLS,
    id: "sg-no-all-protocols-old-form",
    types: [OLD_RULE],
    property: "protocol",
    when: isIngress,
    ...single(NAMES_PROTOCOL),
    wrongTogether: () => ["-1", "all", "tcp"].map((protocol) => ({ ...NOBODY, protocol, fromPort: undefined, toPort: undefined, sourceSecurityGroupId: "sg-1" })),
  },
  { ...SG_NO_INLINE_RULES, types: [GROUP], property: "ingress", ...isAbsent },
  { ...SG_NO_INLINE_RULES, id: "sg-no-inline-rules-egress", types: [GROUP], property: "egress", ...isAbsent },
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
    ...must("a text of our own", (value) => typeof value === "string" && value.trim() !== "" && value !== "Managed by Pulumi", ["", "Managed by Pulumi", undefined]),
  },
];
