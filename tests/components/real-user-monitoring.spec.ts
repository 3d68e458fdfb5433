import { strict as assert } from "node:assert";
import { RealUserMonitoring } from "../../components/real-user-monitoring";
import type { RealUserMonitoringArgs } from "../../components/real-user-monitoring";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const topicArns = ["arn:aws:sns:eu-central-1:123456789012:webapp-production-operations"];
const args: RealUserMonitoringArgs = {
  namePrefix: "webapp-production",
  accountId: "123456789012",
  region: "eu-central-1",
  domains: ["app.example.org"],
  sampleRatePercent: 25,
  allowCookies: false,
  alarms: { "largest-contentful-paint": { limit: 2500, topicArns }, "script-errors": { limit: 20, topicArns } },
  runbookBaseUrl: "https://runbooks.example.org",
};

describe("RealUserMonitoring", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new RealUserMonitoring("browsers", args));
  });

  it("makes an app monitor, a pool of guests with their role, and an alarm for each limit", () => {
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/metricAlarm:MetricAlarm browsers-largest-contentful-paint",
      "aws:cloudwatch/metricAlarm:MetricAlarm browsers-script-errors",
      "aws:cognito/identityPool:IdentityPool browsers-guests",
      "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment browsers-guest",
      "aws:iam/role:Role browsers-guest",
      "aws:iam/rolePolicy:RolePolicy browsers-guest-reports",
      "aws:rum/appMonitor:AppMonitor browsers-monitor",
      "groundwork:real-user-monitoring:RealUserMonitoring browsers",
    ]);
  });

  it("lets guests report to this app monitor, and do nothing else", () => {
    const pool = graph.one("aws:cognito/identityPool:IdentityPool");
    assert.deepEqual(pool.inputs, { identityPoolName: "webapp-production", allowUnauthenticatedIdentities: true, allowClassicFlow: false });
    const role = graph.one("aws:iam/role:Role");
    const [statement] = JSON.parse(String(role.inputs.assumeRolePolicy)).Statement;
    assert.equal(statement.Condition.StringEquals["cognito-identity.amazonaws.com:aud"], pool.outputs.id);
    assert.deepEqual(JSON.parse(String(graph.one("aws:iam/rolePolicy:RolePolicy").inputs.policy)).Statement, [
      {
        Sid: "ReportEvents",
        Effect: "Allow",
        Action: ["rum:PutRumEvents"],
        Resource: ["arn:aws:rum:eu-central-1:123456789012:appmonitor/webapp-production"],
      },
    ]);
    assert.deepEqual(graph.one("aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment").inputs, {
      identityPoolId: pool.outputs.id,
      roles: { unauthenticated: role.outputs.arn },
    });
  });

  it("records load times, errors and requests of so many visits, of these hosts only, and copies nothing", () => {
    const { inputs } = graph.one("aws:rum/appMonitor:AppMonitor");
    assert.deepEqual(inputs, {
      name: "webapp-production",
      domainLists: ["app.example.org"],
      appMonitorConfiguration: {
        identityPoolId: graph.one("aws:cognito/identityPool:IdentityPool").outputs.id,
        sessionSampleRate: 0.25,
        allowCookies: false,
        telemetries: ["errors", "http", "performance"],
        enableXray: false,
      },
      customEvents: { status: "DISABLED" },
      cwLogEnabled: false,
    });
  });

  it("tells when a quarter of the visits was slower, in the metric's own unit", () => {
    assert.deepEqual(graph.one(ALARM, "browsers-largest-contentful-paint").inputs, {
      name: "webapp-production-browser-largest-contentful-paint",
      alarmDescription:
        "The largest element of a page appears late: p75 above 2500 ms for 15 minutes. Runbook: https://runbooks.example.org/web-vitals.md",
      namespace: "AWS/RUM",
      metricName: "WebVitalsLargestContentfulPaint",
      dimensions: { application_name: "webapp-production" },
      extendedStatistic: "p75",
      evaluateLowSampleCountPercentiles: "ignore",
      period: 300,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 2500,
      treatMissingData: "notBreaching",
      alarmActions: topicArns,
      okActions: topicArns,
    });
  });

  it("counts errors of scripts, which have no percentile", () => {
    const { inputs } = graph.one(ALARM, "browsers-script-errors");
    assert.deepEqual(
      [inputs.metricName, inputs.statistic, inputs.extendedStatistic, inputs.threshold],
      ["JsErrorCount", "Sum", undefined, 20],
    );
    assert.match(String(inputs.alarmDescription), /^Scripts fail in browsers: Sum above 20 errors for 15 minutes\. .*script-errors\.md$/);
  });

  it("watches nothing that has no limit", async () => {
    assert.deepEqual((await build(() => new RealUserMonitoring("browsers", { ...args, alarms: {} }))).all(ALARM), []);
  });

  it("knows AWS's metric for each of the limits", async () => {
    const alarm = { limit: 1, topicArns };
    const every = await build(
      () =>
        new RealUserMonitoring("browsers", {
          ...args,
          alarms: {
            "largest-contentful-paint": alarm, "first-input-delay": alarm, "interaction-to-next-paint": alarm,
            "cumulative-layout-shift": alarm, "page-load": alarm, "script-errors": alarm,
          },
        }),
    );
    assert.deepEqual(every.all(ALARM).map(({ inputs }) => inputs.metricName), [
      "WebVitalsLargestContentfulPaint",
      "WebVitalsFirstInputDelay",
      "WebVitalsInteractionToNextPaint",
      "WebVitalsCumulativeLayoutShift",
      "PerformanceNavigationDuration",
      "JsErrorCount",
    ]);
  });
});
