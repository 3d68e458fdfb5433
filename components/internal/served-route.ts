import * as pulumi from "@pulumi/pulumi";
import { ListenerRule } from "@pulumi/aws/lb/listenerRule";
import { TargetGroup } from "@pulumi/aws/lb/targetGroup";
import { RandomPassword } from "@pulumi/random/randomPassword";
import type { Route, RouteMatch } from "./routes";

export interface TargetGroupsArgs {
  /** Prefix of the Name tags. */
  readonly namePrefix: string;
  readonly vpcId: pulumi.Input<string>;
  readonly drainSeconds: number;
}

export interface RouteTargets {
  /** Name -> target group: the service's own name, with `-blue` and `-green`, or with `-alternate` for the second one. */
  readonly groups: Readonly<Record<string, TargetGroup>>;
  /** What a listener does with the requests of the route. */
  readonly action: { type: "forward"; targetGroupArn?: pulumi.Output<string>; forward?: { targetGroups: { arn: pulumi.Output<string>; weight: number }[] } };
}

/** The target groups of a route, one for each of its versions, and how requests are shared among them. */
export function createTargetGroups(parent: pulumi.Resource, name: string, args: TargetGroupsArgs, route: Route): RouteTargets {
  const { service, versions } = route;
  const make = (version: string) => createTargetGroup(parent, name, args, route, version);
  if (versions === undefined) {
    const group = make(service);
    return { groups: { [service]: group }, action: { type: "forward", targetGroupArn: group.arn } };
  }
  const [first, second] = versions.kind === "weighted" ? [`${service}-blue`, `${service}-green`] : [service, `${service}-alternate`];
  const groups = { [first]: make(first), [second]: make(second) };
  const secondPercent = versions.kind === "weighted" ? versions.greenPercent : 0;
  const weights = [100 - secondPercent, secondPercent];
  return {
    groups,
    // Not sticky: a client that stays with one version would make 10 percent of the clients something else than 10 percent of
    // the requests. So both versions must understand each other's cookies and forms.
    action: {
      type: "forward",
      forward: { targetGroups: Object.values(groups).map(({ arn }, index) => ({ arn, weight: weights[index] ?? 0 })) },
    },
  };
}

function createTargetGroup(
  parent: pulumi.Resource,
  name: string,
  args: TargetGroupsArgs,
  { service, port, healthCheck }: Route,
  version: string,
): TargetGroup {
  return new TargetGroup(
    `${name}-${version}`,
    {
      // AWS appends 26 characters of its own, so the replacement's name is free and no name exceeds 32.
      namePrefix: `${service.slice(0, 5)}-`,
      vpcId: args.vpcId,
      targetType: "ip",
      port,
      protocol: "HTTP",
      deregistrationDelay: args.drainSeconds,
      healthCheck: {
        protocol: "HTTP",
        port: "traffic-port",
        path: healthCheck.path,
        matcher: "200",
        interval: healthCheck.intervalSeconds,
        timeout: healthCheck.timeoutSeconds,
        unhealthyThreshold: healthCheck.unhealthyThreshold,
        healthyThreshold: healthCheck.healthyThreshold ?? 2,
      },
      tags: { Name: `${args.namePrefix}-${version}` },
    },
    { parent },
  );
}

/** The rules of a service that ECS deploys. */
export interface EcsRules {
  readonly productionRuleArn: pulumi.Output<string>;
  readonly testRuleArn: pulumi.Output<string>;
  /** A request with this header is a test. The value is random, so that nobody else sees a version before it is tested. */
  readonly testHeader: { readonly name: string; readonly value: pulumi.Output<string> };
}

/**
 * The rules whose weights ECS moves during a deployment, and leaves where they are afterwards: the two target groups take turns.
 * So the weights are read by nobody here. The listener has forward actions only, since ECS once refused others.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html
 */
export function createEcsRules(
  parent: pulumi.Resource,
  name: string,
  listenerArn: pulumi.Input<string>,
  route: Route & { readonly match: RouteMatch },
  action: RouteTargets["action"],
): EcsRules {
  const { match, versions } = route;
  if (versions?.kind !== "ecs") throw new Error(`${route.service} is not deployed by ECS`);
  const { testPriority } = versions;
  const byEcs = { parent, ignoreChanges: ["actions"] };
  const conditions = conditionsOf(match);
  const production = new ListenerRule(
    `${name}-${route.service}`,
    { listenerArn, priority: match.priority, conditions, actions: [action] },
    byEcs,
  );
  const random = new RandomPassword(`${name}-${route.service}-test`, { length: 40, special: false }, { parent });
  const testHeader = { name: "X-Groundwork-Test", value: pulumi.secret(random.result) };
  const test = new ListenerRule(
    `${name}-${route.service}-test`,
    {
      listenerArn,
      priority: testPriority,
      conditions: [{ httpHeader: { httpHeaderName: testHeader.name, values: [testHeader.value] } }, ...conditions],
      actions: [action],
    },
    byEcs,
  );
  return { productionRuleArn: production.arn, testRuleArn: test.arn, testHeader };
}

export function conditionsOf({ paths, hosts }: RouteMatch) {
  return [
    ...(hosts === undefined || hosts.length === 0 ? [] : [{ hostHeader: { values: [...hosts] } }]),
    ...(paths === undefined || paths.length === 0 ? [] : [{ pathPattern: { values: [...paths] } }]),
  ];
}
