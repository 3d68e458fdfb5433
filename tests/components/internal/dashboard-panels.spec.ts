import { strict as assert } from "node:assert";
import { planAlarms } from "../../../components/internal/alarm-catalogue";
import { GRAPH_KINDS, graphOf } from "../../../components/internal/dashboard-panels";
import type { CustomMetric } from "../../../components/internal/custom-metric";
import type { GraphKind, PanelSource } from "../../../components/internal/dashboard-panels";
import { PLAN, TARGETS } from "../../helpers/monitoring";

const waiting: CustomMetric = {
  title: "Jobs that wait (count)",
  periodMinutes: 5,
  signal: { namespace: "Shop", metricName: "Waiting", dimensions: {}, statistic: "Maximum" },
  firstLook: "Look.",
  alarms: {
    critical: { comparison: "above", limit: 5000, forMinutes: 5, missingData: "missing", channels: ["operations"] },
    warning: { comparison: "above", limit: 1000, forMinutes: 5, missingData: "missing", channels: ["operations"] },
  },
};
const metrics = { waiting };
const source: PanelSource = { targets: PLAN.targets, alarms: planAlarms({ ...PLAN, metrics }), metrics };
const draw = (kind: GraphKind, from: PanelSource = source) => JSON.parse(JSON.stringify(graphOf({ kind }, from, "eu-central-1")));

/** What a graph draws: metric names, statistics and expressions, in their order. */
const drawn = (kind: GraphKind) =>
  draw(kind).metrics.map((line: readonly { expression?: string; stat?: string }[]) => line.at(-1)?.expression ?? `${String(line[1])} ${line.at(-1)?.stat}`);

describe("graphOf", () => {
  it("draws of each kind what exists of it", () => {
    const failed = "FILL(refused0, 0) + FILL(errors0, 0)";
    const all = "FILL(requests0, 0) + FILL(refused0, 0)";
    const table: Readonly<Record<GraphKind, readonly string[]>> = {
      latency: ["TargetResponseTime Average", "TargetResponseTime p95", "TargetResponseTime p99"],
      errors: ["IF(requests0 > 0, 100 * FILL(errors0, 0) / (requests0), 0)", "HTTPCode_Target_5XX_Count Sum", "RequestCount Sum"],
      throughput: ["requests0 / PERIOD(requests0)", "RequestCount Sum"],
      availability: [
        `IF(${all} > 0, 100 - 100 * (${failed}) / (${all}), 100)`,
        "HTTPCode_Target_5XX_Count Sum",
        "HTTPCode_ELB_5XX_Count Sum",
        "RequestCount Sum",
      ],
      cpu: ["CPUUtilization Average", "CPUUtilization Average", "CPUUtilization Average", "EngineCPUUtilization Average"],
      memory: ["MemoryUtilization Maximum", "FreeableMemory Minimum", "FreeableMemory Minimum", "DatabaseMemoryUsagePercentage Maximum"],
      disk: [
        "100 - 100 * free0 / 107374182400",
        "FreeStorageSpace Minimum",
        "100 - 100 * free1 / 107374182400",
        "FreeStorageSpace Minimum",
      ],
      connections: ["DatabaseConnections Maximum", "DatabaseConnections Maximum"],
      tasks: ["RunningTaskCount Minimum"],
      "cache-hit-rate": ["CacheHitRate Average"],
    };
    for (const kind of GRAPH_KINDS) assert.deepEqual(drawn(kind), table[kind], kind);
  });

  it("names the database's memory only where there is a database", () => {
    const services = PLAN.targets.filter(({ kind }) => kind === "service");
    assert.equal(draw("memory").title, "Memory (percent), freeable of the database (bytes, right)");
    assert.equal(draw("memory", { ...source, targets: services }).title, "Memory (percent)");
  });

  it("draws the objective across, in the graph's unit", () => {
    const graph = JSON.parse(JSON.stringify(graphOf({ kind: "latency", objective: 0.5 }, source, "eu-central-1")));
    assert.deepEqual(graph.annotations.horizontal, [{ label: "objective", value: 0.5 }]);
    assert.deepEqual(draw("latency").annotations.horizontal, []);
  });

  it("draws custom metrics in their own period, with the objective and the limits of their alarms", () => {
    const panel = { kind: "metrics", title: "Queue", metrics: ["waiting"], objective: 100 } as const;
    assert.deepEqual(graphOf(panel, source, "eu-central-1"), {
      title: "Queue",
      region: "eu-central-1",
      view: "timeSeries",
      period: 300,
      metrics: [["Shop", "Waiting", { label: "Jobs that wait (count)", stat: "Maximum" }]],
      annotations: {
        horizontal: [
          { label: "objective", value: 100 },
          { label: "critical", value: 5000 },
          { label: "warning", value: 1000 },
        ],
      },
    });
  });

  it("refuses a metric that is not there, and a kind of which nothing exists", () => {
    assert.throws(() => graphOf({ kind: "metrics", title: "x", metrics: ["sales"] }, source, "eu-central-1"), {
      message: "a dashboard shows the metric sales, but groundwork:metrics has only waiting",
    });
    const none = { ...source, targets: [TARGETS.service] };
    assert.throws(() => draw("connections", none), { message: "a dashboard shows connections, but nothing of it exists" });
  });
});
