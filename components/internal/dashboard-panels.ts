import type * as pulumi from "@pulumi/pulumi";
import type { PlannedAlarm } from "./alarm-catalogue";
import { BYTES_PER_GIB, instanceMetric, nodeMetric } from "./alarm-catalogue/stores";
import { serviceDimensions } from "./alarm-catalogue/tasks";
import { availability, errorRate, targetMetric } from "./alarm-catalogue/web";
import type { Expression, Metric } from "./alarm-definition";
import type { CustomMetrics } from "./custom-metric";
import { graphLines } from "./dashboard-lines";
import type { LineStyle } from "./dashboard-lines";
import type { MonitoredTarget } from "./monitored-target";

/** Graphs that are drawn of whatever exists of their kind. */
export const GRAPH_KINDS = [
  "latency", "errors", "throughput", "availability", "cpu", "memory", "disk", "connections", "tasks", "cache-hit-rate",
] as const;
export type GraphKind = (typeof GRAPH_KINDS)[number];

export type Panel =
  | { readonly kind: "alarms" }
  /** `objective`: a line across the graph at the value that was promised, in the graph's unit. */
  | { readonly kind: GraphKind; readonly objective?: number | undefined }
  | { readonly kind: "metrics"; readonly title: string; readonly metrics: readonly string[]; readonly objective?: number | undefined }
  | {
      readonly kind: "log";
      readonly title: string;
      readonly logGroupNames: readonly pulumi.Input<string>[];
      readonly query: string;
    }
  | { readonly kind: "text"; readonly markdown: string };

/** What panels are drawn from. */
export interface PanelSource {
  readonly targets: readonly MonitoredTarget[];
  readonly alarms: readonly PlannedAlarm[];
  readonly metrics: CustomMetrics;
}

interface Line {
  readonly signal: Metric | Expression;
  readonly style: LineStyle;
}

const TITLES: Readonly<Record<GraphKind, string>> = {
  latency: "Response time (seconds)",
  errors: "5xx answers (percent)",
  throughput: "Requests (per second)",
  availability: "Requests answered without a 5xx (percent)",
  cpu: "CPU (percent)",
  memory: "Memory (percent)",
  disk: "Disk in use, of the storage at the start (percent)",
  connections: "Connections to the database (count)",
  tasks: "Running tasks (count)",
  "cache-hit-rate": "Reads that the cache answered (percent)",
};

/** The graph of a kind, or of custom metrics, as a widget's properties. @throws where nothing of its kind exists */
export function graphOf(panel: Extract<Panel, { kind: GraphKind | "metrics" }>, source: PanelSource, region: string): object {
  const lines = panel.kind === "metrics" ? customLines(panel.metrics, source.metrics) : derivedLines(panel.kind, source.targets);
  if (lines.length === 0) throw new Error(`a dashboard shows ${panel.kind}, but nothing of it exists`);
  const limits = panel.kind === "metrics" ? customLimits(panel.metrics, source.alarms) : [];
  const objectives = panel.objective === undefined ? [] : [{ label: "objective", value: panel.objective }];
  return {
    title: panel.kind === "metrics" ? panel.title : titleOf(panel.kind, lines),
    region,
    view: "timeSeries",
    period: 60 * (panel.kind === "metrics" ? Math.max(...panel.metrics.map((name) => source.metrics[name]?.periodMinutes ?? 1)) : 1),
    metrics: lines.flatMap(({ signal, style }, index) => graphLines(signal, style, index)),
    annotations: { horizontal: [...objectives, ...limits] },
  };
}

/** A database tells what is free of its memory, in bytes; a stack without one has one axis and one unit. */
function titleOf(kind: GraphKind, lines: readonly Line[]): string {
  const freeable = kind === "memory" && lines.some(({ style }) => style.yAxis === "right");
  return freeable ? `${TITLES.memory}, freeable of the database (bytes, right)` : TITLES[kind];
}

function derivedLines(kind: GraphKind, targets: readonly MonitoredTarget[]): readonly Line[] {
  return targets.flatMap((target): readonly Line[] => {
    const line = (signal: Metric | Expression, style: Omit<LineStyle, "label"> = {}, what = ""): Line => ({
      signal,
      style: { label: `${target.name}${what}`, ...style },
    });
    switch (target.kind) {
      case "load-balancer":
        return kind === "availability" ? [line(availability(target))] : [];
      case "target-group": {
        const requests = targetMetric(target, "RequestCount", "Sum");
        const errors = targetMetric(target, "HTTPCode_Target_5XX_Count", "Sum");
        if (kind === "errors") return [line({ expression: errorRate("requests", 0), metrics: { errors, requests } })];
        if (kind === "throughput") return [line({ expression: "requests / PERIOD(requests)", metrics: { requests } })];
        if (kind !== "latency") return [];
        return (["Average", "p95", "p99"] as const).map((statistic) =>
          line(targetMetric(target, "TargetResponseTime", statistic), {}, ` ${statistic.toLowerCase()}`),
        );
      }
      case "service": {
        const metric = (namespace: string, metricName: string, statistic: Metric["statistic"]) =>
          line({ namespace, metricName, dimensions: serviceDimensions(target), statistic });
        if (kind === "cpu") return [metric("AWS/ECS", "CPUUtilization", "Average")];
        if (kind === "memory") return [metric("AWS/ECS", "MemoryUtilization", "Maximum")];
        return kind === "tasks" ? [metric("ECS/ContainerInsights", "RunningTaskCount", "Minimum")] : [];
      }
      case "database":
      case "database-replica": {
        if (kind === "cpu") return [line(instanceMetric(target, "CPUUtilization", "Average"))];
        if (kind === "memory") return [line(instanceMetric(target, "FreeableMemory", "Minimum"), { yAxis: "right" })];
        if (kind === "connections") return [line(instanceMetric(target, "DatabaseConnections", "Maximum"))];
        if (kind !== "disk") return [];
        const free = instanceMetric(target, "FreeStorageSpace", "Minimum");
        const allocated = target.allocatedStorageGib * BYTES_PER_GIB;
        return [line({ expression: `100 - 100 * free / ${allocated}`, metrics: { free } })];
      }
      case "cache-node":
        if (kind === "cpu") return [line(nodeMetric(target, "EngineCPUUtilization", "Average"))];
        if (kind === "memory") return [line(nodeMetric(target, "DatabaseMemoryUsagePercentage", "Maximum"))];
        return kind === "cache-hit-rate" ? [line(nodeMetric(target, "CacheHitRate", "Average"))] : [];
      case "backup-vault":
      case "certificate":
        return [];
    }
  });
}

function customLines(names: readonly string[], metrics: CustomMetrics): readonly Line[] {
  return names.map((name) => {
    const metric = metrics[name];
    if (metric === undefined) throw new Error(`a dashboard shows the metric ${name}, but groundwork:metrics has only ${Object.keys(metrics).join(", ")}`);
    return { signal: metric.signal, style: { label: metric.title } };
  });
}

function customLimits(names: readonly string[], alarms: readonly PlannedAlarm[]): readonly object[] {
  return alarms
    .filter(({ kind, target }) => kind === "custom" && names.includes(target))
    .map(({ level, target, threshold }) => ({ label: names.length === 1 ? level : `${level} ${target}`, value: threshold }));
}
