import { isOff, objectsOf, oneOf } from "../../judgements";
import { EVERYWHERE } from "../../levels";
import { ADMIN_PORTS, isWorld, opensPortsToAddresses, permissionOf } from "../../open-to-world";
import type { Properties, Value } from "../../model";
import type { PropertyRule, RuleInformation } from "../../rule";

/** One rule of a network ACL. A refusal that stands before it is not counted: it can be taken away, and then this is open. */
function admitsAdministrators({ action, ruleAction, cidrBlock, ipv6CidrBlock, ...rule }: Properties): boolean {
  if (/^deny$/i.test(String(ruleAction ?? action))) return false;
  const permission = permissionOf({ ...rule, cidrBlocks: [cidrBlock, ipv6CidrBlock].filter((block) => block !== undefined && block !== null) });
  // Only TCP, UDP and "all" have ports: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
  const hasPorts = !/^(1|58|icmp|icmpv6)$/.test(permission.protocol);
  return hasPorts && permission.cidrs.some(isWorld) && opensPortsToAddresses(permission, ADMIN_PORTS);
}

const NET_NACL_NO_ADMIN: RuleInformation = {
  id: "net-nacl-no-admin",
  reason: "nobody administers anything over the network, so no subnet lets anybody try",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "leave network ACLs to Network, which makes none, and use the tunnel (groundwork:tunnel)",
  checklist: ["S-16"],
  equivalents: ["AwsSolutions-VPC3", "FSBP EC2.21", "AVD-AWS-0105"],
};
/** Rules that let administrators in, but for the blocks that they come from. */
const OPEN: readonly Properties[] = [
  { protocol: "tcp", fromPort: 22, toPort: 22 },
  { protocol: "6", fromPort: 3000, toPort: 4000 },
  { protocol: "17", fromPort: 3389, toPort: 3389 },
  { protocol: "-1", fromPort: 0, toPort: 0 },
];
const noAdmins = () => `nobody from the internet on ${ADMIN_PORTS.join(" and ")}`;

/** A rule of an ACL that is a resource of its own, judged once for each kind of block. */
function standAlone(suffix: string, property: "cidrBlock" | "ipv6CidrBlock", wide: readonly string[]): PropertyRule {
  return {
    ...NET_NACL_NO_ADMIN,
    id: `${NET_NACL_NO_ADMIN.id}${suffix}`,
    types: ["aws:ec2/networkAclRule:NetworkAclRule"],
    property,
    when: ({ properties }) => properties.egress !== true && properties.egress !== "true",
    accepts: (value, _, { properties }) => {
      const { cidrBlock: _four, ipv6CidrBlock: _six, ...others } = properties;
      return value === undefined || !admitsAdministrators({ ...others, [property]: value });
    },
    wrongTogether: () => OPEN.flatMap((rule) => wide.map((block) => ({ ...rule, ruleAction: "allow", egress: undefined, cidrBlock: undefined, ipv6CidrBlock: undefined, [property]: block }))),
    required: noAdmins,
  };
}

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
    ...NET_NACL_NO_ADMIN,
    types: ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"],
    property: "ingress",
    accepts: (value) => objectsOf(value).every((rule) => !admitsAdministrators(rule)),
    wrong: () => OPEN.flatMap((rule): readonly Value[] => [[{ ...rule, ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0" }], [{ ...rule, ruleNo: 100, action: "allow", ipv6CidrBlock: "::/0" }], { ...rule, ruleNo: 100, action: "Allow", cidrBlock: "128.0.0.0/1" }]),
    required: noAdmins,
  },
  standAlone("-rule", "cidrBlock", ["0.0.0.0/0", "0.0.0.0/1"]),
  standAlone("-rule-ipv6", "ipv6CidrBlock", ["::/0", "2000::/3"]),
];
