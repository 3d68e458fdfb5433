import type { PolicyResource } from "../../../policy/model";
import type { Mutation } from "../../helpers/mutations";
import { edit, elsewhere, option, set, without } from "../../helpers/mutations";

const OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const BUCKET = "aws:s3/bucket:Bucket";
const CLUSTER = "aws:rds/cluster:Cluster";
const PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const SELECTION = "aws:backup/selection:Selection";
const TEST = "aws:backup/restoreTestingSelection:RestoreTestingSelection";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

const named = (pattern: RegExp) => ({ name }: PolicyResource) => pattern.test(name);
const fromEdge = ({ properties }: PolicyResource) => properties.prefixListIds !== undefined;
/** A replica is a member, and a cluster has one log for all of them. */
const isDatabaseLog = ({ name, properties }: PolicyResource) => String(properties.name).startsWith("/aws/rds/cluster/") && !name.includes("replica");
const ofMember = ({ properties }: PolicyResource) => /^(CPUUtilization|DatabaseConnections|FreeableMemory)$/.test(String(properties.metricName)) && properties.namespace === "AWS/RDS";
const keepsAudit = ({ properties }: PolicyResource) => /-audit(-logs)?-\d{12}-/.test(String(properties.bucket));

/** Form of the stack -> graph rule -> what is broken there; what the form has in common with ours is broken elsewhere. */
export const SIBLING_MUTATIONS: Readonly<Record<string, Readonly<Record<string, readonly Mutation[]>>>> = {
  "old rules of security groups": {
    "alb-edge-only": [
      elsewhere(OLD_RULE, "prefixListIds", fromEdge), set(OLD_RULE, "cidrBlocks", ["0.0.0.0/0"], fromEdge), set(OLD_RULE, "ipv6CidrBlocks", ["::/0"], fromEdge),
      edit(OLD_RULE, "one list more in", (properties) => ({ ...properties, prefixListIds: [properties.prefixListIds ?? [], "pl-of-somebody"].flat() }), fromEdge),
    ],
    "sg-data-from-sg-only": [set(OLD_RULE, "cidrBlocks", ["10.0.0.0/8"], named(/-to-database-/)), set(OLD_RULE, "protocol", "-1", named(/-to-database-/)), set(OLD_RULE, "prefixListIds", ["pl-1"], named(/-to-database-/))],
  },
  "rules inside security groups": {
    "sg-data-from-sg-only": [set(GROUP, "ingress", [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/8"] }], named(/^firewall-database$/)), set(GROUP, "ingress", [{ protocol: "-1", securityGroups: ["sg-1"] }], named(/^firewall-database$/))],
  },
  "arguments inside buckets": {
    "s3-versioned": [set(BUCKET, "versioning.enabled", false), set(BUCKET, "versioning", undefined)],
    "s3-encrypted": [set(BUCKET, "serverSideEncryptionConfiguration", undefined), set(BUCKET, "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault", undefined)],
    "s3-lifecycle": [set(BUCKET, "lifecycleRules", []), set(BUCKET, "lifecycleRules", undefined), set(BUCKET, "lifecycleRules", [{ enabled: false, abortIncompleteMultipartUploadDays: 7, noncurrentVersionExpiration: { days: 30 } }])],
    "log-retention-by-class": [set(BUCKET, "lifecycleRules", [], keepsAudit), set(BUCKET, "lifecycleRules", [{ enabled: true, prefix: "some/", expiration: { days: 2557 } }], keepsAudit)],
  },
  "clusters of databases": {
    "rds-force-ssl": [without(PARAMETERS), set(PARAMETERS, "parameters", []), elsewhere(CLUSTER, "dbClusterParameterGroupName"), set(CLUSTER, "dbClusterParameterGroupName", undefined)],
    "rds-in-backup-plan": [without(SELECTION, named(/database/)), elsewhere(SELECTION, "resources", named(/database/))],
    "rds-log-exports-owned": [set(CLUSTER, "enabledCloudwatchLogsExports", ["upgrade"]), without(LOG_GROUP, isDatabaseLog), set(LOG_GROUP, "retentionInDays", 0, isDatabaseLog)],
    "audit-log-present": [set(CLUSTER, "enabledCloudwatchLogsExports", []), set(CLUSTER, "enabledCloudwatchLogsExports", undefined)],
    "sg-data-from-sg-only": [elsewhere(CLUSTER, "vpcSecurityGroupIds"), set(CLUSTER, "vpcSecurityGroupIds", undefined)],
    "data-in-data-subnets": [elsewhere(CLUSTER, "dbSubnetGroupName"), set(CLUSTER, "dbSubnetGroupName", undefined)],
    "backup-restore-test": [elsewhere(TEST, "protectedResourceArns", named(/database/))],
    "alarms-cover-rds": [elsewhere(ALARM, "dimensions", ofMember)],
    "stateful-protected": [option(CLUSTER, { protect: false })],
    "stateful-not-delete-before-replace": [option(CLUSTER, { deleteBeforeReplace: true })],
  },
};

/** Graph rules that refuse a form as such, with the reason. */
export const REFUSED_FORMS: readonly { readonly form: string; readonly rule: string; readonly because: string }[] = [
  { form: "rules inside security groups", rule: "alb-edge-only", because: "the list of the edge's addresses stands in a rule of its own, which says whose list it is" },
  { form: "rules inside security groups", rule: "sg-data-from-sg-only", because: "on a first preview nobody can tell which of a group's rules holds the value that is not known" },
];
