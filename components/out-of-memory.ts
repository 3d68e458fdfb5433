import * as pulumi from "@pulumi/pulumi";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";

export interface OutOfMemoryArgs {
  clusterArn: pulumi.Input<string>;
  /** `<system>-<environment>`. */
  namePrefix: string;
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
  /** SNS topics that are told, 1 to 5. Their policy and key must admit events.amazonaws.com. */
  topicArns: readonly pulumi.Input<string>[];
}

/**
 * Tells people when a task of a service was killed because it used more memory than it has: ECS replaces it without a word.
 *
 * Creates: an EventBridge rule and one target for each topic.
 * Jobs are not told of here: a job that stops badly brings its own message.
 * Cost: none, events of AWS services are free.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export class OutOfMemory extends pulumi.ComponentResource {
  public readonly ruleName: pulumi.Output<string>;

  constructor(name: string, args: OutOfMemoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:out-of-memory:OutOfMemory", name, {}, opts);
    // A rule has at most five targets. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
    if (args.topicArns.length < 1 || args.topicArns.length > 5) {
      throw new Error(`out of memory: expected 1 to 5 topics, got ${args.topicArns.length}`);
    }

    const rule = new EventRule(
      `${name}-stopped`,
      {
        description: `${args.namePrefix}: a task of a service was killed for its memory`,
        eventPattern: pulumi.jsonStringify({
          source: ["aws.ecs"],
          "detail-type": ["ECS Task State Change"],
          detail: {
            clusterArn: [args.clusterArn],
            group: [{ prefix: "service:" }],
            lastStatus: ["STOPPED"],
            // The whole reason: "OutOfMemoryError: Container killed due to memory usage".
            containers: { reason: [{ prefix: "OutOfMemoryError" }] },
          },
        }),
      },
      { parent: this },
    );

    const runbook = `Runbook: ${args.runbookBaseUrl}/task-out-of-memory.md`;
    for (const [index, arn] of args.topicArns.entries()) {
      new EventTarget(
        `${name}-topic-${index}`,
        {
          rule: rule.name,
          arn,
          inputTransformer: {
            inputPaths: { service: "$.detail.group", task: "$.detail.taskArn" },
            inputTemplate: `"${args.namePrefix}: a task of <service> ran out of memory and was killed; ECS starts another. The task was <task>. ${runbook}"`,
          },
        },
        { parent: this },
      );
    }

    this.ruleName = rule.name;
    this.registerOutputs({ ruleName: this.ruleName });
  }
}
