import { mustExist, ofType, refersTo, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const RDS_GROUP = "aws:rds/subnetGroup:SubnetGroup";
const STORES = [
  { type: "aws:rds/instance:Instance", by: "dbSubnetGroupName", group: RDS_GROUP },
  { type: "aws:rds/cluster:Cluster", by: "dbSubnetGroupName", group: RDS_GROUP },
  { type: "aws:elasticache/replicationGroup:ReplicationGroup", by: "subnetGroupName", group: "aws:elasticache/subnetGroup:SubnetGroup" },
];

export const dataInDataSubnets: GraphRule = {
  id: "data-in-data-subnets",
  reason: "A database or cache without a subnet group of its own lands in the default VPC, and beside a load balancer it stands in the public tier.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give the Database and Cache components the Network component's dataSubnetIds.",
  checklist: ["S-18"],
  equivalents: ["CKV_AWS_323", "FSBP ElastiCache.7", "FSBP RDS.18"],
  evaluate: (stack) => {
    const subnets = ofType(stack, "aws:ec2/subnet:Subnet");
    const outer = [...ofType(stack, "aws:lb/loadBalancer:LoadBalancer"), ...ofType(stack, "aws:ec2/natGateway:NatGateway")];
    const isPublic = (subnet: (typeof subnets)[number]) => outer.some((resource) => refersTo(resource, "subnets", subnet) || refersTo(resource, "subnetId", subnet));
    const stores = STORES.flatMap(({ type, by, group }) =>
      ofType(stack, type)
        // A replica in its source's region is put where the source is.
        .filter(({ properties }) => properties.replicateSourceDb === undefined || properties[by] !== undefined)
        .map((store) => ({ store, by, groups: targets(store, by, ofType(stack, group)) })),
    );
    const violations = stores.flatMap(({ store, by, groups }) => {
      if (groups.length === 0) return [violation(store, by, shown(store.properties[by]), "a subnet group of this stack")];
      return groups.flatMap((group) => {
        const used = targets(group, "subnetIds", subnets);
        if (used.length === 0) return [violation(group, "subnetIds", shown(group.properties.subnetIds), "subnets of this stack")];
        return used.filter(isPublic).map((subnet) => violation(group, "subnetIds", `${subnet.name}, a public subnet`, "data subnets"));
      });
    });
    return mustExist(stores.map(({ store }) => store), STORES.map(({ type }) => type).join(" or "), violations);
  },
};
