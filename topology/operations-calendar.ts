import * as pulumi from "@pulumi/pulumi";
import { AlarmMutes } from "../components/alarm-mutes";
import type { Alarms } from "../components/alarms";
import type { PlannedAlarm } from "../components/internal/alarm-catalogue";
import { maintenanceTimes } from "../components/internal/maintenance-times";
import { offHoursTimes } from "../components/internal/off-hours";
import { ScheduledCalls } from "../components/scheduled-calls";
import { namePrefix } from "./names";
import type { AllTiers } from "./tiers";
import { topic } from "./topics";

type Tiers = Pick<AllTiers, "settings" | "providers" | "foundation" | "data">;

/** What happens by the calendar: the maintenance that people are told of, and the hours in which nothing runs. */
export function buildCalendar(tiers: Tiers, planned: readonly PlannedAlarm[], alarms: Alarms): void {
  buildMaintenance(tiers, planned, alarms);
  buildOffHours(tiers, planned, alarms);
}

function buildMaintenance({ settings, providers, foundation }: Tiers, planned: readonly PlannedAlarm[], alarms: Alarms): void {
  const { account, maintenance } = settings;
  if (maintenance === undefined) return;
  const prefix = namePrefix(settings);
  const times = maintenanceTimes(maintenance.windowUtc, maintenance.noticeHours);
  const noticeTopicArn = topic(foundation.topicArns, maintenance.noticeChannel);
  new ScheduledCalls(
    "maintenance",
    {
      groupName: `${prefix}-maintenance`,
      accountId: account.id,
      timezone: "UTC",
      calls: {
        notice: {
          description: `Tells people ${maintenance.noticeHours} hours before the maintenance window`,
          schedule: times.notice,
          targetArn: noticeTopicArn,
          input:
            `${prefix}: maintenance is possible in ${maintenance.noticeHours} hours, ${times.text}. ` +
            "The site may be slow or away for minutes. Whoever plans a change in it: have its rollback ready.",
        },
      },
      permissions: [
        { sid: "PublishNotice", actions: ["sns:Publish"], resources: [noticeTopicArn] },
        {
          // The topic is encrypted, and whoever publishes makes the data key.
          // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
          sid: "UseTopicKey",
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          resources: [foundation.keyArns.notifications],
        },
      ],
      runbookBaseUrl: settings.alarms.runbookBaseUrl,
      failureTopicArns: [topic(foundation.topicArns, maintenance.failureChannel)],
    },
    { provider: providers.aws },
  );
  const loud = new Set(maintenance.neverMutedChannels);
  new AlarmMutes(
    "maintenance-mutes",
    {
      namePrefix: prefix,
      reason: `The maintenance window, ${times.text}`,
      timezone: "UTC",
      times: [{ name: "maintenance", expression: times.opens, duration: times.duration }],
      alarmNames: planned.filter(({ channels }) => !channels.some((channel) => loud.has(channel))).map(({ name }) => name),
    },
    { provider: providers.aws, dependsOn: [alarms] },
  );
}

function buildOffHours({ settings, providers, foundation, data }: Tiers, planned: readonly PlannedAlarm[], alarms: Alarms): void {
  const { account, offHours } = settings;
  if (offHours === undefined) return;
  const prefix = namePrefix(settings);
  const times = offHoursTimes(offHours);
  const { timezone } = offHours;
  new AlarmMutes(
    "off-hours-mutes",
    {
      namePrefix: `${prefix}-off`,
      reason: `Services run from ${offHours.startTime} to ${offHours.stopTime} ${timezone} on ${offHours.workdays.join(", ")}`,
      timezone,
      times: times.mutes,
      // Certificates expire and backups fail at night too.
      alarmNames: planned.filter(({ kind }) => kind !== "certificate" && kind !== "backup-vault").map(({ name }) => name),
    },
    { provider: providers.aws, dependsOn: [alarms] },
  );
  if (!offHours.stopDatabase || data.database === undefined) return;
  const { instanceArn, primaryIdentifier } = data.database.primary;
  const input = pulumi.jsonStringify({ DbInstanceIdentifier: primaryIdentifier });
  new ScheduledCalls(
    "off-hours",
    {
      groupName: `${prefix}-off-hours`,
      accountId: account.id,
      timezone,
      calls: {
        "stop-database": {
          description: "Stops the database when the services have stopped",
          schedule: times.stopDatabase,
          targetArn: "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance",
          input,
        },
        "start-database": {
          description: "Starts the database before the services start",
          schedule: times.startDatabase,
          targetArn: "arn:aws:scheduler:::aws-sdk:rds:startDBInstance",
          input,
        },
      },
      permissions: [
        { sid: "StopAndStart", actions: ["rds:StartDBInstance", "rds:StopDBInstance"], resources: [instanceArn] },
      ],
      runbookBaseUrl: settings.alarms.runbookBaseUrl,
      failureTopicArns: [topic(foundation.topicArns, offHours.failureChannel)],
    },
    { provider: providers.aws },
  );
}
