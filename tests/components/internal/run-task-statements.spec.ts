import { strict as assert } from "node:assert";
import { policyDocument } from "../../../components/internal/policy-document";
import { runTaskStatements } from "../../../components/internal/run-task-statements";
import { valueOf } from "../../helpers/outputs";
import { placement } from "../../helpers/task-args";

describe("run-task statements", () => {
  it("allow to start one family in one cluster, with its own roles only", async () => {
    const statements = runTaskStatements({
      accountId: "123456789012",
      region: "eu-central-1",
      clusterArn: placement.clusterArn,
      family: "scholarship-production-dump",
      roleArns: ["arn:task", "arn:execution"],
      deadLetterQueueArn: "arn:queue",
    });
    assert.deepEqual(JSON.parse(await valueOf(policyDocument(statements))).Statement, [
      {
        Sid: "RunThisFamily",
        Effect: "Allow",
        Action: ["ecs:RunTask"],
        Resource: ["arn:aws:ecs:eu-central-1:123456789012:task-definition/scholarship-production-dump:*"],
        Condition: { ArnEquals: { "ecs:cluster": ["arn:aws:ecs:eu-central-1:123456789012:cluster/scholarship-production"] } },
      },
      {
        Sid: "TagWhatItRuns",
        Effect: "Allow",
        Action: ["ecs:TagResource"],
        Resource: ["arn:aws:ecs:eu-central-1:123456789012:task/scholarship-production/*"],
        Condition: { StringEquals: { "ecs:CreateAction": ["RunTask"] } },
      },
      {
        Sid: "HandOverTaskRoles",
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Resource: ["arn:execution", "arn:task"],
        Condition: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } },
      },
      { Sid: "KeepFailedStarts", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: ["arn:queue"] },
    ]);
  });
});
