import { strict as assert } from "node:assert";
import {
  alertChannels,
  alertManagerDefinition,
  collectorConfig,
  PROMETHEUS_ALERT_KEYS,
  rulesFile,
} from "../../../components/internal/prometheus-config";
import type { PrometheusAlerts } from "../../../components/internal/prometheus-config";
import { parse } from "yaml";

const alerts: PrometheusAlerts = {
  "scrape-failed": { minutes: 10, channels: ["operations"] },
  "database-unreachable": { minutes: 5, channels: ["database", "on-call"] },
  "idle-transactions": { minutes: 15, maxSessions: 3, channels: ["database"] },
};
const unseen: PrometheusAlerts = { ...alerts, "idle-transactions": undefined };
const topics = { operations: "arn:topic:operations", database: "arn:topic:database", "on-call": "arn:topic:on-call" };
const config = {
  region: "eu-central-1",
  endpoint: "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/",
  scrapeIntervalSeconds: 30,
  targets: [{ job: "backend", dnsName: "backend.scholarship.internal", port: 8000, path: "/metrics" }],
};

describe("rulesFile", () => {
  const rules = (of: PrometheusAlerts) => parse(rulesFile(of, "https://runbooks.example.org")).groups[0].rules;

  it("alerts on a task that can't be read, a database that does not answer and transactions left open", () => {
    assert.deepEqual(
      rules(alerts).map((rule: { alert: string; expr: string; for: string }) => [rule.alert, rule.expr, rule.for]),
      [
        ["scrape-failed", "up == 0", "10m"],
        ["database-unreachable", "absent(pg_up)", "5m"],
        ["idle-transactions", 'sum(pg_connections{state=~"idle in transaction.*"}) > 3', "15m"],
      ],
    );
  });

  it("links each alert to its runbook", () => {
    assert.equal(rules(alerts)[1].annotations.runbook_url, "https://runbooks.example.org/database-unreachable.md");
  });

  it("leaves out the alert that could never fire, since the monitoring user does not see other sessions", () => {
    assert.deepEqual(
      rules(unseen).map((rule: { alert: string }) => rule.alert),
      ["scrape-failed", "database-unreachable"],
    );
  });

  it("records the connections by state, as the document's query counts them", () => {
    const [, recorded] = parse(rulesFile(alerts, "https://runbooks.example.org")).groups;
    assert.deepEqual(recorded.rules, [{ record: "database:connections:by_state", expr: "sum by (state) (pg_connections)" }]);
  });
});

describe("alertManagerDefinition", () => {
  const definition = () => parse(parse(alertManagerDefinition(alerts, topics, "eu-central-1")).alertmanager_config);

  it("publishes each alert to the topics of its own channels", () => {
    const receivers = definition().receivers.map((receiver: { name: string; sns_configs: { topic_arn: string }[] }) => [
      receiver.name,
      receiver.sns_configs.map((sns) => sns.topic_arn),
    ]);
    assert.deepEqual(receivers, [
      ["scrape-failed", ["arn:topic:operations"]],
      ["database-unreachable", ["arn:topic:database", "arn:topic:on-call"]],
      ["idle-transactions", ["arn:topic:database"]],
    ]);
  });

  it("routes each alert by its name, and the root to a receiver that exists", () => {
    const { route, receivers } = definition();
    assert.deepEqual(route.routes, [
      { receiver: "scrape-failed", matchers: ['alertname="scrape-failed"'] },
      { receiver: "database-unreachable", matchers: ['alertname="database-unreachable"'] },
      { receiver: "idle-transactions", matchers: ['alertname="idle-transactions"'] },
    ]);
    assert.ok(receivers.some((receiver: { name: string }) => receiver.name === route.receiver));
  });

  it("writes a subject that SNS takes, also for the longest alert", () => {
    for (const { sns_configs } of definition().receivers) {
      // The status is "resolved" at its longest.
      const subject = sns_configs[0].subject.replace("{{ .Status }}", "resolved");
      assert.match(subject, /^[\x20-\x7e]{1,99}$/);
    }
  });
});

describe("alertChannels", () => {
  it("names each channel once, and none of an alert that is left out", () => {
    assert.deepEqual(alertChannels(alerts), ["operations", "database", "on-call"]);
    assert.deepEqual(alertChannels({ ...unseen, "database-unreachable": { minutes: 5, channels: ["operations"] } }), ["operations"]);
  });
});

describe("PROMETHEUS_ALERT_KEYS", () => {
  it("are the alerts that can be set", () => {
    assert.deepEqual([...PROMETHEUS_ALERT_KEYS], Object.keys(alerts));
  });
});

describe("collectorConfig", () => {
  const built = JSON.parse(collectorConfig(config));

  it("writes to the workspace, signed with the task's role", () => {
    assert.deepEqual(built.extensions, { sigv4auth: { region: "eu-central-1", service: "aps" } });
    assert.deepEqual(built.exporters.prometheusremotewrite, {
      endpoint: "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write",
      auth: { authenticator: "sigv4auth" },
      add_metric_suffixes: false,
    });
  });

  it("reads each task of a service by its DNS name", () => {
    assert.deepEqual(built.receivers.prometheus.config.scrape_configs, [
      {
        job_name: "backend",
        metrics_path: "/metrics",
        dns_sd_configs: [{ names: ["backend.scholarship.internal"], type: "A", port: 8000, refresh_interval: "30s" }],
      },
    ]);
    assert.equal(built.receivers.prometheus.config.global.scrape_interval, "30s");
  });

  it("asks the database as the monitoring user, whose address and password come from the secret alone", () => {
    assert.equal(built.receivers.sqlquery.datasource, "${env:DATABASE_URL}");
    assert.deepEqual(
      built.receivers.sqlquery.queries.map((query: { metrics: { metric_name: string }[] }) => query.metrics[0]?.metric_name),
      ["pg_up", "pg_connections", "pg_database_size_bytes"],
    );
  });

  it("starts without a service to read, with the database alone", () => {
    const alone = JSON.parse(collectorConfig({ ...config, targets: [] }));
    assert.deepEqual(Object.keys(alone.receivers), ["sqlquery"]);
    assert.deepEqual(alone.service.pipelines.metrics.receivers, ["sqlquery"]);
  });

  it("names in its pipeline only what it defines", () => {
    const { receivers, processors, exporters } = built.service.pipelines.metrics;
    assert.deepEqual(receivers, Object.keys(built.receivers));
    assert.deepEqual(processors, Object.keys(built.processors));
    assert.deepEqual(exporters, Object.keys(built.exporters));
    assert.deepEqual(built.service.extensions, Object.keys(built.extensions));
  });
});
