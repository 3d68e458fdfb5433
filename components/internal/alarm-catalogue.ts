import { BACKUP_COPY_ALARM, BACKUP_VAULT_ALARMS } from "./alarm-catalogue/backups";
import { CACHE_NODE_ALARMS, DATABASE_ALARMS, DATABASE_REPLICA_ALARMS } from "./alarm-catalogue/stores";
import { SERVICE_ALARMS } from "./alarm-catalogue/tasks";
import { CERTIFICATE_ALARMS, LOAD_BALANCER_ALARMS, TARGET_GROUP_ALARMS } from "./alarm-catalogue/web";
import type { AlarmDefinition, AlarmKey, AlarmRule, AlarmRules, Evaluation, Expression, Metric } from "./alarm-definition";
import type { MonitoredTarget } from "./monitored-target";
import { physicalName } from "./names";

/** One alarm of one target, ready to be made or drawn. */
export interface PlannedAlarm {
  readonly key: AlarmKey;
  readonly kind: MonitoredTarget["kind"];
  readonly target: string;
  /** `<system>-<environment>-<target>-<key>`. */
  readonly name: string;
  readonly signal: Metric | Expression;
  readonly comparison: "above" | "below";
  /** In the metric's unit. */
  readonly threshold: number;
  readonly evaluation: Evaluation;
  readonly missingData: "breaching" | "notBreaching" | "missing";
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
  /** Where the runbooks can be read, without a slash at the end. */
  readonly runbookBaseUrl: string;
}

/** Every alarm key that some kind of target has, in the order of the catalogue. */
export const ALARM_KEYS: readonly AlarmKey[] = [
  ...new Set(
    [
      ...LOAD_BALANCER_ALARMS,
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

/** The alarms that follow from what exists. @throws where two targets would share an alarm's name, or an alarm tells nobody. */
export function planAlarms(plan: AlarmPlan): readonly PlannedAlarm[] {
  const alarms = plan.targets.flatMap((target) => alarmsOf(target, plan));
  const names = new Set<string>();
  for (const { key, name, channels } of alarms) {
    if (channels.length === 0) {
      throw new Error(`groundwork:alarms["${key}"].channels is empty: an alarm that tells nobody is no alarm`);
    }
    if (names.has(name)) throw new Error(`two monitored targets would both have the alarm "${name}": name them apart`);
    names.add(name);
  }
  return alarms;
}

function alarmsOf(target: MonitoredTarget, plan: AlarmPlan): readonly PlannedAlarm[] {
  switch (target.kind) {
    case "load-balancer":
      return derive(LOAD_BALANCER_ALARMS, target, plan);
    case "target-group":
      return derive(TARGET_GROUP_ALARMS, target, plan);
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
  return definitions.map((definition) => {
    const { key, comparison, missingData, warmUpMinutes, title } = definition;
    const rule: AlarmRule = plan.rules[key];
    return {
      key,
      kind: target.kind,
      target: target.name,
      name: physicalName("alarm", plan.namePrefix, target.name, key),
      signal: definition.signal(target, rule),
      comparison,
      threshold: definition.threshold(rule, target),
      evaluation: definition.evaluation(rule),
      missingData,
      warmUpMinutes,
      title,
      description: `${target.name}: ${definition.happened} First: ${definition.firstLook} Runbook: ${plan.runbookBaseUrl}/${key}.md`,
      channels: rule.channels,
    };
  });
}
