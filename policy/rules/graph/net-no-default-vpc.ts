import { mustExist, ofType, refersTo, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const VPC = "aws:ec2/vpc:Vpc";
/** Each of them takes over what AWS made, in place of making its own. */
const DEFAULTS = ["aws:ec2/defaultVpc:DefaultVpc", "aws:ec2/defaultSubnet:DefaultSubnet"];
/** What names the VPC that it is in; without a name most of them land in the default one. */
const IN_VPC = [
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/subnet:Subnet",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:lb/targetGroup:TargetGroup",
];

export const netNoDefaultVpc: GraphRule = {
  id: "net-no-default-vpc",
  reason: "Every subnet of the default VPC is public, and whatever forgets to name a network lands there.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make the VPC with the Network component and pass its vpcId and subnets on.",
  checklist: ["S-17"],
  equivalents: ["CKV_AWS_148", "AVD-AWS-0101"],
  evaluate: (stack) => {
    const vpcs = ofType(stack, VPC);
    const taken = ofType(stack, ...DEFAULTS);
    // A function is no address in a network.
    const inside = ofType(stack, ...IN_VPC).filter(({ properties }) => properties.targetType !== "lambda");
    // Databases and caches, which name subnets by a group, have a rule of their own.
    const violations = [
      ...taken.map((resource) => violation(resource, "vpcId", "the account's default network", "a VPC of this stack")),
      ...inside
        .filter((resource) => !vpcs.some((vpc) => refersTo(resource, "vpcId", vpc)))
        .map((resource) => violation(resource, "vpcId", shown(resource.properties.vpcId), "the VPC of this stack")),
    ];
    return mustExist([...vpcs, ...taken, ...inside], VPC, violations);
  },
};
