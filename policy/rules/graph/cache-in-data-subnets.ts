import { outcome, ofType, refersTo, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

export const cacheInDataSubnets: GraphRule = {
  id: "cache-in-data-subnets",
  reason: "A cache without a subnet group of its own lands in the default VPC, and beside a load balancer it stands in the public tier.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give the Cache component the Network component's dataSubnetIds.",
  checklist: ["S-18"],
  equivalents: ["CKV_AWS_323", "FSBP ElastiCache.7"],
  evaluate: (stack) => {
    const caches = ofType(stack, "aws:elasticache/replicationGroup:ReplicationGroup");
    const groups = ofType(stack, "aws:elasticache/subnetGroup:SubnetGroup");
    const subnets = ofType(stack, "aws:ec2/subnet:Subnet");
    const outer = [...ofType(stack, "aws:lb/loadBalancer:LoadBalancer"), ...ofType(stack, "aws:ec2/natGateway:NatGateway")];
    const violations = caches.flatMap((cache) => {
      const own = targets(cache, "subnetGroupName", groups);
      if (own.length === 0) return [violation(cache, "subnetGroupName", shown(cache.properties.subnetGroupName), "a subnet group of this stack")];
      return own.flatMap((group) => {
        const used = targets(group, "subnetIds", subnets);
        if (used.length === 0) return [violation(group, "subnetIds", shown(group.properties.subnetIds), "subnets of this stack")];
        return used
          .filter((subnet) => outer.some((resource) => refersTo(resource, "subnets", subnet) || refersTo(resource, "subnetId", subnet)))
          .map((subnet) => violation(group, "subnetIds", `${subnet.name}, a public subnet`, "data subnets"));
      });
    });
    return outcome(caches, violations);
  },
};
