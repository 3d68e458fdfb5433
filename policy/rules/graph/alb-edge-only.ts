import { LOAD_BALANCER, proxiedRecords } from "../../edge";
import { list, objects, ofType, outcome, refersTo, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { Properties, Value } from "../../model";
import type { GraphRule } from "../../rule";
import { UNKNOWN } from "../../../rehearsal/provider/struct";

const LIST = "aws:ec2/managedPrefixList:ManagedPrefixList";
const ADDRESSES = ["cidrIpv4", "cidrIpv6", "cidrBlocks", "ipv6CidrBlocks"];
const given = (value: Value | undefined) => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && list(value).length === 0);
const namesAddress = (rule: Properties) => ADDRESSES.some((key) => given(rule[key]));

export const albEdgeOnly: GraphRule = {
  id: "alb-edge-only",
  reason: "Who can reach the load balancer itself goes round every rule of the edge.",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "Set groundwork:edge; the EdgeAddresses component then lists Cloudflare's addresses, and the Firewall component lets in no others.",
  checklist: ["S-07", "S-14", "S-15"],
  equivalents: [],
  evaluate: (stack) => {
    const records = proxiedRecords(stack);
    const balancers = ofType(stack, LOAD_BALANCER).filter((balancer) => records.some((record) => refersTo(record, "content", balancer)));
    const groups = ofType(stack, "aws:ec2/securityGroup:SecurityGroup");
    const lists = ofType(stack, LIST);
    const violations = balancers.flatMap((balancer) => {
      const own = targets(balancer, "securityGroups", groups);
      const rules = [
        ...ofType(stack, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
        ...ofType(stack, "aws:ec2/securityGroupRule:SecurityGroupRule").filter(({ properties }) => properties.type !== "egress"),
      ].filter((rule) => targets(rule, "securityGroupId", own).length > 0);
      const fromEdge = rules.filter((rule) => targets(rule, "prefixListId", lists).length > 0);
      const strange = rules.filter(
        ({ properties }) => given(properties.prefixListIds) || (given(properties.prefixListId) && !fromEdge.some((rule) => rule.properties === properties)),
      );
      return [
        ...(fromEdge.length > 0 ? [] : [violation(balancer, "securityGroups", "no rule that lets the edge in", "one from a prefix list of this stack")]),
        ...rules.filter(({ properties }) => namesAddress(properties)).map((rule) => violation(rule, "cidrIpv4", shown(rule.properties), "a prefix list of this stack, or a security group")),
        ...strange.map((rule) => violation(rule, "prefixListId", shown(rule.properties.prefixListId), "a prefix list of this stack")),
        ...own.filter(({ properties: { ingress } }) => [ingress, ...list(ingress)].includes(UNKNOWN)).map((group) => violation(group, "ingress", shown(UNKNOWN), "no addresses")),
        ...own.flatMap((group) => objects(group.properties.ingress).filter(namesAddress).map((rule) => violation(group, "ingress", shown(rule), "no addresses"))),
      ];
    });
    return outcome(balancers, violations);
  },
};
