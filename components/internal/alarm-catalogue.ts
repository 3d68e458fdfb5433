import { BACKUP_COPY_ALARM, BACKUP_VAULT_ALARMS } from "./alarm-catalogue/backups";
import { CACHE_NODE_ALARMS, DATABASE_ALARMS, DATABASE_REPLICA_ALARMS } from "./alarm-catalogue/stores";
import { SERVICE_ALARMS } from "./alarm-catalogue/tasks";
import { AVAILABILITY_ALARM, CERTIFICATE_ALARMS, LOAD_BALANCER_ALARMS, TARGET_GROUP_ALARMS } from "./alarm-catalogue/web";
import { ALARM_LEVELS } from "./alarm-definition";
import type { AlarmDefinition, AlarmKey, AlarmLevel, AlarmRules, Comparison, Evaluation, Expression, Metric, MissingData } from "./alarm-definition";
import type { CustomMetrics } from "./custom-metric";
import type { MonitoredTarget } from "./monitored-target";
import { physicalName } from "./names";

/** One level of one alarm of one target, ready to be made or drawn. */
export interface PlannedAlarm {
  /** The alarm's key, or the name of the custom metric. */
  readonly key: string;
  readonly kind: MonitoredTarget["kind"] | "custom";
  readonly target: string;
  readonly level: AlarmLevel;
  /** `<target>-<key>-<level>`: what tells it apart in one stack. */
  readonly id: string;
  /** `<system>-<environment>-<target>-<key>-<level>`. */
  readonly name: string;
  /** Where its channels are set. */
  readonly setting: string;
  readonly signal: Metric | Expression;
  readonly comparison: Comparison;
  /** In the metric's unit. */
  readonly threshold: number;
  readonly evaluation: Evaluation;
  readonly missingData: MissingData;
  readonly warmUpMinutes: number | undefined;
  readonly title: string;
  readonly description: string;
  readonly channels: readonly string[];
}

export interface AlarmPlan {
  /** `<system>-<environment>`. */
  readonly namePrefix: string;
  readonly targets: readonly MonitoredTarget[];
  readonly rules: AlarmRules;
  /** Name -> what else is measured. A name is no target's. @default - nothing */
  readonly metrics?: CustomMetrics;
  /** Where the runbooks can be read, without a slash at the end. */
  readonly runbookBaseUrl: string;
  /** How soon somebody must act, in minutes. @default - the alarms do not say */
  readonly responseMinutes?: { readonly [Level in AlarmLevel]?: number };
}

/** Every alarm key that some kind of target has, in the order of the catalogue. */
export const ALARM_KEYS: readonly AlarmKey[] = [
  ...new Set(
    [
      ...LOAD_BALANCER_ALARMS,
      AVAILABILITY_ALARM,
      ...TARGET_GROUP_ALARMS,
      ...CERTIFICATE_ALARMS,
      ...SERVICE_ALARMS,
      ...DATABASE_REPLICA_ALARMS,
      ...CACHE_NODE_ALARMS,
      ...BACKUP_VAULT_ALARMS,
      BACKUP_COPY_ALARM,
    ].map(({ key }) => key),
  ),
];

/** The runbook of every alarm on a custom metric. */
export const CUSTOM_METRIC_RUNBOOK = "custom-metric";

/** A metric that comes now and then is given a day to come for the first time. */
const CUSTOM_WARM_UP_MINUTES = 1440;

/** The alarms that follow from what exists. @throws where two targets would share an alarm's name, or an alarm tells nobody. */
export function planAlarms(plan: AlarmPlan): readonly PlannedAlarm[] {
  const alarms = [...plan.targets.flatMap((target) => alarmsOf(target, plan)), ...customAlarms(plan)];
  const names = new Set<string>();
  for (const { setting, name, channels } of alarms) {
    if (channels.length === 0) throw new Error(`${setting}.channels is empty: an alarm that tells nobody is no alarm`);
    if (names.has(name)) throw new Error(`two monitored targets would both have the alarm "${name}": name them apart`);
    names.add(name);
  }
  return alarms;
}

function alarmsOf(target: MonitoredTarget, plan: AlarmPlan): readonly PlannedAlarm[] {
  switch (target.kind) {
    case "load-balancer":
      return derive([...LOAD_BALANCER_ALARMS, AVAILABILITY_ALARM], target, plan);
    case "target-group":
      // Nobody in it says nothing then: few-tasks watches whether the service runs.
      return derive(
        target.mayBeEmpty === true ? TARGET_GROUP_ALARMS.filter(({ key }) => key !== "few-healthy-targets") : TARGET_GROUP_ALARMS,
        target,
        plan,
      );
    case "service":
      return derive(SERVICE_ALARMS, target, plan);
    case "database":
      return derive(DATABASE_ALARMS, target, plan);
    case "database-replica":
      return derive(DATABASE_REPLICA_ALARMS, target, plan);
    case "cache-node":
      return derive(CACHE_NODE_ALARMS, target, plan);
    case "backup-vault":
      return derive(target.copies ? [...BACKUP_VAULT_ALARMS, BACKUP_COPY_ALARM] : BACKUP_VAULT_ALARMS, target, plan);
    case "certificate":
      return derive(CERTIFICATE_ALARMS, target, plan);
  }
}

function derive<Target extends MonitoredTarget>(
  definitions: readonly AlarmDefinition<Target>[],
  target: Target,
  plan: AlarmPlan,
): readonly PlannedAlarm[] {
  return definitions.flatMap((definition) =>
    ALARM_LEVELS.flatMap((level): PlannedAlarm[] => {
      const { key, comparison, missingData, warmUpMinutes, title } = definition;
      const rule = plan.rules[key]?.[level];
      if (rule === undefined) return [];
      const id = `${target.name}-${key}-${level}`;
      return [
        {
          key,
          kind: target.kind,
          target: target.name,
          level,
          id,
          name: physicalName("alarm", plan.namePrefix, id),
          setting: `groundwork:alarms["${key}"].${level}`,
          signal: definition.signal(target, rule),
          comparison,
          threshold: definition.threshold(rule, target),
          evaluation: definition.evaluation(rule),
          missingData,
          warmUpMinutes,
          title,
          description: describe(plan, level, `${target.name}: ${definition.happened}`, definition.firstLook, key),
          channels: rule.channels,
        },
      ];
    }),
  );
}

function customAlarms(plan: AlarmPlan): readonly PlannedAlarm[] {
  return Object.entries(plan.metrics ?? {}).flatMap(([metric, { alarms, firstLook, periodMinutes, signal, title }]) =>
    ALARM_LEVELS.flatMap((level): PlannedAlarm[] => {
      const rule = alarms[level];
      if (rule === undefined) return [];
      const { channels, comparison, forMinutes, limit, missingData } = rule;
      const periods = forMinutes / periodMinutes;
      const happened = `${title} has been ${comparison.replaceAll("-", " ")} ${limit} for ${forMinutes} minutes.`;
      return [
        {
          key: metric,
          kind: "custom",
          target: metric,
          level,
          id: `${metric}-${level}`,
          name: physicalName("alarm", plan.namePrefix, metric, level),
          setting: `groundwork:metrics["${metric}"].alarms.${level}`,
          signal,
          comparison,
          threshold: limit,
          evaluation: { periodSeconds: periodMinutes * 60, periods, breaches: periods },
          missingData,
          warmUpMinutes: missingData === "breaching" ? CUSTOM_WARM_UP_MINUTES : undefined,
          title,
          description: describe(plan, level, happened, firstLook, CUSTOM_METRIC_RUNBOOK),
          channels,
        },
      ];
    }),
  );
}

function describe(plan: AlarmPlan, level: AlarmLevel, happened: string, firstLook: string, runbook: string): string {
  const minutes = plan.responseMinutes?.[level];
  const answer = minutes === undefined ? "" : ` Severity ${level}: act within ${minutes} minutes.`;
  return `${happened}${answer} First: ${firstLook} Runbook: ${plan.runbookBaseUrl}/${runbook}.md`;
}
