import { isProperties, UNKNOWN } from "../rehearsal/provider/struct";
import { sourcesOf } from "./evidence";
import { at, objects, ofType, refersTo, targets } from "./join";
import { numberOf } from "./judgements";
import type { PolicyResource, Stack } from "./model";
import { SERVICE } from "./service-logs";
import { components } from "./stack-index";

const PASSWORD = ["random:index/randomPassword:RandomPassword"];
const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const ROLE = "postgresql:index/role:Role";

/** Where `max_connections` of each kind of database stands. */
const GROUPS: readonly (readonly [of: string, by: string, type: string])[] = [
  ["aws:rds/instance:Instance", "parameterGroupName", "aws:rds/parameterGroup:ParameterGroup"],
  ["aws:rds/cluster:Cluster", "dbClusterParameterGroupName", "aws:rds/clusterParameterGroup:ClusterParameterGroup"],
];

/**
 * The connections that a database takes; NaN where no group of the stack says it in a number. RDS's own number is a share of
 * the memory that is left to the database, which no class tells.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 */
export function maxConnections(database: PolicyResource, stack: Stack): number {
  const stated = GROUPS.filter(([of]) => of === database.type)
    .flatMap(([, by, type]) => targets(database, by, ofType(stack, type)))
    .flatMap(({ properties }) => objects(properties.parameters))
    .filter(({ name }) => name === "max_connections");
  return numberOf(stated[0]?.value);
}

/** Who logs in to a database by a generated password: roles, and the master user, who is the instance's. */
export interface Login {
  /** URNs. What a secret holds is not known, but which password it is made of. */
  readonly passwords: readonly string[];
  /** Connections that PostgreSQL gives it at most; Infinity for as many as there are. */
  readonly limit: number;
}

export function loginsOf(stack: Stack): readonly Login[] {
  return ofType(stack, ROLE, ...GROUPS.map(([of]) => of)).map((resource) => {
    // -1 is PostgreSQL's word for no limit, and the provider's default.
    const given = numberOf(resource.properties.connectionLimit ?? -1);
    const limit = given === -1 ? Number.POSITIVE_INFINITY : given;
    return { limit, passwords: ["password", "masterPassword"].flatMap((property) => sourcesOf(resource, property, PASSWORD, stack)) };
  });
}

/** A proxy, by the passwords of its users and the share of connections that it may hold. */
export interface Pool {
  readonly passwords: readonly string[];
  readonly percent: number;
}

export function poolsOf(stack: Stack): readonly Pool[] {
  const groups = ofType(stack, "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup");
  return ofType(stack, "aws:rds/proxy:Proxy").map((proxy) => {
    const own = groups.filter((group) => refersTo(group, "dbProxyName", proxy)).map(({ properties }) => at(objects(properties.connectionPoolConfig)[0], "maxConnectionsPercent") ?? 100);
    return { passwords: passwordsIn(proxy, "auths", stack), percent: Math.max(...own.map(numberOf)) };
  });
}

/** A service that holds a password, and how many connections each of its tasks may open; NaN where nobody says it. */
export interface Client {
  readonly service: PolicyResource;
  readonly passwords: readonly string[];
  readonly perTask: number;
  readonly tasks: number;
  /** While a deployment lasts, new tasks run beside the old ones. */
  readonly tasksAtDeployment: number;
}

export function clientsOf(stack: Stack): readonly Client[] {
  const tasks = ofType(stack, "aws:ecs/taskDefinition:TaskDefinition");
  const published = components(stack).filter(({ properties }) => properties.databaseConnections !== undefined);
  return ofType(stack, SERVICE).map((service) => {
    const own = targets(service, "taskDefinition", tasks);
    const families = own.map(({ properties }) => properties.family);
    const component = published.find(({ properties: { family } }) => family !== undefined && families.includes(family));
    const most = mostTasks(service, stack);
    return {
      service,
      passwords: own.flatMap((task) => passwordsIn(task, "containerDefinitions", stack)),
      perTask: numberOf(component?.properties.databaseConnections),
      tasks: most,
      tasksAtDeployment: Math.floor((most * numberOf(service.properties.deploymentMaximumPercent ?? 200)) / 100),
    };
  });
}

/** Where a scaler or one of its schedules may take the service; where none does, what the program says. */
function mostTasks(service: PolicyResource, stack: Stack): number {
  const ends = [
    ...ofType(stack, "aws:appautoscaling/target:Target").filter((target) => refersTo(target, "resourceId", service)).map(({ properties }) => properties.maxCapacity),
    ...ofType(stack, "aws:appautoscaling/scheduledAction:ScheduledAction").filter((action) => refersTo(action, "resourceId", service)).map(({ properties }) => (isProperties(properties.scalableTargetAction) ? (properties.scalableTargetAction.maxCapacity ?? 0) : UNKNOWN)),
  ];
  return ends.length === 0 ? numberOf(service.properties.desiredCount ?? 1) : Math.max(...ends.map(numberOf));
}

/** The generated passwords in the secrets that a property comes from. */
function passwordsIn(resource: PolicyResource, property: string, stack: Stack): readonly string[] {
  const secrets = sourcesOf(resource, property, [SECRET], stack);
  return ofType(stack, VERSION)
    .filter((version) => sourcesOf(version, "secretId", [SECRET], stack).some((urn) => secrets.includes(urn)))
    .flatMap((version) => sourcesOf(version, "secretString", PASSWORD, stack));
}
