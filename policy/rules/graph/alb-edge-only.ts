import { LOAD_BALANCER, proxiedRecords } from "../../edge";
import { list, ofType, outcome, refersTo, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Properties, Value } from "../../model";
import type { GraphRule } from "../../rule";
import { isProperties } from "../../../rehearsal/provider/struct";

const LIST = "aws:ec2/managedPrefixList:ManagedPrefixList";
/** A rule of its own names one list, the old form several. */
const LISTED = ["prefixListId", "prefixListIds"];
const ADDRESSES = ["cidrIpv4", "cidrIpv6", "cidrBlocks", "ipv6CidrBlocks"];
const given = (value: Value | undefined) => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && list(value).length === 0);
const namesAddress = (rule: Properties) => ADDRESSES.some((key) => given(rule[key]));
/** The rules inside a group; a value that nobody knows may hold anything. */
const items = (ingress: Value | undefined) => (given(ingress) ? [ingress].flat() : []);

/** Whether all prefix lists that a rule names are of the stack. */
function isListOfStack(rule: PolicyResource, key: string, lists: readonly PolicyResource[]): boolean {
  const named = [rule.properties[key]].flat().filter(given);
  return named.length === targets(rule, key, lists).length;
}

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
      const inside = own.flatMap((group) => items(group.properties.ingress).map((item) => ({ group, item })));
      const letsEdgeIn = (rule: PolicyResource) => LISTED.some((key) => given(rule.properties[key])) && LISTED.every((key) => isListOfStack(rule, key, lists));
      return [
        ...(rules.some(letsEdgeIn) ? [] : [violation(balancer, "securityGroups", "no rule that lets the edge in", "one from a prefix list of this stack")]),
        ...rules.filter(({ properties }) => namesAddress(properties)).map((rule) => violation(rule, "cidrIpv4", shown(rule.properties), "a prefix list of this stack, or a security group")),
        ...rules.flatMap((rule) => LISTED.filter((key) => !isListOfStack(rule, key, lists)).map((key) => violation(rule, key, shown(rule.properties[key]), "a prefix list of this stack"))),
        ...inside
          .filter(({ item }) => !isProperties(item) || namesAddress(item) || LISTED.some((key) => given(item[key])))
          .map(({ group, item }) => violation(group, "ingress", shown(item), "security groups alone; a prefix list in a rule of its own")),
      ];
    });
    return outcome(balancers, violations);
  },
};
