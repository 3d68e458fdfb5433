import { plansOf } from "../../../policy/backup-selections";
import { replicasOf } from "../../../policy/replicas";
import type { PolicyResource, Properties, Stack, Value } from "../../../policy/model";
import { isProperties, UNKNOWN } from "../../../rehearsal/provider/struct";
import { edit, elsewhere, set, without } from "../../helpers/mutations";
import type { Mutation } from "../../helpers/mutations";

const INSTANCE = "aws:rds/instance:Instance";
const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";
const BUCKET = "aws:s3/bucket:Bucket";
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";

type Where = (resource: PolicyResource) => boolean;
const named = (pattern: RegExp): Where => ({ name }) => pattern.test(name);
const isReplica: Where = ({ properties }) => properties.replicateSourceDb !== undefined;

/** Databases that have replicas, and the replicas. */
const replicated = (stack: Stack): Where => (resource) => replicasOf(stack).some(({ replica, source }) => resource === replica || resource === source);

/** Changes each replica by what its stack has. */
const replica = (what: string, change: (properties: Properties, stack: Stack) => Properties | undefined): Mutation => (stack) =>
  edit(INSTANCE, what, (properties) => change(properties, stack) ?? properties, (resource) => isReplica(resource) && change(resource.properties, stack) !== undefined)(stack);

const backupRegion = ({ resources }: Stack): Value => resources.find(({ name }) => name === "aws-backup-region")?.properties.region ?? UNKNOWN;

/** The zone of the source, where it has one. */
function inOneZone(properties: Properties, { resources }: Stack): Properties | undefined {
  const zone = resources.find((resource) => resource.type === INSTANCE && !isReplica(resource))?.properties.availabilityZone;
  return zone === undefined ? undefined : { ...properties, availabilityZone: zone };
}

/** The source a minor version ahead of its replicas. */
const aheadOfReplicas: Mutation = ({ resources }) =>
  resources.some((resource) => resource.type === INSTANCE && isReplica(resource))
    ? [{ what: "the source upgraded first", stack: { resources: resources.map((resource) => (resource.type === INSTANCE ? { ...resource, properties: { ...resource.properties, engineVersion: isReplica(resource) ? "15.4" : "15.10" } } : resource)) } }]
    : [];

/** Changes one rule of a replication at a time. */
function eachRule(what: string, change: (rule: Properties) => Properties, where: Where = () => true): Mutation {
  const rulesOf = ({ properties: { rules } }: PolicyResource) => (Array.isArray(rules) ? rules.filter((rule: Value) => isProperties(rule)) : []);
  return (stack) =>
    stack.resources
      .filter((resource) => resource.type === REPLICATION && where(resource))
      .flatMap((resource) =>
        rulesOf(resource).flatMap((_, changed) => edit(REPLICATION, `${what} in rule ${changed} of`, (properties) => ({ ...properties, rules: rulesOf(resource).map((rule, index) => (index === changed ? change(rule) : rule)) }), (other) => other === resource)(stack)),
      );
}

const but = (rule: Properties, gone: string): Properties => Object.fromEntries(Object.entries(rule).filter(([key]) => key !== gone));

/** The one rule for all objects, which stands first. */
const everything = (what: string, change: (rule: Properties) => Properties): Mutation => (stack) => eachRule(what, (rule) => (rule.id === "everything" ? change(rule) : rule))(stack).filter(({ what: done }) => done.includes(" in rule 0 of "));
const destination = (what: string, change: (destination: Properties) => Properties) => everything(what, (rule) => ({ ...rule, destination: change(isProperties(rule.destination) ? rule.destination : {}) }));
const marked = (to: Value | undefined) => (rule: Properties): Properties => ({ ...rule, deleteMarkerReplication: to === undefined ? {} : { status: to } });
const otherwise = (rule: Properties): Properties => marked(JSON.stringify(rule.deleteMarkerReplication).includes("Enabled") ? "Disabled" : "Enabled")(rule);

/** A copy that its provider makes elsewhere; once known, its ARN says no region. */
const moved = (region: (stack: Stack) => Value): Mutation => (stack) =>
  stack.resources.filter(({ type, name }) => type === BUCKET && name.startsWith("copy-")).map((bucket) => ({
    what: `${bucket.name} to another region`,
    stack: { resources: stack.resources.map((resource) => (resource === bucket ? { ...resource, region: region(stack) } : resource)) },
  }));

/** Each bucket that is copied goes, with its copy. */
const withoutCopied: Mutation = ({ resources }) =>
  resources.filter(({ type, name }) => type === BUCKET && name.startsWith("copy-")).map(({ name }) => ({
    what: `without ${name} and its source`,
    stack: { resources: resources.filter((resource) => resource.type !== BUCKET || !name.endsWith(resource.name)) },
  }));

/** In stacks with a bucket of what people gave us; of backups alone a trial system needs none. */
const withDocuments = (mutation: Mutation): Mutation => (stack) => (stack.resources.some(({ name }) => name === "bucket-documents") ? mutation(stack) : []);
const notSelected = (mutation: Mutation): Mutation => (stack) => (stack.resources.some((resource) => resource.name === "backups" && plansOf(stack, resource).length > 0) ? [] : mutation(stack));
const ofBuckets = named(/buckets/);

/** What is broken for each rule about databases and buckets. */
export const STORAGE_MUTATIONS: Readonly<Record<string, readonly Mutation[]>> = {
  "backup-covers-buckets": [
    ...[
      without(SELECTION, ofBuckets), elsewhere(SELECTION, "resources", ofBuckets), elsewhere(SELECTION, "planId", ofBuckets), without(PLAN, ofBuckets), set(SELECTION, "resources", [], ofBuckets),
      set(SELECTION, "notResources", ["*"], ofBuckets), set(SELECTION, "notResources", ["arn:aws:s3:::*"], ofBuckets), set(SELECTION, "conditions", [{ stringEquals: [{ key: "aws:ResourceTag/Nobody", value: "has" }] }], ofBuckets),
    ].map(withDocuments),
    notSelected(without(REPLICATION, named(/^replication-backups/))),
    ...[undefined, "confidential", "restricted", "another", UNKNOWN].map((value) => set(BUCKET, "tags.DataClass", value, named(/^probes$/))),
  ],
  "rds-own-parameter-group": [
    without(PARAMETERS), elsewhere(INSTANCE, "parameterGroupName"), set(INSTANCE, "parameterGroupName", undefined),
    edit(INSTANCE, "a group of AWS's in", (properties) => ({ ...properties, parameterGroupName: "default.postgres17" })),
    ...["postgres16", "postgres1", "mysql8.0", "postgres", undefined].map((family) => set(PARAMETERS, "family", family)),
    set(INSTANCE, "engineVersion", "18.1", (resource) => !isReplica(resource)), set(INSTANCE, "engine", "mysql", (resource) => !isReplica(resource)),
  ],
  "rds-replica-inherits": [
    elsewhere(INSTANCE, "vpcSecurityGroupIds", isReplica), set(INSTANCE, "vpcSecurityGroupIds", undefined, isReplica), set(INSTANCE, "vpcSecurityGroupIds", [], isReplica),
    replica("one more group in", ({ vpcSecurityGroupIds, ...others }) => ({ ...others, vpcSecurityGroupIds: [...(Array.isArray(vpcSecurityGroupIds) ? vpcSecurityGroupIds : []), "sg-of-others"] })),
    replica("the source's zone in", inOneZone), replica("another region in", (properties, stack) => ({ ...properties, region: backupRegion(stack) })),
    replica("another region with a key of none in", (properties, stack) => ({ ...properties, region: backupRegion(stack), kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/0" })),
    elsewhere(INSTANCE, "replicateSourceDb", isReplica),
  ],
  "rds-replica-no-blue-green": [{ enabled: true }, [{ enabled: true }], { enabled: "true" }].map((value) => (stack: Stack) => set(INSTANCE, "blueGreenUpdate", value, replicated(stack))(stack)),
  "rds-replica-present": [without(INSTANCE, isReplica), elsewhere(INSTANCE, "replicateSourceDb", isReplica)],
  "rds-upgrade-order": [...["14", "14.99", "9.6.24", "latest", ""].map((version) => set(INSTANCE, "engineVersion", version, isReplica)), aheadOfReplicas],
  "s3-replicated": [
    without(REPLICATION), elsewhere(REPLICATION, "bucket"), elsewhere(REPLICATION, "rules"), set(REPLICATION, "rules", []),
    ...["Disabled", undefined, UNKNOWN].map((status) => everything(`status ${String(status)}`, (rule) => ({ ...but(rule, "status"), ...(status === undefined ? {} : { status }) }))),
    everything("some only", (rule) => ({ ...rule, filter: { prefix: "some/" } })), everything("an old prefix", (rule) => ({ ...rule, prefix: "some/" })), everything("tagged only", (rule) => ({ ...rule, filter: { tag: { key: "a", value: "b" } } })), everything("a hidden filter", (rule) => ({ ...rule, filter: UNKNOWN })),
    everything("nothing encrypted", (rule) => but(rule, "sourceSelectionCriteria")), everything("encrypted off", (rule) => ({ ...rule, sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Disabled" } } })),
    destination("no destination", () => ({})), destination("a strange destination", (to) => ({ ...to, bucket: "arn:aws:s3:::not-of-this-stack" })), moved(() => "us-west-1"), moved(() => UNKNOWN), withoutCopied,
    (stack: Stack) => moved(({ resources }) => resources.find(({ name }) => name === "aws")?.properties.region ?? UNKNOWN)(stack),
  ],
  "s3-replication-keeps": [
    eachRule("the other way", otherwise), eachRule("unsaid", marked(undefined)), eachRule("another word", marked("Perhaps")), eachRule("hidden", marked(UNKNOWN)), set(REPLICATION, "rules", []),
    set(BUCKET, "replicationConfiguration", { rules: [{ status: "Enabled", deleteMarkerReplicationStatus: "Enabled" }] }, named(/^probes$/)), set(BUCKET, "replicationConfiguration", { rules: [{ status: "Enabled" }] }, named(/^probes$/)),
  ],
};
