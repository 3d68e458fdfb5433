import { UNKNOWN } from "../rehearsal/provider/struct";
import { at, list, objects, ofType, refersTo, shown, violation } from "./join";
import type { PolicyResource, Stack, Value } from "./model";
import type { Violation } from "./rule";
import { SERVICE } from "./service-logs";

const SUBNET = "aws:ec2/subnet:Subnet";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";

/** Where tasks run: type -> path of their list of subnets. A one-off task has none before somebody starts it. */
export const OF_TASKS: Readonly<Record<string, string>> = {
  [SERVICE]: "networkConfiguration.subnets",
  "aws:ecs/taskSet:TaskSet": "networkConfiguration.subnets",
  [SCHEDULE]: "target.ecsParameters.networkConfiguration.subnets",
  [EVENT_TARGET]: "ecsTarget.networkConfiguration.subnets",
};

/** Where what tasks need stands. */
export const OF_STORES: Readonly<Record<string, string>> = {
  "aws:rds/subnetGroup:SubnetGroup": "subnetIds",
  "aws:elasticache/subnetGroup:SubnetGroup": "subnetIds",
  "aws:rds/proxy:Proxy": "vpcSubnetIds",
  "aws:lb/loadBalancer:LoadBalancer": "subnets",
};

/** A resource and the subnets of the stack that it says it stands in. */
export interface Placement {
  readonly resource: PolicyResource;
  readonly path: string;
  readonly subnets: readonly PolicyResource[];
  /** Subnets that are not the stack's, or nobody knows, or none at all. */
  readonly foreign: readonly Violation[];
}

/** Everything of the types that stands in subnets; a schedule that starts no task stands nowhere. */
export function placements(stack: Stack, paths: Readonly<Record<string, string>>): readonly Placement[] {
  const subnets = ofType(stack, SUBNET);
  return Object.entries(paths).flatMap(([type, path]) =>
    ofType(stack, type)
      .filter(isPlaced)
      .map((resource) => {
        const given = listOf(resource, path);
        const own = subnets.filter((subnet) => refersTo(resource, given.path, subnet));
        const isWhole = own.length > 0 && (given.value.length === 0 || own.length === given.value.length);
        const found = given.value.length === 0 ? shown(at(resource.properties, given.path)) : `${own.length} of ${given.value.length} known here`;
        return { resource, path: given.path, subnets: own, foreign: isWhole ? [] : [violation(resource, given.path, found, "subnets of this stack")] };
      }),
  );
}

/** A state has a null, or an empty list, where a program says nothing. */
const isGiven = (value: Value | undefined) => value !== undefined && value !== null && !(Array.isArray(value) && list(value).length === 0);

/** A load balancer may say its subnets one by one, each with an address. */
function listOf({ properties }: PolicyResource, path: string): { readonly path: string; readonly value: readonly Value[] } {
  return isGiven(properties.subnetMappings) ? { path: "subnetMappings", value: objects(properties.subnetMappings) } : { path, value: list(at(properties, path)) };
}

/** Only what starts a task of ECS stands in subnets; what nobody knows may start one. */
function isPlaced({ type, properties: { target, ecsTarget } }: PolicyResource): boolean {
  if (type === EVENT_TARGET) return isGiven(ecsTarget);
  // A schedule may call any API too, and RunTask is one: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
  return type !== SCHEDULE || target === UNKNOWN || isGiven(at(target, "ecsParameters")) || /:aws-sdk:ecs:runTask$/i.test(String(at(target, "arn")));
}
