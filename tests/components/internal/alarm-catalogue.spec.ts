import { strict as assert } from "node:assert";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ALARM_KEYS, CUSTOM_METRIC_RUNBOOK, planAlarms } from "../../../components/internal/alarm-catalogue";
import type { CustomMetric } from "../../../components/internal/custom-metric";
import { PROMETHEUS_ALERT_KEYS } from "../../../components/internal/prometheus-config";
import { PLAN, RULES, TARGETS } from "../../helpers/monitoring";
import { ROOT } from "../../helpers/source";

const alarms = planAlarms(PLAN);
const RUNBOOKS = join(ROOT, "docs/runbooks");

describe("planAlarms", () => {
  it("derives from each kind of target exactly the alarms of that kind", () => {
    const keys = (kind: string) => alarms.filter((alarm) => alarm.kind === kind).map(({ key }) => key);
    assert.deepEqual(
      Object.keys(TARGETS).map((kind) => [kind, keys(kind)]),
      [
        ["load-balancer", ["load-balancer-errors", "availability"]],
        ["target-group", ["unhealthy-targets", "few-healthy-targets", "target-errors", "target-latency"]],
        ["service", ["task-cpu", "task-memory", "few-tasks"]],
        ["database", ["database-cpu", "database-connections", "database-storage", "database-memory"]],
        [
          "database-replica",
          ["database-cpu", "database-connections", "database-storage", "database-memory", "replica-lag"],
        ],
        ["cache-node", ["cache-cpu", "cache-memory", "cache-evictions", "cache-replication-lag"]],
        ["backup-vault", ["backup-failed", "backup-missing", "backup-copy-failed"]],
        ["certificate", ["certificate-expiry"]],
      ],
    );
  });

  it("watches copies only of a vault that copies", () => {
    const vault = { ...TARGETS["backup-vault"], copies: false };
    assert.deepEqual(
      planAlarms({ ...PLAN, targets: [vault] }).map(({ key }) => key),
      ["backup-failed", "backup-missing"],
    );
  });

  it("knows as many keys as there are rules", () => {
    assert.deepEqual([...ALARM_KEYS].sort(), Object.keys(RULES).sort());
  });

  it("names an alarm after system, environment, target and key", () => {
    assert.equal(alarms.find(({ key }) => key === "replica-lag")?.name, "scholarship-production-replica-1-replica-lag-warning");
  });

  it("tells whoever is woken what happened, where to look first and where to read on, in what CloudWatch takes", () => {
    const { description } = alarms.find(({ key }) => key === "backup-failed") ?? { description: "" };
    assert.equal(
      description,
      "backups: A backup job of the vault failed. First: Read the status message of the failed job. Runbook: https://runbooks.example.org/backup-failed.md",
    );
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    assert.deepEqual(alarms.filter((alarm) => alarm.description.length > 1024), []);
  });

  it("sends each alarm to the channels of its rule", () => {
    const rules = { ...RULES, "replica-lag": { warning: { limit: 60, channels: ["database", "on-call"] } } };
    const channels = planAlarms({ ...PLAN, rules }).find(({ key }) => key === "replica-lag")?.channels;
    assert.deepEqual(channels, ["database", "on-call"]);
  });

  it("asks CloudWatch only for periods and windows that it takes", () => {
    for (const { name, evaluation, warmUpMinutes } of alarms) {
      const { periodSeconds, periods, breaches } = evaluation;
      assert.equal(periodSeconds % 60, 0, name);
      assert.ok(breaches >= 1 && breaches <= periods, name);
      // A day at most, a week where a period has an hour or more.
      assert.ok(periodSeconds * periods <= (periodSeconds < 3600 ? 86_400 : 604_800), name);
      assert.ok(warmUpMinutes === undefined || warmUpMinutes <= 2880, name);
    }
  });

  it("gives an alarm that silence trips the time to hear its first word", () => {
    const silent = alarms.filter(({ missingData }) => missingData === "breaching");
    assert.deepEqual(silent.filter(({ warmUpMinutes }) => warmUpMinutes === undefined).map(({ name }) => name), []);
    assert.deepEqual([...new Set(silent.map(({ key }) => key))].sort(), [
      "backup-missing",
      "certificate-expiry",
      "database-storage",
      "few-healthy-targets",
      "few-tasks",
      "replica-lag",
    ]);
  });

  it("makes an alarm for each level of a key, worst first, whatever the order of the rule, and none for a key without", () => {
    const rules = {
      "task-memory": {
        notice: { limit: 60, forMinutes: 30, channels: ["email"] },
        critical: { limit: 90, forMinutes: 5, channels: ["pager", "sms"] },
      },
    };
    assert.deepEqual(
      planAlarms({ ...PLAN, targets: [TARGETS.service], rules }).map(({ name, level, threshold, evaluation, channels }) => [
        name, level, threshold, evaluation.periods, channels,
      ]),
      [
        ["scholarship-production-backend-task-memory-critical", "critical", 90, 5, ["pager", "sms"]],
        ["scholarship-production-backend-task-memory-notice", "notice", 60, 30, ["email"]],
      ],
    );
  });

  it("says how soon to act, where the stack promises it", () => {
    const [urgent] = planAlarms({ ...PLAN, targets: [TARGETS.certificate], responseMinutes: { warning: 240 } });
    assert.match(urgent?.description ?? "", /\. Severity warning: act within 240 minutes\. First: /);
  });

  describe("of a custom metric", () => {
    const metric: CustomMetric = {
      title: "Jobs that wait (count)",
      periodMinutes: 5,
      signal: { namespace: "Shop", metricName: "Waiting", dimensions: { Queue: "mail" }, statistic: "Maximum" },
      firstLook: "See whether the workers run.",
      alarms: {
        warning: { comparison: "at-or-above", limit: 1000, forMinutes: 30, missingData: "notBreaching", channels: ["email"] },
        critical: { comparison: "above", limit: 5000, forMinutes: 5, missingData: "breaching", channels: ["pager"] },
      },
    };
    const planned = planAlarms({ ...PLAN, targets: [], metrics: { "queue-depth": metric } });

    it("are as many as its levels, in its own period, unit and sense", () => {
      assert.deepEqual(
        planned.map(({ name, id, comparison, threshold, evaluation, missingData, warmUpMinutes, channels }) => [
          name, id, comparison, threshold, evaluation, missingData, warmUpMinutes, channels,
        ]),
        [
          ["scholarship-production-queue-depth-critical", "queue-depth-critical", "above", 5000, { periodSeconds: 300, periods: 1, breaches: 1 }, "breaching", 1440, ["pager"]],
          ["scholarship-production-queue-depth-warning", "queue-depth-warning", "at-or-above", 1000, { periodSeconds: 300, periods: 6, breaches: 6 }, "notBreaching", undefined, ["email"]],
        ],
      );
    });

    it("say what happened in the metric's own words, and lead to the page of all of them", () => {
      assert.equal(
        planned[1]?.description,
        "Jobs that wait (count) has been at or above 1000 for 30 minutes. First: See whether the workers run. Runbook: https://runbooks.example.org/custom-metric.md",
      );
    });

    it("are refused where one tells nobody, by the name of the setting", () => {
      const alarms = { notice: { comparison: "below", limit: 1, forMinutes: 5, missingData: "missing", channels: [] } } as const;
      assert.throws(() => planAlarms({ ...PLAN, metrics: { "queue-depth": { ...metric, alarms } } }), {
        message: 'groundwork:metrics["queue-depth"].alarms.notice.channels is empty: an alarm that tells nobody is no alarm',
      });
    });
  });

  it("refuses an alarm that tells nobody", () => {
    const rules = { ...RULES, "task-cpu": { warning: { limit: 85, channels: [] } } };
    assert.throws(() => planAlarms({ ...PLAN, rules }), {
      message: 'groundwork:alarms["task-cpu"].warning.channels is empty: an alarm that tells nobody is no alarm',
    });
  });

  it("refuses two targets whose alarms would have one name", () => {
    const targets = [TARGETS.service, TARGETS.service];
    assert.throws(() => planAlarms({ ...PLAN, targets }), {
      message: 'two monitored targets would both have the alarm "scholarship-production-backend-task-cpu-warning": name them apart',
    });
  });
});

describe("runbooks", () => {
  /** Alarms that a component brings along itself, not the catalogue. */
  const OWN = [
    "archive-late", "backups-not-proven", "call-failed", "database-security", "deployment-taken-back", "job-failed",
    "job-not-started", "page-load-slow", "probe-availability", "probe-failed", "probe-slow", "rotation-failed",
    "scaling-step", "script-errors", "secret-too-old", "security-finding", "task-out-of-memory", "web-vitals",
  ];
  const keys = [...ALARM_KEYS, ...PROMETHEUS_ALERT_KEYS, CUSTOM_METRIC_RUNBOOK, ...OWN];

  it("exist for every alarm", () => {
    assert.deepEqual(keys.filter((key) => !existsSync(join(RUNBOOKS, `${key}.md`))), []);
  });

  it("belong to an alarm, each of them; only the README does not", () => {
    const pages = readdirSync(RUNBOOKS).map((file) => file.replace(/\.md$/, ""));
    assert.deepEqual(pages.filter((page) => page !== "README" && !keys.some((key) => key === page)), []);
  });

  it("say under the same headings what it means, where to look and what to do, with commands to run", () => {
    for (const key of keys) {
      const text = readFileSync(join(RUNBOOKS, `${key}.md`), "utf8");
      const headings = text.split("\n").filter((line) => line.startsWith("#"));
      assert.deepEqual(headings, [`# ${key}`, "## What it means", "## First look", "## What to do"], key);
      assert.ok(text.includes("```sh") || text.includes("```sql"), `${key} has no command`);
    }
  });

  it("are listed in the README, each once", () => {
    const readme = readFileSync(join(RUNBOOKS, "README.md"), "utf8");
    for (const key of keys) assert.equal(readme.split(`(${key}.md)`).length, 2, key);
  });
});
