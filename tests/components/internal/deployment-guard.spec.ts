import { strict as assert } from "node:assert";
import { createDeploymentGuard } from "../../../components/internal/deployment-guard";
import { build } from "../../helpers/graph";
import { parentComponent } from "../../helpers/parent";
import { topicArn } from "../../helpers/task-args";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

describe("createDeploymentGuard", () => {
  const make = () =>
    build(() => {
      createDeploymentGuard(parentComponent(), "guard", {
        namePrefix: "factory-production",
        limits: { errorPercent: 5, minimumRequests: 50, latencySeconds: 2, forMinutes: 3 },
        targetGroups: { "web-green": { arnSuffix: "targetgroup/web-green/1" } },
        loadBalancerArnSuffix: "app/site/1",
        runbookBaseUrl: "https://runbooks.example.org",
        topicArns: [topicArn],
      });
    });
  const dimensions = { LoadBalancer: "app/site/1", TargetGroup: "targetgroup/web-green/1" };

  it("looks at the errors of the one target group, where there were requests enough", async () => {
    const { inputs } = (await make()).one(ALARM, "guard-web-green-errors");
    const count = (metricName: string) => ({ namespace: "AWS/ApplicationELB", metricName, dimensions, stat: "Sum", period: 60 });
    assert.deepEqual(inputs, {
      name: "factory-production-web-green-deployment-errors",
      alarmDescription:
        "web-green answers more than 5 % of its requests with an error. ECS takes a deployment back that does it. Runbook: https://runbooks.example.org/deployment-taken-back.md",
      metricQueries: [
        { id: "errors", returnData: false, metric: count("HTTPCode_Target_5XX_Count") },
        { id: "requests", returnData: false, metric: count("RequestCount") },
        { id: "percent", label: "Errors (percent)", returnData: true, expression: "IF(requests > 49, 100 * FILL(errors, 0) / (requests), 0)" },
      ],
      threshold: 5,
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
  });

  it("looks at the slowest twentieth of its requests, in the seconds of the metric", async () => {
    const { inputs } = (await make()).one(ALARM, "guard-web-green-latency");
    assert.deepEqual(
      [inputs.name, inputs.metricName, inputs.dimensions, inputs.extendedStatistic, inputs.threshold, inputs.evaluateLowSampleCountPercentiles],
      ["factory-production-web-green-deployment-latency", "TargetResponseTime", dimensions, "p95", 2, "ignore"],
    );
  });
});
