import { strict as assert } from "node:assert";
import { stackGraph } from "../helpers/stacks";
import type { RegisteredResource } from "../../rehearsal/plan/record";

const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const QUERY = "aws:cloudwatch/queryDefinition:QueryDefinition";
const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";

describe("observability of the reference topology", () => {
  let resources: readonly RegisteredResource[];
  before(async () => {
    ({ resources } = await stackGraph(undefined, "production"));
  });
  const named = (type: string, pattern: RegExp) => resources.filter((resource) => resource.type === type && pattern.test(resource.name));
  const inputs = (type: string, name: string) => {
    const found = resources.find((resource) => resource.type === type && resource.name === name);
    assert.ok(found !== undefined, `no ${type} ${name}`);
    return found.inputs;
  };

  it("reads PostgreSQL's own log of the primary and of each replica into one metric", () => {
    assert.deepEqual(named(FILTER, /-slow-queries-/).map(({ inputs: { logGroupName } }) => logGroupName), [
      "/aws/rds/instance/reference-production-database/postgresql",
      "/aws/rds/instance/reference-production-database-replica-1/postgresql",
      "/aws/rds/instance/reference-production-database-replica-2/postgresql",
    ]);
  });

  it("watches what a log counts, what the application publishes, what AWS publishes and what is computed", () => {
    const watched = ["failed-sign-ins-warning", "queue-depth-critical", "blocked-requests-notice"].map((id) => {
      const { namespace, metricName, dimensions } = inputs(ALARM, `alarms-${id}`);
      return [namespace, metricName, dimensions];
    });
    assert.deepEqual(watched, [
      ["reference/production", "FailedSignIns", {}],
      ["Groundwork/Queues", "WaitingJobs", { System: "reference-production", Queue: "documents" }],
      ["AWS/WAFV2", "BlockedRequests", { WebACL: "reference-production", Region: "eu-central-1", Rule: "ALL" }],
    ]);
    const { metricQueries } = inputs(ALARM, "alarms-job-success-warning");
    assert.ok(Array.isArray(metricQueries));
    assert.deepEqual(metricQueries.map((query) => query.id), ["rate", "done", "failed"]);
    assert.deepEqual(metricQueries[1].metric, {
      namespace: "reference/production", metricName: "JobsDone", dimensions: {}, stat: "Sum", period: 3600,
    });
  });

  it("asks the logs of services and of deployments", () => {
    const { logGroupNames } = inputs(QUERY, "queries-errors");
    assert.ok(Array.isArray(logGroupNames));
    // Of a service that is rolled out by weights, the logs of both versions.
    assert.equal(logGroupNames.at(-1), "/reference-production/worker");
    assert.ok(logGroupNames.length > 1 && logGroupNames.slice(0, -1).every((name) => name.startsWith("/reference-production/api")));
    assert.deepEqual(inputs(QUERY, "queries-failed-deployments").logGroupNames, ["/aws/events/reference-production-deployments"]);
  });

  it("shows deployments and answers to saved queries on the boards", () => {
    const body = JSON.parse(String(inputs(DASHBOARD, "dashboard-operations").dashboardBody));
    const queries = body.widgets.filter(({ type }: { type: string }) => type === "log").map(({ properties }: { properties: { query: string } }) => properties.query);
    assert.equal(queries.length, 2);
    assert.match(queries[0], /^SOURCE '\/aws\/events\/reference-production-deployments' \| fields /);
    assert.match(queries[1], /^SOURCE '\/reference-production\/api.* \| SOURCE '\/reference-production\/worker' \| fields /);
  });
});
