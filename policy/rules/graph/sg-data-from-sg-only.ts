import { list, mustExist, objects, ofType, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { hasUnknown } from "../../../rehearsal/provider/struct";
import type { Properties, Value } from "../../model";
import type { GraphRule } from "../../rule";

const STORES: Readonly<Record<string, string>> = {
  "aws:rds/instance:Instance": "vpcSecurityGroupIds",
  "aws:rds/cluster:Cluster": "vpcSecurityGroupIds",
  "aws:elasticache/replicationGroup:ReplicationGroup": "securityGroupIds",
};
const ADDRESSES = ["cidrIpv4", "cidrIpv6", "prefixListId", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds"];
const SOURCES = ["referencedSecurityGroupId", "sourceSecurityGroupId", "securityGroups", "self"];
const given = (value: Value | undefined) => value !== undefined && value !== null && value !== false && value !== "" && !(Array.isArray(value) && list(value).length === 0);

/** True if a rule, in whichever of its three forms, lets in members of a group by a port and nobody by an address. */
function fromGroups(rule: Properties): boolean {
  const protocol = rule.ipProtocol ?? rule.protocol;
  return !ADDRESSES.some((key) => given(rule[key])) && SOURCES.some((key) => given(rule[key])) && typeof protocol === "string" && /^(tcp|6)$/i.test(protocol);
}

export const sgDataFromSgOnly: GraphRule = {
  id: "sg-data-from-sg-only",
  reason: "Databases and caches answer only to named parts of the system, never to an address that anybody may come to hold.",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "Let the Firewall component connect the service to the database or cache; it refers to groups.",
  checklist: ["S-15"],
  equivalents: ["AwsSolutions-RDS8", "FSBP EC2.19"],
  evaluate: (stack) => {
    const groups = ofType(stack, "aws:ec2/securityGroup:SecurityGroup");
    const stores = ofType(stack, ...Object.keys(STORES));
    const property = ({ type }: { readonly type: string }) => STORES[type] ?? "vpcSecurityGroupIds";
    const ungrouped = stores
      .filter((store) => targets(store, property(store), groups).length === 0)
      .map((store) => violation(store, property(store), shown(store.properties[property(store)]), "security groups of this stack"));
    const data = [...new Set(stores.flatMap((store) => targets(store, property(store), groups)))];
    const rules = [
      ...ofType(stack, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
      ...ofType(stack, "aws:ec2/securityGroupRule:SecurityGroupRule").filter(({ properties }) => properties.type !== "egress"),
    ];
    // A rule that joins no group of the stack may well be of a data group.
    const own = rules.filter((rule) => targets(rule, "securityGroupId", data).length > 0 || targets(rule, "securityGroupId", groups).length === 0);
    const open = [
      ...own.filter(({ properties }) => !fromGroups(properties)).map((rule) => violation(rule, "securityGroupId", shown(rule.properties), "tcp from a security group")),
      ...data.filter((group) => hasUnknown(group.properties.ingress)).map((group) => violation(group, "ingress", shown(group.properties.ingress), "tcp from a security group")),
      ...data.flatMap((group) =>
        objects(group.properties.ingress).filter((rule) => !fromGroups(rule)).map((rule) => violation(group, "ingress", shown(rule), "tcp from a security group")),
      ),
    ];
    return mustExist(stores, Object.keys(STORES).join(" or "), [...ungrouped, ...open]);
  },
};
