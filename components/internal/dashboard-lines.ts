import type { Expression, Metric } from "./alarm-definition";

/** How a line looks besides what it measures: its label, its axis. */
export interface LineStyle {
  readonly label: string;
  /** @default "left" */
  readonly yAxis?: "right";
}

/**
 * A metric or an expression as the entries of a graph. Ids are shared by all lines of a graph, so each line's get its number.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function graphLines(signal: Metric | Expression, style: LineStyle, index: number): readonly unknown[] {
  if (!("expression" in signal)) {
    return [[signal.namespace, signal.metricName, ...flat(signal), { ...style, stat: signal.statistic }]];
  }
  const inputs = Object.entries(signal.metrics).map(([id, metric]) => [
    metric.namespace,
    metric.metricName,
    ...flat(metric),
    { id: `${id}${index}`, stat: metric.statistic, visible: false },
  ]);
  const expression = Object.keys(signal.metrics).reduce(
    (text, id) => text.replaceAll(new RegExp(`\\b${id}\\b`, "g"), `${id}${index}`),
    signal.expression,
  );
  return [[{ id: `rate${index}`, expression, ...style }], ...inputs];
}

function flat({ dimensions }: Metric): readonly unknown[] {
  return Object.entries(dimensions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat();
}
