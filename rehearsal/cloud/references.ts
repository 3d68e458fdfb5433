import { isProperties } from "../provider/struct";
import type { Properties, Value } from "../provider/struct";
import { sdkProperties } from "./sdk-properties";
import type { CloudResource } from "./store";

/** Ids that AWS gives: `subnet-0a1b2c…`. A person never writes one that nothing has. */
const ID = /^(vpc|subnet|sg|rtb|igw|nat|eipalloc|eni|acl|vpce|fl|lt|pl)-[0-9a-f]{17}$/;
/**
 * ARNs that an API resolves at once when it is given one. Policies and schedules may name what is not there yet, and are
 * left alone, as are Amazon's own service-linked roles.
 */
const ARN = /^arn:aws:(kms:[^:]+:\d+:key\/|iam::\d+:role\/(?!aws-service-role\/)|acm:[^:]+:\d+:certificate\/|elasticloadbalancing:|sns:[^:]+:\d+:|ecs:[^:]+:\d+:(cluster|task-definition)\/)/;
const ARN_PROPERTIES = /(arn|arns|keyId|topic|cluster|taskDefinition|loadBalancer|certificate|role)$/i;

/** Properties that name a thing of the cloud by its name, and whose name that is. */
const BY_NAME: Readonly<Record<string, { readonly types: readonly string[]; readonly target: string; readonly code: string; readonly builtIn?: RegExp }>> = {
  dbSubnetGroupName: { types: ["aws:rds/instance:Instance"], target: "aws:rds/subnetGroup:SubnetGroup", code: "DBSubnetGroupNotFoundFault", builtIn: /^default$/ },
  parameterGroupName: { types: ["aws:rds/instance:Instance"], target: "aws:rds/parameterGroup:ParameterGroup", code: "DBParameterGroupNotFound", builtIn: /^default\./ },
  replicateSourceDb: { types: ["aws:rds/instance:Instance"], target: "aws:rds/instance:Instance", code: "DBInstanceNotFound" },
  subnetGroupName: { types: ["aws:elasticache/replicationGroup:ReplicationGroup"], target: "aws:elasticache/subnetGroup:SubnetGroup", code: "CacheSubnetGroupNotFoundFault", builtIn: /^default$/ },
  role: { types: ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"], target: "aws:iam/role:Role", code: "NoSuchEntity" },
  logGroupName: { types: ["aws:cloudwatch/logMetricFilter:LogMetricFilter"], target: "aws:cloudwatch/logGroup:LogGroup", code: "ResourceNotFoundException" },
  backupVaultName: { types: ["aws:backup/vaultLockConfiguration:VaultLockConfiguration", "aws:backup/vaultNotifications:VaultNotifications", "aws:backup/vaultPolicy:VaultPolicy"], target: "aws:backup/vault:Vault", code: "ResourceNotFoundException" },
};

/** The first thing that a resource names and the cloud does not have, as the API would say it. */
export function missingReference(type: string, inputs: Properties, living: readonly CloudResource[]): string | undefined {
  let known: ReadonlySet<string> | undefined;
  const exists = (value: string) => (known ??= namesIn(living)).has(value);
  for (const { path, value } of texts(inputs)) {
    const named = BY_NAME[path];
    if (named?.types.includes(type) === true && named.builtIn?.test(value) !== true) {
      const isThere = living.some((resource) => resource.type === named.target && [resource.id, resource.properties.arn].includes(value));
      if (!isThere) return `${named.code}: ${path} names "${value}", and there is no such ${kindOf(named.target)}`;
    }
    if (ID.test(value) && !exists(value)) {
      return `Invalid${camel(value.split("-")[0] ?? "")}ID.NotFound: ${path} names ${value}, and nothing in this cloud has that id`;
    }
    if (ARN.test(value) && ARN_PROPERTIES.test(path.replace(/\[\d+\]$/, "")) && !exists(value.replace(/:\*$/, ""))) {
      return `NotFound: ${path} names ${value}, and nothing in this cloud has that ARN`;
    }
  }
  // Sub-resources of a bucket name it alike.
  const bucket = inputs.bucket;
  if (/^aws:s3\/bucket[A-Z]/.test(type) && typeof bucket === "string") {
    const isThere = living.some((resource) => resource.type === "aws:s3/bucket:Bucket" && resource.id === bucket);
    if (!isThere) return `NoSuchBucket: there is no bucket "${bucket}"`;
  }
  return undefined;
}

/** A living resource that names this one by the id that AWS gave it, and so keeps it from being deleted. */
export function userOf(resource: CloudResource, living: readonly CloudResource[]): CloudResource | undefined {
  if (!ID.test(resource.id)) return undefined;
  return living.find((other) => {
    if (other.type === resource.type && other.id === resource.id) return false;
    const { inputs } = sdkProperties(other.type);
    const set = Object.fromEntries(Object.entries(other.properties).filter(([name]) => inputs.has(name)));
    return texts(set).some(({ value }) => value === resource.id);
  });
}

/** A resource never changes, another takes its place: what it is called is worked out once. */
const namesOf = new WeakMap<CloudResource, readonly string[]>();

/** Every id and ARN that something in the cloud has, given or made along with it, as a VPC's default security group. */
function namesIn(living: readonly CloudResource[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const resource of living) for (const name of namesOfOne(resource)) names.add(name);
  return names;
}

function namesOfOne(resource: CloudResource): readonly string[] {
  const known = namesOf.get(resource);
  if (known !== undefined) return known;
  const { outputs } = sdkProperties(resource.type);
  const given = Object.entries(resource.properties).filter(([name]) => outputs.has(name));
  const names = [resource.id, ...given.flatMap(([, value]) => (typeof value === "string" ? [value] : []))];
  namesOf.set(resource, names);
  return names;
}

function texts(properties: Properties): readonly { path: string; value: string }[] {
  const visit = (path: string, value: Value): { path: string; value: string }[] => {
    if (typeof value === "string") return [{ path, value }];
    if (Array.isArray(value)) return value.flatMap((item: Value, index) => visit(`${path}[${index}]`, item));
    return isProperties(value) ? Object.entries(value).flatMap(([key, item]) => visit(`${path}.${key}`, item)) : [];
  };
  return Object.entries(properties).flatMap(([key, value]) => visit(key, value));
}

function kindOf(type: string): string {
  return (type.split(":").at(-1) ?? "").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

const KINDS: Readonly<Record<string, string>> = { vpc: "Vpc", sg: "Group", rtb: "RouteTable", igw: "InternetGateway", nat: "NatGateway", eipalloc: "Allocation", eni: "NetworkInterface", acl: "NetworkAcl", vpce: "VpcEndpoint", fl: "FlowLog", lt: "LaunchTemplate" };

function camel(prefix: string): string {
  return KINDS[prefix] ?? `${prefix.charAt(0).toUpperCase()}${prefix.slice(1)}`;
}
