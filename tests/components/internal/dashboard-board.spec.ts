import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { planAlarms } from "../../../components/internal/alarm-catalogue";
import { boardBody, flow } from "../../../components/internal/dashboard-board";
import type { Board } from "../../../components/internal/dashboard-board";
import { PLAN } from "../../helpers/monitoring";

const source = { targets: PLAN.targets, alarms: planAlarms(PLAN), metrics: {} };
const body = (board: Board) => JSON.parse(JSON.stringify(boardBody(board, source, "eu-central-1", "123456789012")));
const board: Board = {
  lookBackHours: 168,
  widgets: [
    { title: "System", show: [{ kind: "text", markdown: "[status](https://example.org)" }, { kind: "alarms" }] },
    { title: "Requests", show: [{ kind: "latency" }, { kind: "errors", objective: 1 }, { kind: "throughput" }, { kind: "availability" }] },
  ],
};

describe("flow", () => {
  it("keeps boxes on the grid and off each other, in their order", () => {
    const box = fc.record({ width: fc.constantFrom(6, 8, 12, 24), height: fc.integer({ min: 1, max: 8 }) });
    fc.assert(
      fc.property(fc.nat(20), fc.array(box, { maxLength: 20 }), (top, boxes) => {
        const { places, bottom } = flow(top, boxes);
        for (const [index, a] of places.entries()) {
          assert.ok(a.x >= 0 && a.x + a.width <= 24 && a.y >= top && a.y + a.height <= bottom);
          for (const b of places.slice(index + 1)) {
            assert.ok(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y);
          }
        }
      }),
    );
  });
});

describe("boardBody", () => {
  it("puts each widget under its heading, from top to bottom", () => {
    const { widgets } = body(board);
    assert.deepEqual(
      widgets.map(({ type, x, y, width, height }: Record<string, unknown>) => [type, x, y, width, height]),
      [
        ["text", 0, 0, 24, 1],
        ["text", 0, 1, 24, 3],
        ["alarm", 0, 4, 24, 4],
        ["text", 0, 8, 24, 1],
        ["metric", 0, 9, 8, 6],
        ["metric", 8, 9, 8, 6],
        ["metric", 16, 9, 8, 6],
        ["metric", 0, 15, 8, 6],
      ],
    );
    assert.deepEqual(widgets[0].properties, { markdown: "## System" });
    assert.deepEqual(widgets[1].properties, { markdown: "[status](https://example.org)" });
  });

  it("opens on the time that the board looks back, whole days as days", () => {
    assert.equal(body(board).start, "-P7D");
    assert.equal(body({ ...board, lookBackHours: 3 }).start, "-PT3H");
  });

  it("refuses more widgets than CloudWatch takes", () => {
    const show = Array.from({ length: 500 }, () => ({ kind: "tasks" }) as const);
    assert.throws(() => body({ ...board, widgets: [{ title: "Much", show }] }), {
      message: "a dashboard has 501 widgets, CloudWatch takes 500",
    });
  });
});
