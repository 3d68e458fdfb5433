import type { Value } from "../../../rehearsal/provider/struct";
import type { Fact } from "../proof";
import { TYPE } from "../resources";

export const API = "service-api-task-definition";
export const FRONTEND = "service-frontend-task-definition";
export type Stage = "production" | "staging" | "development";
/** Both are instances of the document, which sizes and scales them alike. */
export const SERVICES = ["api", "frontend"] as const;
export const BOARD = "aws:cloudwatch/dashboard:Dashboard";
export const RULESET = "cloudflare:index/ruleset:Ruleset";
export const RECORD = "cloudflare:index/dnsRecord:DnsRecord";
export const CANARY = "aws:synthetics/canary:Canary";
export const SCALING_TARGET = "aws:appautoscaling/target:Target";
export const SCALING_POLICY = "aws:appautoscaling/policy:Policy";

/** Properties of one resource, each exactly. */
export function facts(type: string, name: string, properties: Readonly<Record<string, Value | undefined>>): readonly Fact[] {
  return Object.entries(properties).map(([property, equals]) => ({ type, name, property, equals }));
}

/** Who an alarm tells: exactly these channels. */
export function tells(name: string, channels: readonly string[]): readonly Fact[] {
  return [
    { type: TYPE.metricAlarm, name, property: "alarmActions.length", equals: channels.length },
    ...channels.map((channel): Fact => ({
      type: TYPE.metricAlarm, name, property: "alarmActions", linksTo: { type: TYPE.topic, name: `channels-${channel}`, output: "arn" },
    })),
  ];
}

/** An alarm, and exactly the channels that it tells. */
export function alarm(name: string, properties: Readonly<Record<string, Value>>, channels: readonly string[]): readonly Fact[] {
  return [...facts(TYPE.metricAlarm, name, properties), ...tells(name, channels)];
}

/** What stands on a dashboard, by the place of its widget. */
export function widget(board: "ops" | "business", index: number, path: string, equals: Value): Fact {
  return { type: BOARD, name: `dashboard-${board}`, property: `dashboardBody.widgets[${index}].properties.${path}`, equals };
}

/** A heading and the graph, list or answer below it. */
export function section(board: "ops" | "business", index: number, heading: string): Fact {
  return widget(board, index, "markdown", `## ${heading}`);
}

/** A figure that the API publishes, on a graph. */
export function published(board: "ops" | "business", index: number, metricName: string, stat: string, line = 0): readonly Fact[] {
  return [
    widget(board, index, `metrics[${line}][0]`, "Sentia/production"),
    widget(board, index, `metrics[${line}][1]`, metricName),
    { type: BOARD, name: `dashboard-${board}`, property: `dashboardBody.widgets[${index}].properties.metrics[${line}][2].stat`, equals: stat },
  ];
}
