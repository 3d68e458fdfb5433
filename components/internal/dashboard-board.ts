import * as pulumi from "@pulumi/pulumi";
import { alarmStates, COLUMNS, GRAPH, HEADING_HEIGHT } from "./dashboard-body";
import { graphOf } from "./dashboard-panels";
import type { Panel, PanelSource } from "./dashboard-panels";

/** A dashboard that the stack describes. */
export interface Board {
  /** How far it looks back when it is opened, in hours. */
  readonly lookBackHours: number;
  /** From top to bottom: each a heading and what is shown under it. */
  readonly widgets: readonly { readonly title: string; readonly show: readonly Panel[] }[];
}

interface Box {
  readonly width: number;
  readonly height: number;
}

/** A dashboard takes so many. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const WIDGETS_MAX = 500;
const WIDE = { width: COLUMNS, height: 6 };
const STATES = { width: COLUMNS, height: 4 };

/** Places boxes from left to right, and below where a row is full. */
export function flow(top: number, boxes: readonly Box[]): { readonly places: readonly (Box & { x: number; y: number })[]; readonly bottom: number } {
  let x = 0;
  let y = top;
  let rowHeight = 0;
  const places = boxes.map((box) => {
    if (x + box.width > COLUMNS) {
      x = 0;
      y += rowHeight;
      rowHeight = 0;
    }
    const place = { x, y, ...box };
    x += box.width;
    rowHeight = Math.max(rowHeight, box.height);
    return place;
  });
  return { places, bottom: y + rowHeight };
}

/** The body of a dashboard that the stack describes. */
export function boardBody(board: Board, source: PanelSource, region: string, accountId: string): object {
  let y = 0;
  const widgets = board.widgets.flatMap(({ title, show }) => {
    const heading = { type: "text", x: 0, y, width: COLUMNS, height: HEADING_HEIGHT, properties: { markdown: `## ${title}` } };
    const drawn = show.flatMap((panel) => draw(panel, source, region, accountId));
    const { places, bottom } = flow(y + HEADING_HEIGHT, drawn.map(({ box }) => box));
    y = bottom;
    return [heading, ...drawn.map(({ type, properties }, index) => ({ type, ...places[index], properties }))];
  });
  if (widgets.length > WIDGETS_MAX) throw new Error(`a dashboard has ${widgets.length} widgets, CloudWatch takes ${WIDGETS_MAX}`);
  return { start: start(board.lookBackHours), widgets };
}

/** ISO 8601, whole days as days. */
function start(hours: number): string {
  return hours % 24 === 0 ? `-P${hours / 24}D` : `-PT${hours}H`;
}

function draw(panel: Panel, source: PanelSource, region: string, accountId: string): readonly { type: string; box: Box; properties: object }[] {
  switch (panel.kind) {
    case "alarms":
      return alarmStates(source.alarms.map(({ name }) => name), region, accountId).map((properties) => ({ type: "alarm", box: STATES, properties }));
    case "text": {
      const height = Math.min(2 + panel.markdown.split("\n").length, 20);
      return [{ type: "text", box: { width: COLUMNS, height }, properties: { markdown: panel.markdown } }];
    }
    case "log": {
      const sources = panel.logGroupNames.map((name) => pulumi.interpolate`SOURCE '${name}'`);
      const query = pulumi.all([...sources]).apply((from) => [...from, panel.query].join(" | "));
      return [{ type: "log", box: WIDE, properties: { title: panel.title, region, view: "table", query } }];
    }
    default:
      return [{ type: "metric", box: GRAPH, properties: graphOf(panel, source, region) }];
  }
}
