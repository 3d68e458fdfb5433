import { strict as assert } from "node:assert";
import { OneOffTask } from "../../components/one-off-task";
import { build } from "../helpers/graph";
import { valueOf } from "../helpers/outputs";
import { placement, runbookBaseUrl, taskArgs, topicArn } from "../helpers/task-args";

const args = { ...taskArgs, ...placement, taskName: "migrate", healthCheck: undefined, runbookBaseUrl, failureTopicArns: [topicArn] };

describe("OneOffTask", () => {
  it("is a task whose failures are reported, and nothing that starts it", async () => {
    const graph = await build(() => new OneOffTask("migrate", args));
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/eventRule:EventRule migrate-failures-stopped",
      "aws:cloudwatch/eventTarget:EventTarget migrate-failures-topic-0",
      "aws:cloudwatch/logGroup:LogGroup migrate-task-log",
      "aws:ecs/taskDefinition:TaskDefinition migrate-task-definition",
      "aws:iam/role:Role migrate-task-execution",
      "aws:iam/role:Role migrate-task-task",
      "aws:iam/rolePolicy:RolePolicy migrate-task-execution",
      "groundwork:one-off-task:OneOffTask migrate",
    ]);
  });

  it("loses no line of its log", async () => {
    const graph = await build(() => new OneOffTask("migrate", args));
    const { inputs } = graph.one("aws:ecs/taskDefinition:TaskDefinition");
    assert.match(String(inputs.containerDefinitions), /"mode":"blocking"/);
  });

  it("says the command that starts it in the private network", async () => {
    const commands: Promise<string>[] = [];
    await build(() => {
      commands.push(valueOf(new OneOffTask("migrate", args).runCommand));
    });
    const [command] = await Promise.all(commands);
    assert.match(
      command ?? "",
      /^aws ecs run-task --region eu-central-1 --cluster arn:aws:ecs:eu-central-1:123456789012:cluster\/scholarship-production --task-definition \S+ --launch-type FARGATE --platform-version 1\.4\.0 --network-configuration '\{"awsvpcConfiguration":\{"subnets":\["subnet-a","subnet-b"\],"securityGroups":\["sg-backend"\],"assignPublicIp":"DISABLED"\}\}'$/,
    );
  });
});
