import * as pulumi from "@pulumi/pulumi";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";

export interface TaskFailuresArgs {
  accountId: string;
  region: string;
  clusterArn: pulumi.Input<string>;
  /** The task definition's family; every revision of it is watched. */
  family: string;
  logGroupName: pulumi.Input<string>;
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
  /** SNS topics that are told, 1 to 5. Their policy and key must admit events.amazonaws.com. */
  failureTopicArns: readonly pulumi.Input<string>[];
}

/**
 * Tells people when a task of a family stops in any other way than by ending well.
 *
 * Creates: an EventBridge rule and one target for each topic.
 * Guarantees: an exit code other than 0, a start that failed, a task that was killed: each is one message with its reason.
 * Cost: none, events of AWS services are free.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export function reportTaskFailures(parent: pulumi.Resource, name: string, args: TaskFailuresArgs): void {
  // A rule has at most five targets. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  if (args.failureTopicArns.length < 1 || args.failureTopicArns.length > 5) {
    throw new Error(`task ${args.family}: expected 1 to 5 failure topics, got ${args.failureTopicArns.length}`);
  }

  const rule = new EventRule(
    `${name}-stopped`,
    {
      description: `${args.family}: a task stopped without having ended well`,
      eventPattern: pulumi.jsonStringify({
        source: ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        detail: {
          clusterArn: [args.clusterArn],
          taskDefinitionArn: [
            { prefix: `arn:aws:ecs:${args.region}:${args.accountId}:task-definition/${args.family}:` },
          ],
          lastStatus: ["STOPPED"],
          // A task that never started has no exit code; one that was stopped may have ended with 0.
          $or: [
            { containers: { exitCode: [{ "anything-but": [0] }] } },
            { stopCode: [{ "anything-but": ["EssentialContainerExited"] }] },
          ],
        },
      }),
    },
    { parent },
  );

  const place = pulumi.interpolate`Its log is in ${args.logGroupName}; the task was <task>.`;
  const runbook = `Runbook: ${args.runbookBaseUrl}/job-failed.md`;
  for (const [index, topicArn] of args.failureTopicArns.entries()) {
    new EventTarget(
      `${name}-topic-${index}`,
      {
        rule: rule.name,
        arn: topicArn,
        inputTransformer: {
          inputPaths: { code: "$.detail.stopCode", reason: "$.detail.stoppedReason", task: "$.detail.taskArn" },
          inputTemplate: pulumi.interpolate`"The job ${args.family} failed: <reason> (<code>). ${place} ${runbook}"`,
        },
      },
      { parent },
    );
  }
}
