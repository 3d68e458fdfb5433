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
    ...repeated(matched.map(({ match }) => match.priority)).map((priority) => `one route with priority ${priority}`),
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

function repeated<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
