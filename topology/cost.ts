import { Budget } from "../components/budget";
import { CostAnomalies } from "../components/cost-anomalies";
import type { Settings } from "../settings/schema";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import type { Providers } from "./providers";
import { topic } from "./topics";

/** What the system may cost, and who hears when it costs more. */
export function buildCost(settings: Settings, providers: Providers, { topicArns }: Pick<Foundation, "topicArns">): void {
  const { budget, system } = settings;
  if (budget === undefined) return;
  const inRegion = { provider: providers.aws };
  const prefix = namePrefix(settings);
  const { monthlyLimitUsd, activateTags, notifications, anomalies } = budget;
  new Budget(
    "budget",
    {
      budgetName: prefix,
      monthlyLimitUsd,
      // Of the tags that the providers put on everything.
      tags: { System: system.name, Environment: system.environment },
      activateTags,
      notifications: notifications.map(({ when, percent, channel }) => ({ when, percent, topicArn: topic(topicArns, channel) })),
    },
    inRegion,
  );
  if (anomalies === undefined) return;
  const { watches, minImpactUsd, channel } = anomalies;
  new CostAnomalies(
    "cost-anomalies",
    {
      monitorName: prefix,
      watches: watches === "system" ? { tag: { key: "System", value: system.name } } : watches,
      minImpactUsd,
      topicArn: topic(topicArns, channel),
    },
    inRegion,
  );
}
