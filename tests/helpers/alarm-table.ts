import { planAlarms } from "../../components/internal/alarm-catalogue";
import type { MonitoredTarget } from "../../components/internal/monitored-target";
import { PLAN, TARGETS } from "./monitoring";

/** What the alarms of one kind of target watch, in one line each: the catalogue as a person would check it against AWS's pages. */
export function alarmTable(kind: MonitoredTarget["kind"]): readonly string[] {
  return planAlarms({ ...PLAN, targets: [TARGETS[kind]] }).map(({ key, level, signal, comparison, threshold, evaluation, missingData }) => {
    const { periodSeconds, periods, breaches } = evaluation;
    const metrics = "expression" in signal ? Object.values(signal.metrics) : [signal];
    const what = metrics.map(({ namespace, metricName, statistic, dimensions }) => {
      const names = Object.entries(dimensions).map(([name, value]) => `${name}=${String(value)}`);
      return `${namespace} ${metricName} ${statistic} {${names.join(", ")}}`;
    });
    return `${key}-${level}: ${what.join(" / ")} ${comparison} ${threshold}, ${breaches} of ${periods} x ${periodSeconds} s, silence ${missingData}`;
  });
}
