import type { PlannedAlarm } from "./alarm-catalogue";
import { graphLines } from "./dashboard-lines";

/** CloudWatch's grid is 24 columns wide. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export const COLUMNS = 24;
const GRAPHS_PER_ROW = 3;
export const GRAPH = { width: COLUMNS / GRAPHS_PER_ROW, height: 6 };
export const HEADING_HEIGHT = 1;
const STATUS_HEIGHT = 4;
/** A widget shows the states of at most so many alarms. */
const ALARMS_PER_WIDGET = 100;

const HEADINGS: Readonly<Record<PlannedAlarm["kind"], string>> = {
  "load-balancer": "Load balancer",
  "target-group": "Services as the load balancer sees them",
  certificate: "Certificate",
  service: "Tasks",
  database: "Database",
  "database-replica": "Database replicas",
  "cache-node": "Cache",
  "backup-vault": "Backups",
  custom: "Metrics of the system",
};

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

/** The states of alarms as the properties of widgets, as few as take them all. */
export function alarmStates(names: readonly string[], region: string, accountId: string): readonly object[] {
  const arns = names.map((name) => `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`).sort();
  return Array.from({ length: Math.ceil(arns.length / ALARMS_PER_WIDGET) }, (_, index) => ({
    title: index === 0 ? "Alarms" : `Alarms (${index + 1})`,
    alarms: arns.slice(index * ALARMS_PER_WIDGET, (index + 1) * ALARMS_PER_WIDGET),
  }));
}

/**
 * The dashboard of a set of alarms: their states on top, then for each kind of target one graph per alarm, with a line for
 * each target and its limits across it. The same alarms give the same body, whatever their order within a kind.
 */
export function dashboardBody(alarms: readonly PlannedAlarm[], region: string, accountId: string): { widgets: readonly object[] } {
  const states = alarmStates(alarms.map(({ name }) => name), region, accountId).map((properties, index) => ({
    type: "alarm",
    x: 0,
    y: index * STATUS_HEIGHT,
    width: COLUMNS,
    height: STATUS_HEIGHT,
    properties,
  }));
  const sections = Object.entries(HEADINGS).flatMap(([kind, heading]) => {
    const ofKind = alarms.filter((alarm) => alarm.kind === kind);
    const keys = [...new Set(ofKind.map(({ key }) => key))];
    const graphs = keys.map((key) => ofKind.filter((alarm) => alarm.key === key).sort(byTarget));
    return graphs.length === 0 ? [] : [{ heading, graphs }];
  });
  const places = layout(states.length * STATUS_HEIGHT, sections.map(({ graphs }) => graphs.length));
  const widgets = sections.flatMap(({ heading, graphs }, section) => [
    { type: "text", ...places[section]?.heading, properties: { markdown: `## ${heading}` } },
    ...graphs.map((group, index) => ({
      type: "metric",
      ...places[section]?.graphs[index],
      properties: graphProperties(group, region),
    })),
  ]);
  return { widgets: [...states, ...widgets] };
}

function graphProperties(group: readonly PlannedAlarm[], region: string): object {
  const [first] = group;
  // Levels of one alarm watch the same: one line for each target, and one more where a level asks for another statistic.
  const watched = group.filter(
    ({ target, signal }, index) => group.findIndex((other) => other.target === target && sameSignal(other.signal, signal)) === index,
  );
  return {
    title: first?.title,
    region,
    view: "timeSeries",
    period: first?.evaluation.periodSeconds,
    metrics: watched.flatMap(({ signal, target }, index) => graphLines(signal, { label: target }, index)),
    annotations: { horizontal: limits(group) },
    // What may be negative, or matters only near a hundred, has the axis that CloudWatch chooses.
    ...(first?.kind === "custom" || first?.key === "availability" ? {} : { yAxis: { left: { min: 0 } } }),
  };
}

function sameSignal(a: PlannedAlarm["signal"], b: PlannedAlarm["signal"]): boolean {
  if ("expression" in a) return "expression" in b && a.expression === b.expression;
  return !("expression" in b) && a.statistic === b.statistic && a.metricName === b.metricName;
}

/** A limit is told by its level, and by its targets too where they differ in it. */
function limits(group: readonly PlannedAlarm[]): readonly { label: string; value: number }[] {
  const levels = [...new Set(group.map(({ level }) => level))];
  return levels.flatMap((level) => {
    const ofLevel = group.filter((alarm) => alarm.level === level);
    const values = [...new Set(ofLevel.map(({ threshold }) => threshold))];
    return values.map((value) => {
      const targets = ofLevel.filter(({ threshold }) => threshold === value).map(({ target }) => target);
      return { label: values.length === 1 ? level : `${level} ${targets.join(", ")}`, value };
    });
  });
}

function byTarget(a: PlannedAlarm, b: PlannedAlarm): number {
  return a.target < b.target ? -1 : a.target > b.target ? 1 : 0;
}
