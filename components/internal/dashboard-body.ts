import type { PlannedAlarm } from "./alarm-catalogue";
import type { Expression, Metric } from "./alarm-definition";

/** CloudWatch's grid is 24 columns wide. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const COLUMNS = 24;
const GRAPHS_PER_ROW = 3;
const GRAPH = { width: COLUMNS / GRAPHS_PER_ROW, height: 6 };
const HEADING_HEIGHT = 1;
const STATUS_HEIGHT = 4;

const HEADINGS: Readonly<Record<PlannedAlarm["kind"], string>> = {
  "load-balancer": "Load balancer",
  "target-group": "Services as the load balancer sees them",
  certificate: "Certificate",
  service: "Tasks",
  database: "Database",
  "database-replica": "Database replicas",
  "cache-node": "Cache",
  "backup-vault": "Backups",
};

/** A planned alarm whose dimensions are known values. */
export type DrawnAlarm = Omit<PlannedAlarm, "signal"> & { readonly signal: Drawn<Metric> | DrawnExpression };
type Drawn<M extends Metric> = Omit<M, "dimensions"> & { readonly dimensions: Readonly<Record<string, string>> };
type DrawnExpression = Omit<Expression, "metrics"> & { readonly metrics: Readonly<Record<string, Drawn<Metric>>> };

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Puts sections of so many graphs under each other: a heading over the full width, then rows of graphs. */
export function layout(top: number, sections: readonly number[]): readonly { heading: Place; graphs: readonly Place[] }[] {
  let y = top;
  return sections.map((count) => {
    const heading = { x: 0, y, width: COLUMNS, height: HEADING_HEIGHT };
    const first = y + HEADING_HEIGHT;
    const graphs = Array.from({ length: count }, (_, index) => ({
      ...GRAPH,
      x: (index % GRAPHS_PER_ROW) * GRAPH.width,
      y: first + Math.floor(index / GRAPHS_PER_ROW) * GRAPH.height,
    }));
    y = first + Math.ceil(count / GRAPHS_PER_ROW) * GRAPH.height;
    return { heading, graphs };
  });
}

/**
 * The dashboard of a set of alarms: their states on top, then for each kind of target one graph per alarm, with a line for
 * each target and its limit across it. The same alarms give the same text, whatever their order within a kind.
 */
export function dashboardBody(alarms: readonly DrawnAlarm[], region: string, accountId: string): string {
  const status = {
    type: "alarm",
    x: 0,
    y: 0,
    width: COLUMNS,
    height: STATUS_HEIGHT,
    properties: {
      title: "Alarms",
      alarms: alarms.map(({ name }) => `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`).sort(),
    },
  };
  const sections = Object.entries(HEADINGS).flatMap(([kind, heading]) => {
    const ofKind = alarms.filter((alarm) => alarm.kind === kind);
    const keys = [...new Set(ofKind.map(({ key }) => key))];
    const graphs = keys.map((key) => ofKind.filter((alarm) => alarm.key === key).sort(byTarget));
    return graphs.length === 0 ? [] : [{ heading, graphs }];
  });
  const places = layout(STATUS_HEIGHT, sections.map(({ graphs }) => graphs.length));
  const widgets = sections.flatMap(({ heading, graphs }, section) => [
    { type: "text", ...places[section]?.heading, properties: { markdown: `## ${heading}` } },
    ...graphs.map((group, index) => ({
      type: "metric",
      ...places[section]?.graphs[index],
      properties: graphProperties(group, region),
    })),
  ]);
  return JSON.stringify({ widgets: [status, ...widgets] });
}

function graphProperties(group: readonly DrawnAlarm[], region: string): object {
  const [first] = group;
  const limits = [...new Set(group.map(({ threshold }) => threshold))];
  return {
    title: first?.title,
    region,
    view: "timeSeries",
    period: first?.evaluation.periodSeconds,
    metrics: group.flatMap((alarm, index) => lines(alarm, index)),
    annotations: {
      horizontal: limits.map((value) => {
        const targets = group.filter(({ threshold }) => threshold === value).map(({ target }) => target);
        return { label: limits.length === 1 ? "alarm" : `alarm ${targets.join(", ")}`, value };
      }),
    },
    yAxis: { left: { min: 0 } },
  };
}

function lines({ signal, target }: DrawnAlarm, index: number): readonly unknown[] {
  if (!("expression" in signal)) {
    return [[signal.namespace, signal.metricName, ...flat(signal.dimensions), { label: target, stat: signal.statistic }]];
  }
  // Ids are shared by all lines of a graph, so each target's get its number.
  const inputs = Object.entries(signal.metrics).map(([id, metric]) => [
    metric.namespace,
    metric.metricName,
    ...flat(metric.dimensions),
    { id: `${id}${index}`, stat: metric.statistic, visible: false },
  ]);
  const expression = Object.keys(signal.metrics).reduce(
    (text, id) => text.replaceAll(new RegExp(`\\b${id}\\b`, "g"), `${id}${index}`),
    signal.expression,
  );
  return [[{ id: `rate${index}`, expression, label: target }], ...inputs];
}

function flat(dimensions: Readonly<Record<string, string>>): string[] {
  return Object.entries(dimensions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat();
}

function byTarget(a: DrawnAlarm, b: DrawnAlarm): number {
  return a.target < b.target ? -1 : 1;
}
