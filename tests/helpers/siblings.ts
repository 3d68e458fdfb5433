import { objects, ofType, refersTo } from "../../policy/join";
import type { PolicyResource, Properties, Stack, Value } from "../../policy/model";
import { isProperties } from "../../rehearsal/provider/struct";

/** A stack that says the same in another form that the providers take. */
export interface Sibling {
  readonly form: string;
  readonly stack: Stack;
  /** Resources that have the other form. */
  readonly isNew: (resource: PolicyResource) => boolean;
}

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const BUCKET = "aws:s3/bucket:Bucket";
const SPLIT = {
  encryption: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  versioning: "aws:s3/bucketVersioning:BucketVersioning",
  lifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
};
const INSTANCE = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const MEMBER = "aws:rds/clusterInstance:ClusterInstance";
const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";
const CLUSTER_PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup";

/** A stack in each form that it could have been written in as well. */
export function siblingsOf(stack: Stack): readonly Sibling[] {
  return [oldRules(stack), inlineRules(stack), inlineBuckets(stack), clusters(stack)];
}

/** The provider's first form of a security group's rule, one type for both directions. */
function oldRules(stack: Stack): Sibling {
  const keys: Readonly<Record<string, string>> = { ipProtocol: "protocol", cidrIpv4: "cidrBlocks", cidrIpv6: "ipv6CidrBlocks", prefixListId: "prefixListIds", referencedSecurityGroupId: "sourceSecurityGroupId" };
  const renamed = (all: Readonly<Record<string, Value>>) => Object.entries(all).map(([key, value]) => [keys[key] ?? key, /^cidr|^prefix/.test(key) ? [value] : value] as const);
  return {
    form: "old rules of security groups",
    stack: {
      resources: stack.resources.map((resource) =>
        resource.type === INGRESS
          ? {
              ...as(resource, OLD_RULE),
              properties: { type: "ingress", ...Object.fromEntries(renamed(resource.properties)) },
              propertyDependencies: Object.fromEntries(Object.entries(resource.propertyDependencies).map(([key, urns]) => [keys[key] ?? key, urns])),
            }
          : resource,
      ),
    },
    isNew: ({ type }) => type === OLD_RULE,
  };
}

/** Rules inside their group. */
function inlineRules(stack: Stack): Sibling {
  const rules = ofType(stack, INGRESS);
  const inline = ({ properties }: PolicyResource): Properties => ({
    protocol: properties.ipProtocol ?? "-1",
    fromPort: properties.fromPort ?? 0,
    toPort: properties.toPort ?? 0,
    ...(properties.cidrIpv4 === undefined ? {} : { cidrBlocks: [properties.cidrIpv4] }),
    ...(properties.cidrIpv6 === undefined ? {} : { ipv6CidrBlocks: [properties.cidrIpv6] }),
    ...(properties.prefixListId === undefined ? {} : { prefixListIds: [properties.prefixListId] }),
    ...(properties.referencedSecurityGroupId === undefined ? {} : { securityGroups: [properties.referencedSecurityGroupId] }),
  });
  return {
    form: "rules inside security groups",
    stack: {
      resources: stack.resources.flatMap((resource) => {
        if (resource.type === INGRESS) return [];
        const own = resource.type === GROUP ? rules.filter((rule) => refersTo(rule, "securityGroupId", resource)) : [];
        return own.length === 0 ? [resource] : [{ ...resource, properties: { ...resource.properties, ingress: own.map(inline) } }];
      }),
    },
    isNew: ({ type, properties }) => type === GROUP && properties.ingress !== undefined,
  };
}

/** Buckets that say themselves what the provider splits off. */
function inlineBuckets(stack: Stack): Sibling {
  const own = (type: string, bucket: PolicyResource) => ofType(stack, type).find((candidate) => refersTo(candidate, "bucket", bucket))?.properties;
  return {
    form: "arguments inside buckets",
    stack: {
      resources: stack.resources.flatMap((resource) => {
        if (Object.values(SPLIT).includes(resource.type)) return [];
        if (resource.type !== BUCKET) return [resource];
        const [rule] = objects(own(SPLIT.encryption, resource)?.rules);
        const lifecycle = objects(own(SPLIT.lifecycle, resource)?.rules);
        const { status } = { status: undefined, ...objects(own(SPLIT.versioning, resource)?.versioningConfiguration)[0] };
        const inline: Properties = {
          ...(rule === undefined ? {} : { serverSideEncryptionConfiguration: { rule } }),
          ...(status === undefined ? {} : { versioning: { enabled: status === "Enabled" } }),
          ...(lifecycle.length === 0 ? {} : { lifecycleRules: lifecycle.map(inlineLifecycle) }),
        };
        return [{ ...resource, properties: { ...resource.properties, ...inline } }];
      }),
    },
    isNew: ({ type }) => type === BUCKET,
  };
}

function inlineLifecycle({ status, filter, expiration, abortIncompleteMultipartUpload: abort, noncurrentVersionExpiration: old }: Properties): Properties {
  return {
    enabled: status === "Enabled",
    ...(isProperties(filter) && filter.prefix !== undefined ? { prefix: filter.prefix } : {}),
    ...(isProperties(expiration) ? { expiration } : {}),
    ...(isProperties(abort) ? { abortIncompleteMultipartUploadDays: abort.daysAfterInitiation ?? 0 } : {}),
    ...(isProperties(old) ? { noncurrentVersionExpiration: { days: old.noncurrentDays ?? 0 } } : {}),
  };
}

/** Each database as an Aurora cluster: a member for the primary, and one for each replica. */
function clusters(stack: Stack): Sibling {
  const ofCluster: Readonly<Record<string, string>> = {
    identifier: "clusterIdentifier", username: "masterUsername", password: "masterPassword", backupWindow: "preferredBackupWindow", maintenanceWindow: "preferredMaintenanceWindow", parameterGroupName: "dbClusterParameterGroupName",
  };
  const move = <Item>(all: Readonly<Record<string, Item>>) => Object.fromEntries(Object.entries(all).map(([key, value]) => [ofCluster[key] ?? key, value]));
  const becomes = ({ type, properties }: PolicyResource) => {
    if (type === PARAMETERS) return [PARAMETERS, CLUSTER_PARAMETERS];
    return type !== INSTANCE ? [] : properties.replicateSourceDb === undefined ? [CLUSTER, MEMBER] : [MEMBER];
  };
  const urns = new Map(stack.resources.filter((resource) => becomes(resource).length > 0).map((resource) => [resource.urn, becomes(resource).map((type) => as(resource, type).urn)]));
  const formed = (resource: PolicyResource, type: string): PolicyResource => {
    const { properties, propertyDependencies } = resource;
    const options = { ...resource.options, ignoreChanges: [] };
    if (type === CLUSTER) return { ...as(resource, type), options, properties: move(properties), propertyDependencies: move(propertyDependencies) };
    if (type !== MEMBER) return as(resource, type);
    const { parameterGroupName, replicateSourceDb, maintenanceWindow, ...others } = properties;
    const { parameterGroupName: groups = [], replicateSourceDb: sources = [as(resource, CLUSTER).urn], ...dependencies } = propertyDependencies;
    return {
      ...as(resource, type),
      options,
      properties: { ...others, clusterIdentifier: replicateSourceDb ?? properties.identifier ?? "", dbParameterGroupName: parameterGroupName ?? "", preferredMaintenanceWindow: maintenanceWindow ?? "" },
      propertyDependencies: { ...dependencies, clusterIdentifier: sources, dbParameterGroupName: groups },
    };
  };
  // RDS names the log of a cluster after what it is.
  const ofClusterLog = (value: Value) => (typeof value === "string" && value.startsWith("/aws/rds/instance/") ? value.replace("instance", "cluster") : value);
  const led = ({ properties, propertyDependencies, ...resource }: PolicyResource): PolicyResource => ({
    ...resource,
    properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, ofClusterLog(value)])),
    propertyDependencies: Object.fromEntries(Object.entries(propertyDependencies).map(([key, sources]) => [key, sources.flatMap((urn) => urns.get(urn) ?? [urn])])),
  });
  return {
    form: "clusters of databases",
    stack: {
      resources: stack.resources.map(led).flatMap((resource) => {
        const types = becomes(resource);
        return types.length === 0 ? [resource] : types.map((type) => formed(resource, type));
      }),
    },
    isNew: ({ type }) => type === CLUSTER || type === MEMBER,
  };
}

function as(resource: PolicyResource, type: string): PolicyResource {
  return { ...resource, type, urn: resource.urn.replace(resource.type, type) };
}
