import * as pulumi from "@pulumi/pulumi";
import { Dashboard as CloudWatchDashboard } from "@pulumi/aws/cloudwatch/dashboard";
import { planAlarms } from "./internal/alarm-catalogue";
import type { AlarmRules } from "./internal/alarm-definition";
import type { CustomMetrics } from "./internal/custom-metric";
import { boardBody } from "./internal/dashboard-board";
import type { Board } from "./internal/dashboard-board";
import { dashboardBody } from "./internal/dashboard-body";
import type { MonitoredTarget } from "./internal/monitored-target";
import { physicalName } from "./internal/names";

export interface DashboardArgs {
  /** Name of the dashboard, `<system>-<environment>`, and beginning of the others'. Changing this replaces them. */
  namePrefix: string;
  /** The account of the alarms. */
  accountId: string;
  /** The region of the metrics. */
  region: string;
  /** What exists: the same list that the alarms are derived from. */
  targets: readonly MonitoredTarget[];
  /** Alarm -> level -> limit and channels: the limits are drawn across the graphs. */
  rules: AlarmRules;
  /** Name -> what else is measured. @default - nothing */
  metrics?: CustomMetrics;
  /** Name -> a dashboard besides the derived one. Changing a name replaces its dashboard. @default - none */
  boards?: Readonly<Record<string, Board>>;
  /** Where docs/runbooks can be read. */
  runbookBaseUrl: string;
}

/**
 * A CloudWatch dashboard that is derived from the alarms, the state of each and its metric with its limits drawn across,
 * and the dashboards that the stack describes.
 *
 * They stand in for a Grafana of our own. People reach them through the console with their own IAM identity, so nothing
 * listens on ports 3000 or 9090, nothing needs patching, and they show exactly what the alarms judge. A Grafana elsewhere
 * may read the same metrics and the Prometheus workspace by an IAM role.
 * Cost: three dashboards are free, 3 USD a month for each further one. https://aws.amazon.com/cloudwatch/pricing/
 */
export class Dashboard extends pulumi.ComponentResource {
  /** The name to look for in the console. */
  public readonly dashboardName: pulumi.Output<string>;
  /** Name of a board -> the name to look for. */
  public readonly boardNames: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:dashboard:Dashboard", name, {}, opts);
    const { accountId, metrics = {}, boards = {}, region, targets } = args;
    const alarms = planAlarms(args);

    const dashboard = new CloudWatchDashboard(
      `${name}-overview`,
      {
        dashboardName: physicalName("dashboard", args.namePrefix),
        dashboardBody: pulumi.jsonStringify(dashboardBody(alarms, region, accountId)),
      },
      { parent: this },
    );

    this.boardNames = Object.fromEntries(
      Object.entries(boards).map(([board, description]) => [
        board,
        new CloudWatchDashboard(
          `${name}-${board}`,
          {
            dashboardName: physicalName("dashboard", args.namePrefix, board),
            dashboardBody: pulumi.jsonStringify(boardBody(description, { alarms, metrics, targets }, region, accountId)),
          },
          { parent: this },
        ).dashboardName,
      ]),
    );
    this.dashboardName = dashboard.dashboardName;

    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}
