import { ofType, refersTo } from "../../../policy/join";
import type { PolicyResource, Properties, Stack, Value } from "../../../policy/model";
import { isProperties, UNKNOWN } from "../../../rehearsal/provider/struct";
import { beside, edit, elsewhere, set, withResource, without } from "../../helpers/mutations";
import type { Mutation } from "../../helpers/mutations";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const TABLE = "aws:ec2/routeTable:RouteTable";
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const CLUSTER = "aws:ecs/cluster:Cluster";
const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const SCALED = "aws:appautoscaling/target:Target";
const POLICY = "aws:appautoscaling/policy:Policy";
const ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const INSTANCE = "aws:rds/instance:Instance";
const DATABASE_CLUSTER = "aws:rds/cluster:Cluster";
const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";
const PROXY = "aws:rds/proxy:Proxy";
const POOL = "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup";
const RDS_SUBNETS = "aws:rds/subnetGroup:SubnetGroup";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const CACHE_SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const ROLE = "postgresql:index/role:Role";
const OUR_SERVICE = "groundwork:service:Service";

type Where = (resource: PolicyResource) => boolean;
const named = (pattern: RegExp): Where => ({ name }) => pattern.test(name);
const startsTask: Where = ({ properties }) => isProperties(properties.target) && properties.target.ecsParameters !== undefined;
const scales = (pattern: RegExp): Where => ({ properties }) => pattern.test(String(properties.resourceId));
const listed = (value: Value | undefined) => (Array.isArray(value) ? value : []);

const withProperties = (resource: PolicyResource, properties: Properties): PolicyResource => ({ ...resource, properties: { ...resource.properties, ...properties } });

/** Several resources at once; what hangs on the others is not asked then. */
const together = (what: string, change: (resource: PolicyResource, stack: Stack) => PolicyResource | undefined, isFor: (stack: Stack) => boolean = () => true): Mutation => (stack) =>
  isFor(stack) ? [{ what, stack: { resources: stack.resources.flatMap((resource) => change(resource, stack) ?? []) } }] : [];
const added = (type: string, properties: Properties): Mutation => (stack) => {
  const [first] = stack.resources;
  return first === undefined ? [] : [{ what: `another ${type}`, stack: { resources: [...stack.resources, { ...first, type, name: "added", urn: `urn::${type}::added`, properties, propertyDependencies: {} }] } }];
};

/** The subnets at a path cut down to the first one, with what leads there. */
const inOneSubnet = (type: string, path: string, where: Where = () => true): Mutation => (stack) =>
  stack.resources
    .filter((resource) => resource.type === type && where(resource))
    .map((from) => {
      const steps = path.split(".");
      const [top = ""] = steps;
      const cut = (value: Value | undefined, [step, ...rest]: readonly string[]): Value =>
        step === undefined ? listed(value).slice(0, 1) : { ...(isProperties(value) ? value : {}), [step]: cut(isProperties(value) ? value[step] : undefined, rest) };
      const sources = from.propertyDependencies[top] ?? [];
      const subnets = sources.filter((urn) => urn.includes(SUBNET));
      const properties = cut(from.properties, steps);
      const to: PolicyResource = {
        ...from,
        properties: isProperties(properties) ? properties : {},
        propertyDependencies: { ...from.propertyDependencies, [top]: sources.filter((urn) => !subnets.slice(1).includes(urn)) },
      };
      return { what: `one subnet at ${path} of ${from.name}`, from, to, stack: withResource(stack, from, to) };
    });

/** What stands in subnets says others, none, or nothing that is known. */
const strangeSubnets: readonly Mutation[] = [
  set(SERVICE, "networkConfiguration.subnets", ["subnet-1"]), set(SERVICE, "networkConfiguration.subnets", []), set(SERVICE, "networkConfiguration", undefined),
  set(SCHEDULE, "target.ecsParameters.networkConfiguration.subnets", ["subnet-1"], startsTask), set(SCHEDULE, "target.ecsParameters.networkConfiguration", undefined, startsTask),
  beside(CLUSTER, EVENT_TARGET, "arn", { ecsTarget: { taskDefinitionArn: "x", networkConfiguration: { subnets: ["subnet-1"] } } }),
  beside(CLUSTER, "aws:ecs/taskSet:TaskSet", "cluster", { networkConfiguration: { subnets: ["subnet-1"] } }),
  beside(CLUSTER, SCHEDULE, "groupName", { target: { arn: "arn:aws:scheduler:::aws-sdk:ecs:runTask", input: "{}" } }),
];

/** The container of a task whose text is known says something else. Hidden, it is no break: the component says what it is. */
const container = (what: string, from: RegExp, to: string): Mutation =>
  together(`${what} the tunnel`, (resource) => (resource.name === "tunnel-task-definition" ? withProperties(resource, { containerDefinitions: String(resource.properties.containerDefinitions).replace(from, to) }) : resource), (stack) => stack.resources.some(named(/^tunnel-task-definition$/)));

/** The copies of containers that a component publishes name another group. Where the text is known, it is the text that is judged. */
const copies = (component: string): Mutation => (stack) =>
  stack.resources
    .filter(({ type, properties }) => type.startsWith(`groundwork:${component}:`) && ofType(stack, TASK).some((task) => task.properties.family === properties.family && task.properties.containerDefinitions === UNKNOWN))
    .slice(0, 1)
    .map((from) => {
      const published = listed(from.properties.containers).map((container: Value) => (isProperties(container) ? { ...container, logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/other" } } } : container));
      const to = withProperties(from, { containers: published });
      return { what: `another group in the copy of ${from.name}`, from, to, stack: withResource(stack, from, to) };
    });

/** Each service as it is scaled, with a change to all policies that scale it. */
const policies = (what: string, change: (policy: PolicyResource) => PolicyResource | undefined): Mutation => (stack) =>
  ofType(stack, SERVICE)
    .filter((service) => ofType(stack, SCALED).some((target) => refersTo(target, "resourceId", service)))
    .flatMap((service) => together(`${what} ${service.name}`, (resource) => (resource.type === POLICY && refersTo(resource, "resourceId", service) ? change(resource) : resource))(stack));
const isOf = (project: string) => (stack: Stack) => stack.resources.some(({ type, properties }) => type === CLUSTER && properties.name === project);

/** `max_connections` of each group becomes another, or goes. */
const connections = (value: string | undefined): Mutation =>
  edit(PARAMETERS, `max_connections ${value ?? "of RDS"} in`, (properties) => ({
    ...properties,
    parameters: listed(properties.parameters).flatMap((parameter: Value) => (isProperties(parameter) && parameter.name === "max_connections" ? (value === undefined ? [] : [{ ...parameter, value }]) : [parameter])),
  }));

export const RUNTIME_MUTATIONS: Readonly<Record<string, readonly Mutation[]>> = {
  "ecs-autoscaled": [
    without(SCALED), elsewhere(SCALED, "resourceId"), set(SCALED, "minCapacity", 1000), set(SCALED, "maxCapacity", undefined), set(SCALED, "maxCapacity", 1), set(SCALED, "scalableDimension", "ecs:service:Other"),
    policies("no policy for", () => undefined),
    policies("policies that take tasks from", (policy) => withProperties(policy, { policyType: "StepScaling", stepScalingPolicyConfiguration: { stepAdjustments: [{ scalingAdjustment: -1 }] } })),
    policies("policies by forecast for", (policy) => withProperties(policy, { policyType: "PredictiveScaling" })),
    policies("policies of another service than", (policy) => ({ ...withProperties(policy, { resourceId: "service/other/other" }), propertyDependencies: {} })),
    together("no alarm that calls a policy", (resource) => (resource.type === ALARM ? undefined : resource), isOf("reference-production")),
    beside(SERVICE, SCALED, "resourceId", { serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount", minCapacity: 2, maxCapacity: 4 }, named(/(monitoring|publisher|workflows)-service$/)),
    without(SERVICE, named(/(monitoring|publisher)-service$/)),
  ],
  "ecs-connection-budget": [
    connections("20"), connections(undefined), connections("LEAST({DBInstanceClassMemory/9531392},5000)"), elsewhere(INSTANCE, "parameterGroupName", ({ properties }) => properties.replicateSourceDb === undefined),
    set(OUR_SERVICE, "databaseConnections", undefined, (resource) => resource.properties.databaseConnections !== undefined && !named(/-green$/)(resource)),
    set(OUR_SERVICE, "databaseConnections", 10_000, named(/^service-(backend|workflows)$/)),
    set(SERVICE, "desiredCount", 1000, named(/^service-(backend|workflows)-service$/)), set(SERVICE, "deploymentMaximumPercent", 10_000, named(/^service-(backend|workflows)-service$/)),
    set(SCALED, "maxCapacity", 1000, scales(/\/reference-[a-z]+\/worker$/)), set(SCALED, "maxCapacity", 1000, scales(/\/operations-development\/api$/)),
    set(ACTION, "scalableTargetAction.maxCapacity", 1000, scales(/\/operations-development\/api$/)),
    set(POOL, "connectionPoolConfig.maxConnectionsPercent", 81, ({ properties: { connectionPoolConfig: pool } }) => isProperties(pool) && pool.maxIdleConnectionsPercent === 40),
    set(POOL, "connectionPoolConfig.maxConnectionsPercent", undefined, ({ properties: { connectionPoolConfig: pool } }) => isProperties(pool) && pool.maxIdleConnectionsPercent === 40),
    together("nobody behind the proxy", (resource) => (resource.type === PROXY ? undefined : resource), isOf("operations-production")),
    set(ROLE, "connectionLimit", 1000, named(/monitoring$/)),
  ],
  "ecs-private-subnets": [
    ...strangeSubnets,
    beside(TABLE, ROUTE, "routeTableId", { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }, named(/application/)),
    beside(TABLE, ROUTE, "routeTableId", { destinationIpv6CidrBlock: "::/0", gatewayId: "igw-1" }, named(/application/)),
    beside(TABLE, ROUTE, "routeTableId", { destinationCidrBlock: "203.0.113.0/24", gatewayId: UNKNOWN }, named(/application/)),
    set(TABLE, "routes", [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }], named(/application/)), set(TABLE, "routes", [UNKNOWN], named(/application/)), set(ROUTE, "gatewayId", "igw-1", named(/application/)),
    without(ASSOCIATION, named(/application/)), elsewhere(ASSOCIATION, "routeTableId", named(/application/)), without(TABLE, named(/application/)), publicTasks(SERVICE),
  ],
  "log-owned": [
    set(LOG_GROUP, "name", "/other", named(/^backup-check.*task-log$/)), without(LOG_GROUP, named(/^(service|tunnel)-.*task-log$/)),
    container("another group in", /"awslogs-group":"[^"]*"/, '"awslogs-group":"/other"'), container("no group in", /"awslogs-group":"[^"]*",/, ""),
    container("another group by FireLens in", /"logDriver":"awslogs","options":\{/, '"logDriver":"awsfirelens","options":{"Name":"cloudwatch_logs","log_group_name":"/other",'),
    set(CLUSTER, "configuration.executeCommandConfiguration.logConfiguration.cloudWatchLogGroupName", "/other"), elsewhere(CACHE, "logDeliveryConfigurations"),
    ...["service", "one-off-task", "scheduled-task"].map(copies),
    set("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "extendedS3Configuration.cloudwatchLoggingOptions.logGroupName", "/other"),
    set("aws:amp/workspace:Workspace", "loggingConfiguration.logGroupArn", "arn:aws:logs:eu-central-1:123456789012:log-group:/other:*"),
    added(DATABASE_CLUSTER, { clusterIdentifier: "ledger", enabledCloudwatchLogsExports: ["postgresql"] }),
  ],
  "net-no-default-vpc": [
    added("aws:ec2/defaultVpc:DefaultVpc", {}), added("aws:ec2/defaultSubnet:DefaultSubnet", { availabilityZone: "eu-central-1a" }), without(VPC),
    ...[GROUP, TARGET_GROUP, SUBNET, DEFAULT_GROUP, TABLE].flatMap((type) => [elsewhere(type, "vpcId"), set(type, "vpcId", undefined)]),
  ],
  "net-two-azs": [
    ...strangeSubnets,
    inOneSubnet(SERVICE, "networkConfiguration.subnets"), inOneSubnet(SCHEDULE, "target.ecsParameters.networkConfiguration.subnets", startsTask),
    inOneSubnet(RDS_SUBNETS, "subnetIds"), inOneSubnet(CACHE_SUBNETS, "subnetIds"), inOneSubnet(PROXY, "vpcSubnetIds"), inOneSubnet(BALANCER, "subnets"),
    elsewhere(RDS_SUBNETS, "subnetIds"), elsewhere(CACHE_SUBNETS, "subnetIds"), elsewhere(PROXY, "vpcSubnetIds"), elsewhere(BALANCER, "subnets"), set(BALANCER, "subnetMappings", [{ subnetId: "subnet-1" }, { subnetId: "subnet-2" }]),
    together("all subnets in one zone", (resource) => (resource.type === SUBNET ? withProperties(resource, { availabilityZone: "eu-central-1a" }) : resource)),
    together("subnets of zones that nobody knows", (resource) => (resource.type === SUBNET ? withProperties(resource, { availabilityZone: UNKNOWN }) : resource)),
  ],
};

/** Each of a type among the load balancer's subnets. */
function publicTasks(type: string): Mutation {
  return (stack) => {
    const balancer = ofType(stack, BALANCER)[0];
    return ofType(stack, type).map((from) => {
      const network = isProperties(from.properties.networkConfiguration) ? from.properties.networkConfiguration : {};
      const to: PolicyResource = {
        ...withProperties(from, { networkConfiguration: { ...network, subnets: balancer?.properties.subnets ?? [] } }),
        propertyDependencies: { ...from.propertyDependencies, networkConfiguration: balancer?.propertyDependencies.subnets ?? [] },
      };
      return { what: `public subnets for ${from.name}`, from, to, stack: withResource(stack, from, to) };
    });
  };
}
