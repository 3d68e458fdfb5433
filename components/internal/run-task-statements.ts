import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "./policy-document";

interface RunTaskNeeds {
  readonly accountId: string;
  readonly region: string;
  readonly clusterArn: pulumi.Input<string>;
  readonly family: string;
  /** The task's own roles, which the caller hands over. */
  readonly roleArns: readonly pulumi.Input<string>[];
  readonly deadLetterQueueArn: pulumi.Input<string>;
}

/** What a scheduler needs to start one family in one cluster. */
export function runTaskStatements(needs: RunTaskNeeds): readonly PolicyStatement[] {
  const prefix = `arn:aws:ecs:${needs.region}:${needs.accountId}`;
  const tasks = pulumi.output(needs.clusterArn).apply((arn) => `${arn.replace(":cluster/", ":task/")}/*`);
  return [
    {
      sid: "RunThisFamily",
      actions: ["ecs:RunTask"],
      resources: [`${prefix}:task-definition/${needs.family}:*`],
      conditions: { ArnEquals: { "ecs:cluster": [needs.clusterArn] } },
    },
    {
      // The tags that the task takes over from its definition.
      sid: "TagWhatItRuns",
      actions: ["ecs:TagResource"],
      resources: [tasks],
      conditions: { StringEquals: { "ecs:CreateAction": ["RunTask"] } },
    },
    {
      sid: "HandOverTaskRoles",
      actions: ["iam:PassRole"],
      resources: needs.roleArns,
      conditions: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } },
    },
    { sid: "KeepFailedStarts", actions: ["sqs:SendMessage"], resources: [needs.deadLetterQueueArn] },
  ];
}
