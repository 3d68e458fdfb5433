import { strict as assert } from "node:assert";
import { reportTaskFailures } from "../../../components/internal/task-failures";
import { build } from "../../helpers/graph";
import { parentComponent } from "../../helpers/parent";
import { placement, topicArn } from "../../helpers/task-args";

const make = (failureTopicArns: readonly string[]) =>
  build(
    () =>
      reportTaskFailures(parentComponent(), "failures", {
        accountId: "123456789012",
        region: "eu-central-1",
        clusterArn: placement.clusterArn,
        family: "scholarship-production-migrate",
        logGroupName: "/scholarship-production/migrate",
        runbookBaseUrl: "https://runbooks.example.org",
        failureTopicArns,
      }),
  );

describe("reportTaskFailures", () => {
  it("matches every end of the family but a good one", async () => {
    const { inputs } = (await make([topicArn])).one("aws:cloudwatch/eventRule:EventRule");
    assert.deepEqual(JSON.parse(String(inputs.eventPattern)), {
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: {
        clusterArn: ["arn:aws:ecs:eu-central-1:123456789012:cluster/scholarship-production"],
        taskDefinitionArn: [{ prefix: "arn:aws:ecs:eu-central-1:123456789012:task-definition/scholarship-production-migrate:" }],
        lastStatus: ["STOPPED"],
        $or: [
          { containers: { exitCode: [{ "anything-but": [0] }] } },
          { stopCode: [{ "anything-but": ["EssentialContainerExited"] }] },
        ],
      },
    });
  });

  it("tells each topic what failed, why, where the log is and what to do", async () => {
    const graph = await make([topicArn, `${topicArn}-2`]);
    const targets = graph.all("aws:cloudwatch/eventTarget:EventTarget");
    assert.deepEqual(targets.map(({ inputs }) => inputs.arn), [topicArn, `${topicArn}-2`]);
    assert.deepEqual(targets[0]?.inputs.inputTransformer, {
      inputPaths: { code: "$.detail.stopCode", reason: "$.detail.stoppedReason", task: "$.detail.taskArn" },
      inputTemplate:
        '"The job scholarship-production-migrate failed: <reason> (<code>). Its log is in /scholarship-production/migrate; the task was <task>. Runbook: https://runbooks.example.org/job-failed.md"',
    });
  });

  it("refuses to tell nobody, and more topics than a rule can have", async () => {
    await assert.rejects(make([]), /task scholarship-production-migrate: expected 1 to 5 failure topics, got 0/);
    await assert.rejects(make(Array.from({ length: 6 }, () => topicArn)), /expected 1 to 5 failure topics, got 6/);
  });
});
