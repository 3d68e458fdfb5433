/**
 * Two versions of a service side by side. `weighted`: a blue and a green service, and the share of requests that green gets.
 * `ecs`: one service whose deployments ECS moves from one target group to the other; the rules' weights are its to change.
 */
export type Versions =
  | { readonly kind: "weighted"; readonly greenPercent: number }
  | {
      readonly kind: "ecs";
      /** The rule by which tests reach the new version before anybody else does. 1 to 49999, no other rule's. */
      readonly testPriority: number;
    };

/** One service behind the load balancer, and which requests reach it. */
export interface Route {
  /** The service's name, as in the settings. */
  readonly service: string;
  /** The port that its tasks listen on. Changing this replaces the target group: the new one is filled before it is used. */
  readonly port: number;
  readonly healthCheck: {
    /** A path that answers 200 when the task can serve; it must not depend on other services. */
    readonly path: string;
    readonly intervalSeconds: number;
    /** Shorter than the interval. */
    readonly timeoutSeconds: number;
    /** Failures in a row after which a task gets no more requests. */
    readonly unhealthyThreshold: number;
    /** Successes in a row after which it gets them again. @default 2 */
    readonly healthyThreshold?: number | undefined;
  };
  /** @default - one version, replaced task by task */
  readonly versions?: Versions | undefined;
  /** `"default"` for the one service that gets what no other route matches. */
  readonly match: "default" | RouteMatch;
}

/** A request matches if its path is one of the paths and its host one of the hosts. At least one of the two is given. */
export interface RouteMatch {
  /** Lower wins. Given, not counted, so that a new route never renumbers the others. 1 to 50000. */
  readonly priority: number;
  /** Patterns such as `/api/*`; case matters. @default - any path */
  readonly paths?: readonly string[] | undefined;
  /** Patterns such as `api.example.org`. @default - any host */
  readonly hosts?: readonly string[] | undefined;
}

export interface MatchedRoute extends Route {
  readonly match: RouteMatch;
}

/** The last priority that AWS has, kept for the rule of a default service that ECS deploys: a default action is no rule. */
export const CATCH_ALL_PRIORITY = 50_000;

/** AWS evaluates at most this many values in one rule, over all its conditions. */
export const MATCH_VALUES_LIMIT = 5;

/**
 * Tells the default route from the others.
 *
 * @throws Error naming everything that AWS would refuse
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
export function partitionRoutes(routes: readonly Route[]): { fallback: Route; matched: readonly MatchedRoute[] } {
  const fallbacks = routes.filter(({ match }) => match === "default");
  const matched = routes.flatMap((route) => (route.match === "default" ? [] : [{ ...route, match: route.match }]));
  const [fallback] = fallbacks;
  const problems = [
    ...(fallbacks.length === 1 ? [] : [`one default route, not ${fallbacks.length}`]),
    ...repeated(routes.map(({ service }) => service)).map((service) => `one route for ${service}`),
    ...repeated(routes.flatMap(prioritiesOf)).map((priority) => `one route with priority ${priority}`),
    ...routes.flatMap(({ service, healthCheck }) =>
      healthCheck.timeoutSeconds < healthCheck.intervalSeconds
        ? []
        : [`a health check of ${service} whose timeout is shorter than its interval of ${healthCheck.intervalSeconds} s`],
    ),
    ...matched.flatMap(({ service, match }) => {
      const values = (match.paths?.length ?? 0) + (match.hosts?.length ?? 0);
      return values >= 1 && values <= MATCH_VALUES_LIMIT
        ? []
        : [`1 to ${MATCH_VALUES_LIMIT} paths and hosts for ${service}, not ${values}`];
    }),
  ];
  if (fallback === undefined || problems.length > 0) {
    throw new Error(`the routes are refused: expected ${problems.join("; ")}`);
  }
  return { fallback, matched };
}

function prioritiesOf({ match, versions }: Route): readonly number[] {
  const byEcs = versions?.kind === "ecs" ? versions : undefined;
  return [
    ...(match === "default" ? (byEcs === undefined ? [] : [CATCH_ALL_PRIORITY]) : [match.priority]),
    ...(byEcs === undefined ? [] : [byEcs.testPriority]),
  ];
}

function repeated<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
