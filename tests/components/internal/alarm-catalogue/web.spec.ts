import { strict as assert } from "node:assert";
import { availability, LOAD_BALANCER_ALARMS, TARGET_GROUP_ALARMS } from "../../../../components/internal/alarm-catalogue/web";
import type { AlarmRule, Expression, Metric } from "../../../../components/internal/alarm-definition";
import { alarmTable } from "../../../helpers/alarm-table";
import { TARGETS } from "../../../helpers/monitoring";

const expressionOf = (signal: Expression | Metric | undefined) =>
  signal !== undefined && "expression" in signal ? signal.expression : undefined;
const rule: AlarmRule = { limit: 1, minRequestsPerMinute: 20, channels: ["operations"] };

describe("the alarms of the web", () => {
  it("watch the load balancer's own errors, and over a day the share of all that was answered", () => {
    assert.deepEqual(alarmTable("load-balancer"), [
      "load-balancer-errors-critical: AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum {LoadBalancer=app/web/1} / AWS/ApplicationELB RequestCount Sum {LoadBalancer=app/web/1} above 1, 10 of 10 x 60 s, silence notBreaching",
      "availability-high: AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum {LoadBalancer=app/web/1} / AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum {LoadBalancer=app/web/1} / AWS/ApplicationELB RequestCount Sum {LoadBalancer=app/web/1} below 99.9, 1 of 1 x 86400 s, silence notBreaching",
    ]);
  });

  it("watch each target group, its latency in the seconds that AWS counts", () => {
    const group = "{LoadBalancer=app/web/1, TargetGroup=targetgroup/backend/1}";
    assert.deepEqual(alarmTable("target-group"), [
      `unhealthy-targets-warning: AWS/ApplicationELB UnHealthyHostCount Maximum ${group} above 0, 5 of 5 x 60 s, silence notBreaching`,
      `few-healthy-targets-critical: AWS/ApplicationELB HealthyHostCount Minimum ${group} below 1, 5 of 5 x 60 s, silence breaching`,
      `target-errors-critical: AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum ${group} / AWS/ApplicationELB RequestCount Sum ${group} above 2, 10 of 10 x 60 s, silence notBreaching`,
      `target-latency-warning: AWS/ApplicationELB TargetResponseTime p95 ${group} above 2, 3 of 3 x 60 s, silence notBreaching`,
    ]);
  });

  it("watch the certificate, which says no more once it has expired", () => {
    assert.deepEqual(alarmTable("certificate"), [
      "certificate-expiry-warning: AWS/CertificateManager DaysToExpiry Minimum {CertificateArn=arn:certificate} below 21, 1 of 1 x 86400 s, silence breaching",
    ]);
  });

  it("neither divide by zero nor take a few requests at night for an outage", () => {
    const [, , errors] = TARGET_GROUP_ALARMS;
    const expression = (minRequestsPerMinute: number) => expressionOf(errors?.signal(TARGETS["target-group"], { ...rule, minRequestsPerMinute }));
    assert.equal(expression(20), "IF(requests > 19, 100 * FILL(errors, 0) / (requests), 0)");
    assert.equal(expression(0), "IF(requests > 0, 100 * FILL(errors, 0) / (requests), 0)");
  });

  it("count requests that found no target among the load balancer's, for RequestCount leaves them out", () => {
    assert.equal(
      expressionOf(LOAD_BALANCER_ALARMS[0].signal(TARGETS["load-balancer"], rule)),
      "IF(FILL(requests, 0) + FILL(errors, 0) > 19, 100 * FILL(errors, 0) / (FILL(requests, 0) + FILL(errors, 0)), 0)",
    );
  });

  it("count the answered of all requests, and take no requests for none that failed", () => {
    assert.equal(
      expressionOf(availability(TARGETS["load-balancer"])),
      "IF(FILL(requests, 0) + FILL(refused, 0) > 0, 100 - 100 * (FILL(refused, 0) + FILL(errors, 0)) / (FILL(requests, 0) + FILL(refused, 0)), 100)",
    );
  });

  it("watch the statistic of the response time that the level names", () => {
    const latency = TARGET_GROUP_ALARMS.find(({ key }) => key === "target-latency");
    const statistic = (name: "Average" | "p99") => latency?.signal(TARGETS["target-group"], { ...rule, statistic: name });
    for (const name of ["Average", "p99"] as const) {
      const signal = statistic(name);
      assert.equal(signal !== undefined && "statistic" in signal ? signal.statistic : undefined, name);
    }
  });
});
