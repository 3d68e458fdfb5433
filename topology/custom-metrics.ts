import type { Expression, Metric } from "../components/internal/alarm-definition";
import type { CustomMetric, CustomMetrics } from "../components/internal/custom-metric";
import { queueMetric } from "../components/internal/queue-metric";
import type { MetricsSettings } from "../settings/metrics";
import type { Settings } from "../settings/schema";
import { logGroupsOf } from "./log-groups";
import { namePrefix } from "./names";
import type { AllTiers } from "./tiers";

type Tiers = Pick<AllTiers, "settings" | "application" | "data">;

/** What the stack measures besides what AWS measures of its resources, with every reference resolved. */
export function customMetrics(tiers: Tiers): CustomMetrics {
  const { settings } = tiers;
  const metrics = settings.metrics ?? {};
  return Object.fromEntries(
    Object.entries(metrics).map(([name, { source, ...metric }]): [string, CustomMetric] => [
      name,
      {
        ...metric,
        signal: signalOf(name, metrics, settings),
        ...(source.kind === "log"
          ? {
              log: {
                logGroupNames: Object.assign({}, ...source.of.map((log) => logGroupsOf(log, tiers))),
                pattern: source.pattern,
                value: source.value,
                defaultValue: source.defaultValue,
              },
            }
          : {}),
      },
    ]),
  );
}

function signalOf(name: string, metrics: MetricsSettings, settings: Settings): Metric | Expression {
  const source = metrics[name]?.source;
  if (source?.kind !== "expression") return published(name, metrics, settings);
  return {
    expression: source.expression,
    metrics: Object.fromEntries(Object.entries(source.of).map(([id, of]) => [id, published(of, metrics, settings)])),
  };
}

function published(name: string, metrics: MetricsSettings, settings: Settings): Metric {
  const source = metrics[name]?.source;
  if (source === undefined || source.kind === "expression") throw new Error(`nobody publishes the metric "${name}"`);
  if (source.kind === "queue") return queueMetric(namePrefix(settings), source.queue);
  const { namespace, metricName, statistic } = source;
  return { namespace, metricName, dimensions: source.kind === "log" ? {} : source.dimensions, statistic };
}
