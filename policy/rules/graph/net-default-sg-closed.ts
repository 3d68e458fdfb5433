import { list, mustExist, ofType, refersTo, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const VPC = "aws:ec2/vpc:Vpc";
const DEFAULT = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const RULES = [
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
];

export const netDefaultSgClosed: GraphRule = {
  id: "net-default-sg-closed",
  reason: "Whatever is made without a security group gets the VPC's default one, so that one must let nothing through.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make the VPC with the Network component, which takes over its default security group and empties it.",
  checklist: ["S-17"],
  equivalents: ["CKV2_AWS_12", "FSBP EC2.2", "AVD-AWS-0173"],
  evaluate: (stack) => {
    const vpcs = ofType(stack, VPC);
    const groups = ofType(stack, DEFAULT);
    const rules = ofType(stack, ...RULES);
    const unmanaged = vpcs
      .filter((vpc) => !groups.some((group) => refersTo(group, "vpcId", vpc)))
      .map((vpc) => violation(vpc, DEFAULT, "none", "one without rules"));
    const open = groups.flatMap((group) => [
      ...["ingress", "egress"]
        // The provider removes the rules that AWS makes where none are set.
        .filter((side) => group.properties[side] !== undefined && !(Array.isArray(group.properties[side]) && list(group.properties[side]).length === 0))
        .map((side) => violation(group, side, shown(group.properties[side]), "[]")),
      ...rules.filter((rule) => refersTo(rule, "securityGroupId", group)).map((rule) => violation(rule, "securityGroupId", "the default group", "a group of its own")),
    ]);
    return mustExist(vpcs, VPC, [...unmanaged, ...open]);
  },
};
