import * as pulumi from "@pulumi/pulumi";
import { Dashboard as CloudWatchDashboard } from "@pulumi/aws/cloudwatch/dashboard";
import { planAlarms } from "./internal/alarm-catalogue";
import type { AlarmRules } from "./internal/alarm-definition";
import { dashboardBody } from "./internal/dashboard-body";
import type { MonitoredTarget } from "./internal/monitored-target";
import { physicalName } from "./internal/names";

export interface DashboardArgs {
  /** Name of the dashboard, `<system>-<environment>`. Changing this replaces it. */
  namePrefix: string;
  /** The account of the alarms. */
  accountId: string;
  /** The region of the metrics. */
  region: string;
  /** What exists: the same list that the alarms are derived from. */
  targets: readonly MonitoredTarget[];
  /** Alarm -> limit and channels: the limits are drawn across the graphs. */
  rules: AlarmRules;
  /** Where docs/runbooks can be read. */
  runbookBaseUrl: string;
}

/**
 * One CloudWatch dashboard: the state of every alarm, and each alarm's metric with its limit drawn across.
 *
 * It stands in for a Grafana of our own. People reach it through the console with their own IAM identity, so nothing
 * listens on ports 3000 or 9090, nothing needs patching, and it shows exactly what the alarms judge. A Grafana elsewhere
 * may read the same metrics and the Prometheus workspace by an IAM role.
 */
export class Dashboard extends pulumi.ComponentResource {
  /** The name to look for in the console. */
  public readonly dashboardName: pulumi.Output<string>;

  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:dashboard:Dashboard", name, {}, opts);

    const dashboard = new CloudWatchDashboard(
      `${name}-overview`,
      {
        dashboardName: physicalName("dashboard", args.namePrefix),
        dashboardBody: pulumi
          .output([...planAlarms(args)])
          .apply((alarms) => dashboardBody(alarms, args.region, args.accountId)),
      },
      { parent: this },
    );
    this.dashboardName = dashboard.dashboardName;

    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}
