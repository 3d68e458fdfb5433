import { SLACK } from "../../../policy/alarm-topics";
import { ofType, refersTo, targets } from "../../../policy/join";
import { STATEFUL } from "../../../policy/stateful";
import { isProperties } from "../../../rehearsal/provider/struct";
import type { PolicyResource, Properties, Stack, Value } from "../../../policy/model";
import { beside, edit, elsewhere, option, set, without } from "../../helpers/mutations";
import type { Mutation } from "../../helpers/mutations";
import { DEMAND_MUTATIONS } from "./demand-mutations";
import { STORAGE_MUTATIONS } from "./storage-mutations";
import { OPTION_MUTATIONS } from "./option-mutations";
import { RUNTIME_MUTATIONS } from "./runtime-mutations";

const VPC = "aws:ec2/vpc:Vpc";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const FLOW_LOG = "aws:ec2/flowLog:FlowLog";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const ROUTE = "aws:ec2/route:Route";
const TABLE = "aws:ec2/routeTable:RouteTable";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const RDS_SUBNETS = "aws:rds/subnetGroup:SubnetGroup";
const CACHE_SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const LISTENER = "aws:lb/listener:Listener";
const ACL = "aws:wafv2/webAcl:WebAcl";
const ACL_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const ACL_LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const INSTANCE = "aws:rds/instance:Instance";
const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";
const LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const TEST_PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan";
const TEST = "aws:backup/restoreTestingSelection:RestoreTestingSelection";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const SERVICE = "aws:ecs/service:Service";
const SCALED = "aws:appautoscaling/target:Target";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC = "aws:sns/topic:Topic";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const DATABASE = "postgresql:index/database:Database";
const GRANT = "postgresql:index/grant:Grant";
const FUTURE = "postgresql:index/defaultPrivileges:DefaultPrivileges";
const ROLE = "postgresql:index/role:Role";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";

const named = (pattern: RegExp) => ({ name }: PolicyResource) => pattern.test(name);
const plain = ({ properties }: PolicyResource) => properties.protocol === "HTTP";
const encrypted = ({ properties }: PolicyResource) => properties.protocol === "HTTPS";
/** A replica is put where its source is. */
const isPrimary = ({ properties }: PolicyResource) => properties.replicateSourceDb === undefined;
const items = (value: Value | undefined) => (Array.isArray(value) ? value.filter((item): item is Properties => isProperties(item)) : []);
const withoutKey = (properties: Properties, gone: string): Properties => Object.fromEntries(Object.entries(properties).filter(([key]) => key !== gone));
/** Changes each object in a list of the properties. */
const inList = (type: string, what: string, key: string, change: (item: Properties) => readonly Properties[], where?: (resource: PolicyResource) => boolean) =>
  edit(type, what, (properties) => ({ ...properties, [key]: items(properties[key]).flatMap(change) }), where);
const withoutRule = (pattern: RegExp) => inList(ACL, `without ${pattern.source} in`, "rules", (rule) => (pattern.test(JSON.stringify(rule.statement)) ? [] : [rule]));
const split = (type: string) => [without(type), elsewhere(type, "bucket")];
/** An alarm on one of the metrics goes, is switched off, or watches something else. */
const alarms = (pattern: RegExp, where: (resource: PolicyResource) => boolean = () => true): readonly Mutation[] => {
  const on = (resource: PolicyResource) => resource.name.startsWith("alarms-") && pattern.test(JSON.stringify([resource.properties.metricName ?? null, resource.properties.metricQueries ?? null])) && where(resource);
  const simple = (resource: PolicyResource) => on(resource) && resource.properties.metricQueries === undefined;
  const mutations = [
    without(ALARM, on),
    set(ALARM, "actionsEnabled", false, on),
    set(ALARM, "metricName", "Other", simple),
    set(ALARM, "namespace", "Other", simple),
    elsewhere(ALARM, "dimensions", simple),
    elsewhere(ALARM, "metricQueries", (resource) => on(resource) && !simple(resource)),
  ];
  return mutations.map((mutation) => (stack) => mutation(onceWatched(stack)));
};
/** A stack in which each metric has one alarm: with two levels, one may go and the metric is watched still. */
function onceWatched({ resources }: Stack): Stack {
  const seen = new Set<string>();
  return {
    resources: resources.filter(({ name, type }) => {
      if (type !== ALARM) return true;
      // Alarms that guard a rollout or scale watch some of the same.
      if (!name.startsWith("alarms-")) return false;
      const [, alarm = name] = /^(.*)-(?:critical|high|medium|warning|notice)$/.exec(name) ?? [];
      // The objective counts the same errors as the alarms of errors, over a day.
      if (seen.has(alarm) || alarm.endsWith("-availability")) return false;
      seen.add(alarm);
      return true;
    }),
  };
}
const tls = (policy: Value | undefined, from: string, to: string) => (typeof policy === "string" ? policy.replaceAll(from, to) : "{}");
const edited = (from: string, to: string) =>
  edit("aws:s3/bucketPolicy:BucketPolicy", `${from} -> ${to} in`, (properties) => ({ ...properties, policy: tls(properties.policy, from, to) }));

/** What is broken for each rule; every one of these must be a violation of that rule. */
export const MUTATIONS: Readonly<Record<string, readonly Mutation[]>> = {
  ...DEMAND_MUTATIONS,
  ...STORAGE_MUTATIONS,
  ...OPTION_MUTATIONS,
  ...RUNTIME_MUTATIONS,
  "acm-validated": [without(VALIDATION), elsewhere(LISTENER, "certificateArn", encrypted), set(LISTENER, "certificateArn", undefined, encrypted), elsewhere(VALIDATION, "certificateArn"), set(CERTIFICATE, "validationMethod", "EMAIL"), set(CERTIFICATE, "validationMethod", undefined)],
  "alarm-routed": [set(ALARM, "alarmActions", []), set(ALARM, "alarmActions", undefined), set(ALARM, "actionsEnabled", false), elsewhere(ALARM, "alarmActions"), without(SUBSCRIPTION, named(/database/))],
  "alarms-cover-alb": alarms(/5XX|TargetResponseTime/),
  "alarms-cover-backups": alarms(/NumberOf(Backup|Copy)Jobs/),
  "alarms-cover-ecs": alarms(/RunningTaskCount|"CPUUtilization|MemoryUtilization/, ({ properties }) => JSON.stringify(properties.dimensions ?? null).includes("ServiceName")),
  "alarms-cover-rds": alarms(/"CPUUtilization|FreeStorageSpace|FreeableMemory|DatabaseConnections/, ({ properties }) => properties.namespace === "AWS/RDS"),
  "alarms-cover-redis": alarms(/EngineCPU|DatabaseMemoryUsage|Evictions|ReplicationLag/),
  "alarms-cover-replica-lag": alarms(/ReplicaLag/),
  "alb-https-only": [
    without(LISTENER, encrypted),
    elsewhere(LISTENER, "loadBalancerArn", encrypted),
    set(LISTENER, "protocol", "HTTP", encrypted),
    set(LISTENER, "defaultActions", [{ type: "forward", targetGroupArn: "x" }], plain),
    set(LISTENER, "defaultActions", [], plain),
    ...["statusCode", "protocol", "port"].map((key) =>
      inList(LISTENER, `other ${key} in`, "defaultActions", (action) => [{ ...action, redirect: { ...(isProperties(action.redirect) ? action.redirect : {}), [key]: "other" } }], plain),
    ),
    beside(LISTENER, "aws:lb/listenerRule:ListenerRule", "listenerArn", { actions: [{ type: "forward" }] }, plain),
    beside(BALANCER, LISTENER, "loadBalancerArn", { protocol: "HTTP", port: 8080, defaultActions: [{ type: "forward" }] }),
    beside(BALANCER, "aws:alb/listener:Listener", "loadBalancerArn", { port: 80, defaultActions: [{ type: "fixed-response" }] }),
  ],
  "audit-log-present": [
    set(BALANCER, "accessLogs", undefined), set(BALANCER, "accessLogs.enabled", false), elsewhere(BALANCER, "accessLogs"), without(BALANCER),
    without(ACL_LOGGING), elsewhere(ACL_LOGGING, "resourceArn"), without(ACL), without(FLOW_LOG), elsewhere(FLOW_LOG, "vpcId"), without(VPC),
    set(INSTANCE, "enabledCloudwatchLogsExports", []), set(INSTANCE, "enabledCloudwatchLogsExports", undefined),
  ],
  "backup-lock-consistent": [
    without(LOCK), elsewhere(LOCK, "backupVaultName"), set(LOCK, "minRetentionDays", 365), set(LOCK, "maxRetentionDays", 2), set(LOCK, "maxRetentionDays", undefined),
    inList(PLAN, "kept longer in", "rules", (rule) => [{ ...rule, lifecycle: { deleteAfter: 4000 } }]), inList(PLAN, "kept for ever in", "rules", (rule) => [withoutKey(rule, "lifecycle")]),
  ],
  "backup-restore-test": [without(TEST_PLAN), without(TEST), elsewhere(TEST, "protectedResourceArns"), elsewhere(TEST, "restoreTestingPlanName"), set(TEST_PLAN, "recoveryPointSelection.includeVaults", [])],
  "data-in-data-subnets": [
    without(CACHE_SUBNETS), elsewhere(CACHE, "subnetGroupName"), set(CACHE, "subnetGroupName", undefined), elsewhere(CACHE_SUBNETS, "subnetIds"), publicSubnets(CACHE_SUBNETS),
    without(RDS_SUBNETS), elsewhere(INSTANCE, "dbSubnetGroupName"), set(INSTANCE, "dbSubnetGroupName", undefined, isPrimary), elsewhere(RDS_SUBNETS, "subnetIds"), publicSubnets(RDS_SUBNETS),
  ],
  "ecs-desired-ignored": [option(SERVICE, { ignoreChanges: [] }, named(/api|worker/)), elsewhere(SCALED, "resourceId")],
  "ecs-roles-distinct": [oneRole(), sharedRole(), elsewhere(TASK, "taskRoleArn", ({ properties }) => properties.taskRoleArn !== undefined), elsewhere(TASK, "executionRoleArn")],
  "net-data-isolated": [
    beside(TABLE, ROUTE, "routeTableId", { destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }, named(/data/)),
    beside(TABLE, ROUTE, "routeTableId", { destinationIpv6CidrBlock: "::/0", gatewayId: "igw-1" }, named(/data/)),
    beside(TABLE, ROUTE, "routeTableId", { destinationCidrBlock: "128.0.0.0/1", gatewayId: "igw-1" }, named(/data/)),
    beside(TABLE, ROUTE, "routeTableId", { destinationPrefixListId: "pl-1", gatewayId: "igw-1" }, named(/data/)),
    set(TABLE, "routes", [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }], named(/data/)),
    without(ASSOCIATION, named(/data/)), elsewhere(ASSOCIATION, "routeTableId", named(/data/)), elsewhere(RDS_SUBNETS, "subnetIds"), elsewhere(CACHE_SUBNETS, "subnetIds"), without(TABLE, named(/data/)),
  ],
  "net-default-sg-closed": [
    without(DEFAULT_GROUP), elsewhere(DEFAULT_GROUP, "vpcId"), set(DEFAULT_GROUP, "ingress", [{ self: true, protocol: "-1" }]), set(DEFAULT_GROUP, "egress", [{ cidrBlocks: ["0.0.0.0/0"] }]),
    beside(DEFAULT_GROUP, INGRESS, "securityGroupId", { ipProtocol: "-1" }), beside(DEFAULT_GROUP, OLD_RULE, "securityGroupId", { type: "egress", protocol: "-1" }),
  ],
  "net-flow-logs": [without(FLOW_LOG), elsewhere(FLOW_LOG, "vpcId"), set(FLOW_LOG, "trafficType", "ACCEPT"), set(FLOW_LOG, "trafficType", undefined), elsewhere(FLOW_LOG, "logDestination"), without(LOG_GROUP, named(/flow-logs/))],
  "postgresql-grants-replace-safely": [option(GRANT, { deleteBeforeReplace: false }), option(FUTURE, { deleteBeforeReplace: false })],
  "postgresql-monitoring-read-only": [
    without(ROLE, named(/monitoring$/)),
    ...["superuser", "createRole", "createDatabase", "replication", "bypassRowLevelSecurity"].map((power) => set(ROLE, power, true, named(/monitoring/))),
    set(ROLE, "roles", ["pg_write_all_data"], named(/monitoring/)),
    set(GRANT, "privileges", ["SELECT", "UPDATE"], named(/monitoring/)), set(GRANT, "privileges", ["ALL"], named(/monitoring/)), set(GRANT, "withGrantOption", true, named(/monitoring/)),
    set(FUTURE, "privileges", ["INSERT"], named(/monitoring/)), set(FUTURE, "withGrantOption", true, named(/monitoring/)),
    beside(ROLE, "postgresql:index/grantRole:GrantRole", "role", { grantRole: "rds_superuser" }, named(/monitoring/)),
    set(ROLE, "roles", [], named(/monitoring-clone/)), beside(ROLE, ROLE, "roles", { name: "another-login", createRole: true }, named(/monitoring$/)),
    beside(ROLE, GRANT, "role", { privileges: ["CREATE"], objectType: "schema" }, named(/monitoring/)),
    ({ resources }) => [{ what: "without default privileges", stack: { resources: resources.filter(({ type, name }) => type !== FUTURE || !name.includes("monitoring")) } }],
  ],
  "postgresql-public-revoked": [
    without(GRANT, named(/public-(database|schema)/)), set(GRANT, "privileges", ["CONNECT"], named(/public-(database|schema)/)), elsewhere(GRANT, "database", named(/public-(database|schema)/)),
    set(GRANT, "role", "somebody", named(/public-(database|schema)/)), beside(DATABASE, GRANT, "database", { role: "PUBLIC", objectType: "table", privileges: ["SELECT"] }),
    beside(DATABASE, FUTURE, "database", { role: "public", objectType: "table", privileges: ["SELECT"] }),
  ],
  "rds-force-ssl": [
    without(PARAMETERS), elsewhere(INSTANCE, "parameterGroupName"), set(INSTANCE, "parameterGroupName", undefined),
    inList(PARAMETERS, "force_ssl 0 in", "parameters", (parameter) => [parameter.name === "rds.force_ssl" ? { ...parameter, value: "0" } : parameter]),
    inList(PARAMETERS, "without force_ssl in", "parameters", (parameter) => (parameter.name === "rds.force_ssl" ? [] : [parameter])),
  ],
  "rds-in-backup-plan": [without(SELECTION, named(/database/)), elsewhere(SELECTION, "resources", named(/database/)), elsewhere(SELECTION, "planId", named(/database/)), without(PLAN, named(/database/)), set(PLAN, "rules", [], named(/database/)), inList(PLAN, "kept a day in", "rules", (rule) => [{ ...rule, lifecycle: { deleteAfter: 1 } }], named(/database/))],
  "rds-log-exports-owned": [without(LOG_GROUP, named(/^database.*-logs-/)), set(LOG_GROUP, "retentionInDays", 0, named(/^database.*-logs-/)), set(LOG_GROUP, "retentionInDays", undefined, named(/^database.*-logs-/)), set(LOG_GROUP, "name", "/other", named(/^database.*-logs-/)), set(INSTANCE, "enabledCloudwatchLogsExports", ["upgrade"]), set(INSTANCE, "enabledCloudwatchLogsExports", undefined)],
  "s3-acl-off": [...split("aws:s3/bucketOwnershipControls:BucketOwnershipControls"), set("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "rule.objectOwnership", "ObjectWriter")],
  "s3-block-public": [...split("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"), ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].flatMap((flag) => [set("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", flag, false), set("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", flag, undefined)])],
  "s3-encrypted": [...split("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"), set("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "rules", [])],
  "s3-lifecycle": [
    ...split("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"), set("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "rules", []),
    inList("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "disabled in", "rules", (rule) => [{ ...rule, status: "Disabled" }]),
    inList("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "uploads stay in", "rules", (rule) => [withoutKey(rule, "abortIncompleteMultipartUpload")]),
    inList("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "versions stay in", "rules", (rule) => [withoutKey(rule, "noncurrentVersionExpiration")]),
  ],
  "s3-tls-only": [...split("aws:s3/bucketPolicy:BucketPolicy"), edited("aws:SecureTransport", "aws:Other"), edited('"Deny"', '"Allow"'), edited('"false"', '"true"'), edited('["s3:*"]', '["s3:GetObject"]'), edited('/*"]', '/some/*"]'), edited('{"AWS":["*"]}', '{"AWS":["arn:aws:iam::1:root"]}')],
  "s3-versioned": [...split("aws:s3/bucketVersioning:BucketVersioning"), set("aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.status", "Suspended")],
  "sg-data-from-sg-only": [
    ...[{ cidrIpv4: "10.0.0.0/8" }, { cidrIpv6: "::/0" }, { prefixListId: "pl-1" }].map((source) => beside(GROUP, INGRESS, "securityGroupId", { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, ...source }, named(/database|cache/))),
    beside(GROUP, INGRESS, "securityGroupId", { ipProtocol: "-1", referencedSecurityGroupId: "sg-1" }, named(/database|cache/)),
    beside(GROUP, OLD_RULE, "securityGroupId", { type: "ingress", protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlocks: ["0.0.0.0/0"] }, named(/database|cache/)),
    set(GROUP, "ingress", [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/8"] }], named(/database|cache/)),
    elsewhere(INSTANCE, "vpcSecurityGroupIds"), set(INSTANCE, "vpcSecurityGroupIds", undefined), elsewhere(CACHE, "securityGroupIds"), without(GROUP, named(/database|cache/)),
  ],
  "sns-subscribed": [
    // A topic with several receivers is still heard by the others.
    (stack) => without(SUBSCRIPTION, isOnlyReceiver(stack))(stack), (stack) => elsewhere(SUBSCRIPTION, "topic", isOnlyReceiver(stack))(stack), beside(TOPIC, TOPIC, "name", {}),
  ],
  "stateful-not-delete-before-replace": STATEFUL.map((type) => option(type, { deleteBeforeReplace: true })),
  "stateful-protected": STATEFUL.map((type) => option(type, { protect: false })),
  "waf-attached": [
    without(ACL_ASSOCIATION), elsewhere(ACL_ASSOCIATION, "resourceArn"), elsewhere(ACL_ASSOCIATION, "webAclArn"), without(ACL), without(ACL_LOGGING), set(ACL_LOGGING, "logDestinationConfigs", []), elsewhere(ACL_LOGGING, "resourceArn"),
    withoutRule(/CommonRuleSet/), withoutRule(/SQLiRuleSet/), withoutRule(/rateBased/),
    inList(ACL, "groups count in", "rules", (rule) => [rule.overrideAction === undefined ? rule : { ...rule, overrideAction: { count: {} } }]),
    inList(ACL, "rates count in", "rules", (rule) => [rule.action === undefined ? rule : { ...rule, action: { count: {} } }]),
  ],
};

/** The subscription is all that its topic is heard by, in Slack neither. */
function isOnlyReceiver(stack: Stack): (subscription: PolicyResource) => boolean {
  return (subscription) =>
    targets(subscription, "topic", ofType(stack, TOPIC)).every(
      (topic) =>
        ofType(stack, SUBSCRIPTION).every((other) => other === subscription || !refersTo(other, "topic", topic)) && ofType(stack, SLACK).every((channel) => !refersTo(channel, "snsTopicArns", topic)),
    );
}

/** Each task with its execution role as its task role. */
function oneRole(): Mutation {
  return ({ resources }) => resources.filter(({ type }) => type === TASK).map((task) => ({ what: `one role for ${task.name}`, stack: { resources: resources.map((resource) => (resource === task ? roles(task, task, "executionRoleArn") : resource)) } }));
}

/** Each task with the role of another one. */
function sharedRole(): Mutation {
  return ({ resources }) => {
    const tasks = resources.filter(({ type, properties }) => type === TASK && properties.taskRoleArn !== undefined);
    const [first] = tasks;
    return tasks.slice(1).flatMap((task) => (first === undefined ? [] : [{ what: `${task.name} as ${first.name}`, stack: { resources: resources.map((resource) => (resource === task ? roles(task, first, "taskRoleArn") : resource)) } }]));
  };
}

function roles(task: PolicyResource, from: PolicyResource, property: string): PolicyResource {
  return {
    ...task,
    properties: { ...task.properties, taskRoleArn: from.properties[property] ?? null },
    propertyDependencies: { ...task.propertyDependencies, taskRoleArn: from.propertyDependencies[property] ?? [] },
  };
}

/** The cache's subnet group among the load balancer's subnets; a stack without a cache has none to move. */
function publicSubnets(groups: string): Mutation {
  return ({ resources }) => {
    if (!resources.some(({ type }) => type === groups)) return [];
    const balancer = resources.find(({ type }) => type === BALANCER);
    const moved = (group: PolicyResource): PolicyResource => ({
      ...group,
      properties: { ...group.properties, subnetIds: balancer?.properties.subnets ?? [] },
      propertyDependencies: { ...group.propertyDependencies, subnetIds: balancer?.propertyDependencies.subnets ?? [] },
    });
    return [{ what: `${groups} of public subnets`, stack: { resources: resources.map((resource) => (resource.type === groups ? moved(resource) : resource)) } }];
  };
}
