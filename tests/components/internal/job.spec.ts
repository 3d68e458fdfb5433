import { strict as assert } from "node:assert";
import { createJob } from "../../../components/internal/job";
import type { JobArgs } from "../../../components/internal/job";
import { build } from "../../helpers/graph";
import { valueOf } from "../../helpers/outputs";
import { parentComponent } from "../../helpers/parent";
import { placement, taskArgs, topicArn } from "../../helpers/task-args";

const args: JobArgs = { ...taskArgs, ...placement, runbookBaseUrl: "https://runbooks.example.org", failureTopicArns: [topicArn] };
const logMode = async (change: Partial<JobArgs>) => {
  const graph = await build(() => createJob(parentComponent(), "migrate", { ...args, ...change }));
  const [container] = JSON.parse(String(graph.one("aws:ecs/taskDefinition:TaskDefinition").inputs.containerDefinitions));
  return container.logConfiguration.options.mode;
};

describe("createJob", () => {
  it("makes a task, and a rule that reports when it fails", async () => {
    const graph = await build(() => createJob(parentComponent(), "migrate", args));
    assert.equal(graph.one("aws:ecs/taskDefinition:TaskDefinition").name, "migrate-task-definition");
    assert.equal(graph.one("aws:cloudwatch/eventTarget:EventTarget").inputs.arn, topicArn);
  });

  it("loses no line of its log, unless it is told that speed matters more", async () => {
    assert.equal(await logMode({}), "blocking");
    assert.equal(await logMode({ losslessLogs: false }), "non-blocking");
  });

  it("hands out the command that starts it where it belongs, on spot where that was asked for", async () => {
    let commands: readonly string[] = [];
    await build(async () => {
      const started = [createJob(parentComponent(), "migrate", args), createJob(parentComponent(), "purge", { ...args, capacity: "spot" })];
      commands = await Promise.all(started.map(({ runCommand }) => valueOf(runCommand)));
    });
    const [onDemand = "", spot = ""] = commands;
    assert.ok(onDemand.includes("subnet-a") && onDemand.includes("sg-backend") && onDemand.includes("--launch-type FARGATE"), onDemand);
    assert.ok(spot.includes("FARGATE_SPOT"), spot);
  });
});
