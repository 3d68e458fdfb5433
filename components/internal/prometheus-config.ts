/** Who is told of an alert, and after how long. */
export interface PrometheusAlert {
  /** How long it must hold. */
  readonly minutes: number;
  /** Names of groundwork:channels. */
  readonly channels: readonly string[];
}

/** The alerts that Prometheus judges. Each has a runbook, docs/runbooks/<key>.md. */
export interface PrometheusAlerts {
  readonly "scrape-failed": PrometheusAlert;
  readonly "database-unreachable": PrometheusAlert;
  /** Only where the monitoring user sees other users' sessions; without pg_monitor it could never fire. */
  readonly "idle-transactions": (PrometheusAlert & { readonly maxSessions: number }) | undefined;
}

export const PROMETHEUS_ALERT_KEYS: readonly (keyof PrometheusAlerts)[] = [
  "scrape-failed",
  "database-unreachable",
  "idle-transactions",
];

/** A service that offers metrics. */
export interface ScrapeTarget {
  /** Name of the service, the label `job`. */
  readonly job: string;
  /** A name that resolves to the address of each of its tasks, one A record per task. */
  readonly dnsName: string;
  readonly port: number;
  /** Path of the metrics, `/metrics`. */
  readonly path: string;
}

/** The alerts with their expressions, in a fixed order; an alert that can't fire is left out. */
function alertRules(alerts: PrometheusAlerts) {
  const idle = alerts["idle-transactions"];
  return [
    {
      key: "scrape-failed" as const,
      ...alerts["scrape-failed"],
      expression: "up == 0",
      summary: "The metrics of a task of {{ $labels.job }} can't be read.",
    },
    {
      key: "database-unreachable" as const,
      ...alerts["database-unreachable"],
      // A query that fails reports nothing, and so does a collector that is gone: absence is the signal.
      expression: "absent(pg_up)",
      summary: "The monitoring user can't query the database, or the collector is gone.",
    },
    ...(idle === undefined
      ? []
      : [
          {
            key: "idle-transactions" as const,
            ...idle,
            expression: `sum(pg_connections{state=~"idle in transaction.*"}) > ${idle.maxSessions}`,
            summary: "{{ $value }} sessions sit idle in a transaction: they hold locks and keep VACUUM from cleaning.",
          },
        ]),
  ];
}

/** The channels that the alerts name, each once. */
export function alertChannels(alerts: PrometheusAlerts): readonly string[] {
  return [...new Set(alertRules(alerts).flatMap(({ channels }) => channels))];
}

/**
 * The rules file. JSON is YAML, and JSON has one form: the same rules are never a change.
 * https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
 */
export function rulesFile(alerts: PrometheusAlerts, runbookBaseUrl: string): string {
  return json({
    groups: [
      {
        name: "alerts",
        interval: "1m",
        rules: alertRules(alerts).map(({ key, expression, minutes, summary }) => ({
          alert: key,
          expr: expression,
          for: `${minutes}m`,
          annotations: { summary, runbook_url: `${runbookBaseUrl}/${key}.md` },
        })),
      },
      {
        name: "recorded",
        interval: "1m",
        rules: [{ record: "database:connections:by_state", expr: "sum by (state) (pg_connections)" }],
      },
    ],
  });
}

/**
 * The alert manager's configuration: a receiver for each alert, which publishes to the topics of that alert's channels.
 * https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-config.html
 */
export function alertManagerDefinition(
  alerts: PrometheusAlerts,
  topicArns: Readonly<Record<string, string>>,
  region: string,
): string {
  const rules = alertRules(alerts);
  const configuration = json({
    route: {
      // Every alert has a route of its own below; the root needs a receiver all the same.
      receiver: "database-unreachable",
      group_by: ["alertname", "job"],
      group_wait: "30s",
      group_interval: "5m",
      // The service repeats at least every five days; four hours is Prometheus's own default.
      repeat_interval: "4h",
      routes: rules.map(({ key }) => ({ receiver: key, matchers: [`alertname="${key}"`] })),
    },
    receivers: rules.map(({ key, channels }) => ({
      name: key,
      sns_configs: channels.map((channel) => ({
        topic_arn: topicArns[channel],
        sigv4: { region },
        // A subject has at most 100 characters, all ASCII.
        subject: `{{ .Status }}: ${key}`,
      })),
    })),
  });
  return `alertmanager_config: |\n${configuration.replaceAll(/^/gm, "  ")}\n`;
}

/**
 * The configuration of the OpenTelemetry collector: it reads the services' metrics, asks the database three questions as
 * the monitoring user, and writes all to the workspace, signed with the task's own role.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/sqlqueryreceiver
 */
export function collectorConfig(config: {
  readonly region: string;
  /** The workspace's endpoint, which ends in a slash. */
  readonly endpoint: string;
  readonly scrapeIntervalSeconds: number;
  readonly targets: readonly ScrapeTarget[];
}): string {
  const interval = `${config.scrapeIntervalSeconds}s`;
  const gauge = (name: string, description: string, attributes: readonly string[] = []) => ({
    metric_name: name,
    value_column: "value",
    data_type: "gauge",
    value_type: "int",
    description,
    ...(attributes.length === 0 ? {} : { attribute_columns: attributes }),
  });
  const receivers = {
    prometheus: {
      config: {
        global: { scrape_interval: interval, scrape_timeout: "10s" },
        scrape_configs: config.targets.map(({ job, dnsName, port, path }) => ({
          job_name: job,
          metrics_path: path,
          dns_sd_configs: [{ names: [dnsName], type: "A", port, refresh_interval: "30s" }],
        })),
      },
    },
    sqlquery: {
      driver: "postgres",
      datasource: "${env:DATABASE_URL}",
      collection_interval: interval,
      queries: [
        { sql: "SELECT 1 AS value", metrics: [gauge("pg_up", "1 while the monitoring user can query.")] },
        {
          // Without pg_monitor the state of other users' sessions is NULL, and a NULL is an error to the receiver.
          sql: "SELECT coalesce(state, 'hidden') AS state, count(*) AS value FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1",
          metrics: [gauge("pg_connections", "Connections by state.", ["state"])],
        },
        {
          sql: "SELECT pg_database_size(current_database()) AS value",
          metrics: [gauge("pg_database_size_bytes", "Size of the database.")],
        },
      ],
    },
  };
  // A Prometheus receiver without a target refuses to start.
  const inUse = config.targets.length === 0 ? { sqlquery: receivers.sqlquery } : receivers;
  return JSON.stringify({
    extensions: { sigv4auth: { region: config.region, service: "aps" } },
    receivers: inUse,
    processors: {
      memory_limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 20 },
      batch: { timeout: "10s" },
    },
    exporters: {
      prometheusremotewrite: {
        endpoint: `${config.endpoint}api/v1/remote_write`,
        auth: { authenticator: "sigv4auth" },
        // The names above are what the rules ask for; the exporter would add units to them.
        add_metric_suffixes: false,
      },
    },
    service: {
      extensions: ["sigv4auth"],
      pipelines: {
        metrics: {
          receivers: Object.keys(inUse),
          processors: ["memory_limiter", "batch"],
          exporters: ["prometheusremotewrite"],
        },
      },
    },
  });
}

function json(value: object): string {
  return JSON.stringify(value, undefined, 2);
}
