import type * as pulumi from "@pulumi/pulumi";
import { physicalName } from "../components/internal/names";
import { ScheduledCalls } from "../components/scheduled-calls";
import type { Settings } from "../settings/schema";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import type { Providers } from "./providers";
import { topic } from "./topics";

/**
 * Messages by the calendar that lead people to a dashboard and say what to look at. CloudWatch mails no figures by itself; the
 * dashboard has them, for the hours that it looks back.
 */
export function buildReports(settings: Settings, providers: Providers, { keyArns, topicArns }: Pick<Foundation, "keyArns" | "topicArns">): void {
  const { account, alarms, dashboards } = settings;
  const reports = dashboards?.reports;
  if (reports === undefined) return;
  const prefix = namePrefix(settings);
  const told = new Map<string, pulumi.Output<string>>(
    Object.values(reports.messages).map(({ channel }) => [channel, topic(topicArns, channel)]),
  );
  new ScheduledCalls(
    "reports",
    {
      groupName: `${prefix}-reports`,
      accountId: account.id,
      timezone: reports.timezone,
      calls: Object.fromEntries(
        Object.entries(reports.messages).map(([name, { board, channel, schedule, text }]) => [
          name,
          {
            description: `Leads ${channel} to the dashboard ${board}`,
            schedule,
            targetArn: topic(topicArns, channel),
            input: `${prefix}, ${name}: ${text} ${dashboardUrl(settings, board)}`,
          },
        ]),
      ),
      permissions: [
        { sid: "PublishReports", actions: ["sns:Publish"], resources: [...told.values()] },
        // The topics are encrypted, and whoever publishes makes the data key.
        { sid: "UseTopicKey", actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [keyArns.notifications] },
      ],
      runbookBaseUrl: alarms.runbookBaseUrl,
      failureTopicArns: [topic(topicArns, reports.failureChannel)],
    },
    { provider: providers.aws },
  );
}

/** Where a dashboard is in AWS's console, which asks for a login. The overview of all alarms is `overview`. */
export function dashboardUrl(settings: Pick<Settings, "account" | "system">, board: string): string {
  const { region } = settings.account;
  const prefix = namePrefix(settings);
  const name = board === "overview" ? physicalName("dashboard", prefix) : physicalName("dashboard", prefix, board);
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${name}`;
}
