import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { planAlarms } from "../../../components/internal/alarm-catalogue";
import { alarmStates, dashboardBody, layout } from "../../../components/internal/dashboard-body";
import type { Place } from "../../../components/internal/dashboard-body";
import { PLAN, TARGETS } from "../../helpers/monitoring";

const body = (targets: Parameters<typeof planAlarms>[0]["targets"]) =>
  JSON.stringify(dashboardBody(planAlarms({ ...PLAN, targets }), "eu-central-1", "123456789012"));
const widgets = (targets: Parameters<typeof planAlarms>[0]["targets"]) => JSON.parse(body(targets)).widgets;

describe("layout", () => {
  const overlap = (a: Place, b: Place) =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

  it("keeps every widget on the grid of 24 columns and off every other", () => {
    fc.assert(
      fc.property(fc.nat(20), fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }), (top, sections) => {
        const places = layout(top, sections).flatMap(({ heading, graphs }) => [heading, ...graphs]);
        assert.equal(places.length, sections.length + sections.reduce((sum, count) => sum + count, 0));
        for (const [index, place] of places.entries()) {
          assert.ok(place.x >= 0 && place.x + place.width <= 24 && place.y >= top);
          assert.ok(!places.slice(index + 1).some((other) => overlap(place, other)));
        }
      }),
    );
  });

  it("puts three graphs in a row, under a heading over the full width", () => {
    assert.deepEqual(layout(4, [4, 1]), [
      {
        heading: { x: 0, y: 4, width: 24, height: 1 },
        graphs: [
          { x: 0, y: 5, width: 8, height: 6 },
          { x: 8, y: 5, width: 8, height: 6 },
          { x: 16, y: 5, width: 8, height: 6 },
          { x: 0, y: 11, width: 8, height: 6 },
        ],
      },
      { heading: { x: 0, y: 17, width: 24, height: 1 }, graphs: [{ x: 0, y: 18, width: 8, height: 6 }] },
    ]);
  });
});

describe("dashboardBody", () => {
  it("shows the state of every alarm on top", () => {
    const [status] = widgets([TARGETS.certificate]);
    assert.deepEqual(status, {
      type: "alarm",
      x: 0,
      y: 0,
      width: 24,
      height: 4,
      properties: {
        title: "Alarms",
        alarms: ["arn:aws:cloudwatch:eu-central-1:123456789012:alarm:scholarship-production-certificate-certificate-expiry-warning"],
      },
    });
  });

  it("draws one graph per alarm with a line for each target, and the limit that they share", () => {
    const second = { ...TARGETS["database-replica"], name: "replica-2", instanceIdentifier: "replica-2" };
    const lag = widgets([TARGETS["database-replica"], second]).at(-1);
    assert.deepEqual(lag.properties, {
      title: "Lag of the replica (seconds)",
      region: "eu-central-1",
      view: "timeSeries",
      period: 60,
      metrics: [
        ["AWS/RDS", "ReplicaLag", "DBInstanceIdentifier", "replica-1", { label: "replica-1", stat: "Maximum" }],
        ["AWS/RDS", "ReplicaLag", "DBInstanceIdentifier", "replica-2", { label: "replica-2", stat: "Maximum" }],
      ],
      annotations: { horizontal: [{ label: "warning", value: 60 }] },
      yAxis: { left: { min: 0 } },
    });
  });

  it("tells apart the limits of targets that differ", () => {
    const frontend = { ...TARGETS.service, name: "frontend", serviceName: "frontend", minTasks: 1 };
    const tasks = widgets([TARGETS.service, frontend]).at(-1);
    assert.deepEqual(tasks.properties.annotations.horizontal, [
      { label: "critical backend", value: 2 },
      { label: "critical frontend", value: 1 },
    ]);
  });

  it("gives each target of an expression ids of its own", () => {
    const frontend = { ...TARGETS["target-group"], name: "frontend", arnSuffix: "targetgroup/frontend/2" };
    const errors = widgets([TARGETS["target-group"], frontend]).find(
      ({ properties }: { properties: { title?: string } }) => properties.title === "5xx answers of the service (percent)",
    );
    const ids = errors.properties.metrics.map((line: readonly { id?: string }[]) => line.at(-1)?.id);
    assert.deepEqual(ids, ["rate0", "errors0", "requests0", "rate1", "errors1", "requests1"]);
    assert.deepEqual(errors.properties.metrics[3], [
      { id: "rate1", expression: "IF(requests1 > 49, 100 * FILL(errors1, 0) / (requests1), 0)", label: "frontend" },
    ]);
  });

  it("leaves out the section of what does not exist", () => {
    const headings = (targets: Parameters<typeof planAlarms>[0]["targets"]) =>
      widgets(targets).flatMap(({ properties }: { properties: { markdown?: string } }) => properties.markdown ?? []);
    assert.deepEqual(headings([TARGETS.database]), ["## Database"]);
    assert.equal(headings(PLAN.targets).length, 8);
  });

  it("is the same text whatever the order of the targets", () => {
    assert.equal(body(PLAN.targets), body(PLAN.targets.toReversed()));
  });

  it("draws levels of one alarm as one line with a limit each, and a line more for another statistic", () => {
    const channels = ["operations"];
    const rules = {
      "target-latency": {
        critical: { limit: 5000, statistic: "p95", forMinutes: 3, channels },
        warning: { limit: 2000, statistic: "p95", forMinutes: 3, channels },
        notice: { limit: 1000, statistic: "Average", forMinutes: 3, channels },
      },
    } as const;
    const planned = planAlarms({ ...PLAN, targets: [TARGETS["target-group"]], rules });
    const { properties } = JSON.parse(JSON.stringify(dashboardBody(planned, "eu-central-1", "123456789012"))).widgets.at(-1);
    assert.deepEqual(properties.metrics.map((line: readonly { stat?: string }[]) => line.at(-1)?.stat), ["p95", "Average"]);
    assert.deepEqual(properties.annotations.horizontal, [
      { label: "critical", value: 5 },
      { label: "warning", value: 2 },
      { label: "notice", value: 1 },
    ]);
  });

  it("lets a figure that may be negative have its own axis", () => {
    const rule = { comparison: "at-or-below", limit: -20, forMinutes: 30, missingData: "missing", channels: ["operations"] } as const;
    const signal = { namespace: "Shop", metricName: "RevenueChange", dimensions: {}, statistic: "Average" } as const;
    const metrics = { revenue: { title: "Change (percent)", periodMinutes: 5, signal, firstLook: "Look.", alarms: { high: rule } } };
    const planned = planAlarms({ ...PLAN, targets: [], metrics });
    const { properties } = JSON.parse(JSON.stringify(dashboardBody(planned, "eu-central-1", "123456789012"))).widgets.at(-1);
    assert.equal(properties.yAxis, undefined);
    assert.deepEqual(properties.annotations.horizontal, [{ label: "high", value: -20 }]);
  });
});

describe("alarmStates", () => {
  it("never puts more than a hundred alarms into a widget, and leaves none out", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 350 }), (names) => {
        const states = JSON.parse(JSON.stringify(alarmStates(names, "eu-central-1", "123456789012")));
        assert.ok(states.every(({ alarms }: { alarms: string[] }) => alarms.length >= 1 && alarms.length <= 100));
        assert.equal(new Set(states.flatMap(({ alarms }: { alarms: string[] }) => alarms)).size, names.length);
      }),
      { numRuns: 30 },
    );
  });
});
