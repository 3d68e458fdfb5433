import { physicalName } from "./names";
import type { PolicyStatement } from "./policy-document";

/** The log group that records shell sessions, one for a cluster. */
export function shellLogGroupName(namePrefix: string): string {
  return physicalName("logGroup", `/${namePrefix}/shell-sessions`);
}

/**
 * The agent of a shell session writes here; with a read-only root file system it can't start otherwise.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-considerations
 */
export const SHELL_WRITABLE_PATHS: readonly string[] = ["/var/lib/amazon", "/var/log/amazon"];

/** What the task role needs so that a person can open a shell in the container and the session is recorded. */
export function shellStatements(args: { namePrefix: string; accountId: string; region: string }): readonly PolicyStatement[] {
  return [
    {
      // These actions know no resource.
      // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
      sid: "OpenShellChannels",
      actions: [
        "logs:DescribeLogGroups",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      resources: ["*"],
    },
    {
      sid: "RecordShellSessions",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [`arn:aws:logs:${args.region}:${args.accountId}:log-group:${shellLogGroupName(args.namePrefix)}:*`],
    },
  ];
}
