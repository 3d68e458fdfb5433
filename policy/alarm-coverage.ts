import { at, dependsOnResource, names, objects, ofType, refersTo, mustExist, outcome, violation } from "./join";
import type { PolicyResource, Stack } from "./model";
import type { GraphOutcome } from "./rule";

export const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** What must be watched about a resource: a metric whose dimension is the resource. */
export interface Watch {
  readonly namespace: string;
  /** One of these is enough: unhealthy targets are seen by counting the healthy or the unhealthy. */
  readonly metrics: readonly string[];
  readonly dimension: string;
}

const alarmsByMetric = new WeakMap<Stack, ReadonlyMap<string, readonly PolicyResource[]>>();

/** The alarms on each metric, `AWS/RDS CPUUtilization`: a stack has hundreds, and each target is asked about with each metric. */
function onMetric(stack: Stack): ReadonlyMap<string, readonly PolicyResource[]> {
  const known = alarmsByMetric.get(stack);
  if (known !== undefined) return known;
  const found = new Map<string, PolicyResource[]>();
  for (const alarm of ofType(stack, METRIC_ALARM)) {
    const terms = objects(alarm.properties.metricQueries).map(({ metric }) => `${String(at(metric, "namespace"))} ${String(at(metric, "metricName"))}`);
    const { namespace, metricName } = alarm.properties;
    for (const metric of new Set([`${String(namespace)} ${String(metricName)}`, ...terms])) found.set(metric, [...(found.get(metric) ?? []), alarm]);
  }
  alarmsByMetric.set(stack, found);
  return found;
}

/** Alarms that tell somebody, not only a scaler, on one of the metrics, with the resource in their dimension; plain or as a term of an expression. */
function alarmsOn(stack: Stack, watch: Watch, target: PolicyResource): readonly PolicyResource[] {
  const { namespace, metrics, dimension } = watch;
  const watched = (metric: unknown, space: unknown) => space === namespace && metrics.some((name) => name === metric);
  const topics = ofType(stack, "aws:sns/topic:Topic");
  return metrics.flatMap((metric) => onMetric(stack).get(`${namespace} ${metric}`) ?? []).filter((alarm) => {
    const { metricName, namespace: space, actionsEnabled, metricQueries } = alarm.properties;
    if (actionsEnabled !== undefined && actionsEnabled !== true) return false;
    const tells = () => topics.some((topic) => refersTo(alarm, "alarmActions", topic));
    if (watched(metricName, space)) return refersTo(alarm, `dimensions.${dimension}`, target) && tells();
    return tells() && objects(metricQueries).some(({ metric }) => {
      const value = at(metric, `dimensions.${dimension}`);
      return watched(at(metric, "metricName"), at(metric, "namespace")) && value !== undefined && (names(value, target) || dependsOnResource(alarm, "metricQueries", target));
    });
  });
}

/** The value of the dimension that an alarm watches; an alarm whose value is not known yet counts for itself. */
function watchedNode(alarm: PolicyResource, { dimension }: Watch): string {
  const { dimensions, metricQueries } = alarm.properties;
  const values = [dimensions, ...objects(metricQueries).map(({ metric }) => at(metric, "dimensions"))].map((all) => at(all, dimension));
  return values.find((value): value is string => typeof value === "string") ?? alarm.urn;
}

/** Every target has an alarm on every metric, and a resource of many nodes one for each. */
export function coverage(
  stack: Stack,
  inspected: readonly PolicyResource[],
  watches: (target: PolicyResource) => readonly Watch[],
  options: { readonly mustExist?: string; readonly nodes?: (target: PolicyResource) => number } = {},
): GraphOutcome {
  const violations = inspected.flatMap((target) =>
    watches(target).flatMap((watch) => {
      const wanted = options.nodes?.(target) ?? 1;
      // Levels of one alarm watch one node: what counts is how many nodes are watched, not how often.
      const found = new Set(alarmsOn(stack, watch, target).map((alarm) => watchedNode(alarm, watch))).size;
      const metric = `${watch.namespace} ${watch.metrics.join(" or ")}`;
      return found >= wanted ? [] : [violation(target, METRIC_ALARM, `${found} on ${metric}`, `${wanted} on ${metric}`)];
    }),
  );
  return options.mustExist === undefined ? outcome(inspected, violations) : mustExist(inspected, options.mustExist, violations);
}
