import { strict as assert } from "node:assert";
import { OutOfMemory } from "../../components/out-of-memory";
import { build } from "../helpers/graph";

const make = (topicArns: readonly string[]) =>
  build(
    () =>
      new OutOfMemory("out-of-memory", {
        clusterArn: "arn:cluster",
        namePrefix: "shop-production",
        runbookBaseUrl: "https://runbooks.example.org",
        topicArns,
      }),
  );

describe("OutOfMemory", () => {
  it("hears of a container of a service that was killed for its memory, and of no job", async () => {
    const graph = await make(["arn:topic:operations"]);
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/eventRule:EventRule out-of-memory-stopped",
      "aws:cloudwatch/eventTarget:EventTarget out-of-memory-topic-0",
      "groundwork:out-of-memory:OutOfMemory out-of-memory",
    ]);
    assert.deepEqual(JSON.parse(String(graph.one("aws:cloudwatch/eventRule:EventRule").inputs.eventPattern)).detail, {
      clusterArn: ["arn:cluster"],
      group: [{ prefix: "service:" }],
      lastStatus: ["STOPPED"],
      containers: { reason: [{ prefix: "OutOfMemoryError" }] },
    });
  });

  it("tells each topic which service and where to read on", async () => {
    const targets = (await make(["arn:topic:a", "arn:topic:b"])).all("aws:cloudwatch/eventTarget:EventTarget");
    assert.deepEqual(targets.map(({ inputs }) => inputs.arn), ["arn:topic:a", "arn:topic:b"]);
    assert.deepEqual(targets[0]?.inputs.inputTransformer, {
      inputPaths: { service: "$.detail.group", task: "$.detail.taskArn" },
      inputTemplate:
        '"shop-production: a task of <service> ran out of memory and was killed; ECS starts another. The task was <task>. Runbook: https://runbooks.example.org/task-out-of-memory.md"',
    });
  });

  it("refuses to tell nobody, or more than a rule can", async () => {
    await assert.rejects(make([]), { message: "out of memory: expected 1 to 5 topics, got 0" });
    await assert.rejects(make(["1", "2", "3", "4", "5", "6"]), { message: "out of memory: expected 1 to 5 topics, got 6" });
  });
});
