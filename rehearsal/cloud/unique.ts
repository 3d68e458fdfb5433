import type { Properties } from "../provider/struct";
import type { CloudResource } from "./store";

/** Types whose name only one thing may have, and what the API says to a second. */
const UNIQUE: Readonly<Record<string, { readonly by: readonly string[]; readonly code: string }>> = {
  "aws:s3/bucket:Bucket": { by: ["bucket"], code: "BucketAlreadyOwnedByYou" },
  "aws:rds/instance:Instance": { by: ["identifier"], code: "DBInstanceAlreadyExists" },
  "aws:rds/subnetGroup:SubnetGroup": { by: ["name"], code: "DBSubnetGroupAlreadyExists" },
  "aws:rds/parameterGroup:ParameterGroup": { by: ["name"], code: "DBParameterGroupAlreadyExists" },
  "aws:elasticache/replicationGroup:ReplicationGroup": { by: ["replicationGroupId"], code: "ReplicationGroupAlreadyExists" },
  "aws:elasticache/subnetGroup:SubnetGroup": { by: ["name"], code: "CacheSubnetGroupAlreadyExists" },
  "aws:elasticache/parameterGroup:ParameterGroup": { by: ["name"], code: "CacheParameterGroupAlreadyExists" },
  "aws:ec2/securityGroup:SecurityGroup": { by: ["name", "vpcId"], code: "InvalidGroup.Duplicate" },
  "aws:lb/loadBalancer:LoadBalancer": { by: ["name"], code: "DuplicateLoadBalancerName" },
  "aws:lb/targetGroup:TargetGroup": { by: ["name"], code: "DuplicateTargetGroupName" },
  "aws:lb/listener:Listener": { by: ["loadBalancerArn", "port"], code: "DuplicateListener" },
  "aws:lb/listenerRule:ListenerRule": { by: ["listenerArn", "priority"], code: "PriorityInUse" },
  "aws:iam/role:Role": { by: ["name"], code: "EntityAlreadyExists" },
  "aws:iam/policy:Policy": { by: ["name"], code: "EntityAlreadyExists" },
  "aws:kms/alias:Alias": { by: ["name"], code: "AlreadyExistsException" },
  "aws:secretsmanager/secret:Secret": { by: ["name"], code: "ResourceExistsException" },
  "aws:cloudwatch/logGroup:LogGroup": { by: ["name"], code: "ResourceAlreadyExistsException" },
  "aws:ecr/repository:Repository": { by: ["name"], code: "RepositoryAlreadyExistsException" },
  "aws:backup/vault:Vault": { by: ["name"], code: "AlreadyExistsException" },
  "aws:scheduler/schedule:Schedule": { by: ["name", "groupName"], code: "ConflictException" },
  "aws:scheduler/scheduleGroup:ScheduleGroup": { by: ["name"], code: "ConflictException" },
  "aws:ecs/service:Service": { by: ["name", "cluster"], code: "InvalidParameterException" },
  // One entry point for each phase: https://developers.cloudflare.com/ruleset-engine/about/phases/
  "cloudflare:index/ruleset:Ruleset": { by: ["zoneId", "phase"], code: "a similar configuration with rules already exists" },
};
/** One name space over all regions. */
const GLOBAL = /^aws:(s3|iam)\//;

/** What the API says if another living thing has the name that a new one asks for. */
export function nameTaken(type: string, inputs: Properties, region: string, living: readonly CloudResource[]): string | undefined {
  const unique = UNIQUE[type];
  if (unique === undefined || unique.by.some((property) => inputs[property] === undefined && property !== "groupName")) return undefined;
  const other = living.find(
    (resource) =>
      resource.type === type &&
      (GLOBAL.test(type) || resource.region === region) &&
      unique.by.every((property) => (inputs[property] ?? "default") === (resource.properties[property] ?? "default")),
  );
  if (other === undefined) return undefined;
  const asked = unique.by.map((property) => `${property} ${String(inputs[property] ?? "default")}`).join(", ");
  return `${unique.code}: ${asked} is taken by ${other.id}`;
}
