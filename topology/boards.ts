import type * as pulumi from "@pulumi/pulumi";
import { DeploymentEvents } from "../components/deployment-events";
import type { Board } from "../components/internal/dashboard-board";
import type { Panel } from "../components/internal/dashboard-panels";
import { SavedQueries } from "../components/saved-queries";
import type { SavedQuery } from "../components/saved-queries";
import type { DashboardsSettings } from "../settings/dashboards";
import { logGroupsOf } from "./log-groups";
import { namePrefix } from "./names";
import type { AllTiers } from "./tiers";

type Tiers = Pick<AllTiers, "settings" | "providers" | "foundation" | "application" | "data">;

const LATEST_DEPLOYMENTS = "fields @timestamp, detail.eventName, resources.0, detail.reason | sort @timestamp desc | limit 20";

/** What the stack's own dashboards show; the deployments and the saved queries that they ask are made here. */
export function buildBoards(tiers: Tiers): Readonly<Record<string, Board>> {
  const { settings, providers, foundation } = tiers;
  const { account, dashboards } = settings;
  if (dashboards === undefined) return {};
  const inRegion = { provider: providers.aws };
  const prefix = namePrefix(settings);

  const deployments = new DeploymentEvents(
    "deployments",
    {
      namePrefix: prefix,
      accountId: account.id,
      region: account.region,
      clusterName: foundation.cluster.clusterName,
      logRetentionDays: dashboards.deploymentLogRetentionDays,
      logKeyArn: foundation.keyArns.logs,
    },
    inRegion,
  ).logGroupName;

  const queries: Record<string, SavedQuery> = {};
  for (const [name, { of, query }] of Object.entries(dashboards.savedQueries)) {
    const logGroupNames = of.flatMap((log) => (log === "deployments" ? [deployments] : Object.values(logGroupsOf(log, tiers))));
    queries[name] = { logGroupNames, query };
  }
  if (Object.keys(queries).length > 0) new SavedQueries("queries", { namePrefix: prefix, queries }, inRegion);

  return Object.fromEntries(
    Object.entries(dashboards.boards).map(([name, { lookBackHours, widgets }]) => [
      name,
      {
        lookBackHours,
        widgets: widgets.map(({ title, show }) => ({ title, show: show.map((panel) => panelOf(panel, deployments, queries)) })),
      },
    ]),
  );
}

type PanelSettings = DashboardsSettings["boards"][string]["widgets"][number]["show"][number];

function panelOf(panel: PanelSettings, deployments: pulumi.Output<string>, queries: Readonly<Record<string, SavedQuery>>): Panel {
  if (panel.kind === "deployments") {
    return { kind: "log", title: "Recent deployments", logGroupNames: [deployments], query: LATEST_DEPLOYMENTS };
  }
  if (panel.kind !== "log") return panel;
  const query = queries[panel.query];
  if (query === undefined) throw new Error(`no saved query "${panel.query}"`);
  return { kind: "log", title: panel.title, ...query };
}
