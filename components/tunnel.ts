import * as pulumi from "@pulumi/pulumi";
import { runTaskCommand } from "./internal/run-task-command";
import { SHELL_WRITABLE_PATHS, shellStatements } from "./internal/shell-access";
import { createTask } from "./internal/task";
import type { TaskArgs } from "./internal/task";

export interface TunnelArgs
  extends Pick<
    TaskArgs,
    "accountId" | "image" | "logKeyArn" | "logRetentionDays" | "namePrefix" | "region" | "secretsKeyArn"
  > {
  clusterArn: pulumi.Input<string>;
  /** Name of the same cluster. */
  clusterName: pulumi.Input<string>;
  /** Private subnets that the task may run in. */
  subnetIds: readonly pulumi.Input<string>[];
  /** What they let out decides what the tunnel reaches. */
  securityGroupIds: readonly pulumi.Input<string>[];
  /** Where the tunnel leads. */
  target: { host: pulumi.Input<string>; port: pulumi.Input<number> };
  /** The port on the machine that opens the tunnel, 1 to 65535. */
  localPort: number;
  /** Service -> where else the same task leads. Each gets the next local port. @default - nowhere */
  services?: Readonly<Record<string, { readonly host: pulumi.Input<string>; readonly port: number }>>;
  /** After that many minutes the task ends by itself, and the tunnel with it. */
  maxMinutes: number;
}

const TASK_NAME = "tunnel";

/**
 * A way from a person's or a CI machine's own port to a host in the private subnets, for an hour and on demand. There is no
 * bastion, no public address and no SSH: whoever may call `ecs:RunTask` and `ssm:StartSession` opens it.
 *
 * Creates: a task. Nothing runs until somebody starts it with the first of `openCommands`.
 * Guarantees: the container holds no secret and does nothing but wait; it ends by itself; its groups alone decide what can
 * be reached. The agent that AWS mounts into it forwards the port; TLS stays between the client and the target.
 *
 * What is sent through a forwarded port is recorded nowhere; CloudTrail has who started the task and the session.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html
 * That a Fargate task forwards to a remote host is in no page of AWS's on ECS, but tools are built on it since agent 3.1:
 * https://github.com/kayac/ecspresso/pull/414
 *
 * Cost: the smallest size of Fargate while it runs, about a cent an hour.
 */
export class Tunnel extends pulumi.ComponentResource {
  public readonly taskDefinitionArn: pulumi.Output<string>;
  /**
   * What opens it, for one shell, in this order: start the task, wait for its agent, forward the port. The last one stays in
   * the foreground.
   */
  public readonly openCommands: readonly pulumi.Output<string>[];
  /** Service -> what forwards its port instead, in the same shell, after the task has started. */
  public readonly serviceCommands: Readonly<Record<string, pulumi.Output<string>>>;
  /** What ends the task before its time, in the same shell. */
  public readonly closeCommand: pulumi.Output<string>;

  constructor(name: string, args: TunnelArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:tunnel:Tunnel", name, {}, opts);
    const { clusterArn, clusterName, subnetIds, securityGroupIds, target, localPort, services = {}, maxMinutes, ...taskArgs } = args;

    const task = createTask(this, `${name}-task`, {
      ...taskArgs,
      taskName: TASK_NAME,
      command: ["sleep", String(maxMinutes * 60)],
      user: "1001:1001",
      cpu: { limitVcpu: 0.25 },
      memoryMib: { limit: 512 },
      writablePaths: SHELL_WRITABLE_PATHS,
      environment: {},
      secrets: {},
      taskPolicy: shellStatements(args),
    });

    const run = runTaskCommand({
      region: args.region,
      clusterArn,
      taskDefinitionArn: task.taskDefinitionArn,
      subnetIds,
      securityGroupIds,
      capacity: "on-demand",
    });
    const where = pulumi.interpolate`--region ${args.region} --cluster ${clusterArn}`;
    // By name, as AWS adds a container of its own where GuardDuty watches the cluster.
    const ask = (what: string) =>
      pulumi.interpolate`aws ecs describe-tasks ${where} --tasks "$task" --output text --query "tasks[0].containers[?name=='${TASK_NAME}'].${what} | [0]"`;

    const forward = (to: TunnelArgs["target"], onPort: number) => {
      const parameters = pulumi.jsonStringify({
        host: [to.host],
        portNumber: [pulumi.output(to.port).apply(String)],
        localPortNumber: [String(onPort)],
      });
      return pulumi.interpolate`aws ssm start-session --region ${args.region} --target "ecs:${clusterName}_\${task##*/}_$(${ask("runtimeId")})" --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters '${parameters}'`;
    };

    this.taskDefinitionArn = task.taskDefinitionArn;
    this.openCommands = [
      pulumi.interpolate`task=$(${run} --enable-execute-command --query 'tasks[0].taskArn' --output text)`,
      // A running task is not enough: its agent connects some seconds later, and until then a session is refused.
      pulumi.interpolate`aws ecs wait tasks-running ${where} --tasks "$task" && for _ in $(seq 24); do [ "$(${ask("managedAgents[0].lastStatus")})" = RUNNING ] && break; sleep 5; done`,
      forward(target, localPort),
    ];
    this.serviceCommands = Object.fromEntries(
      Object.entries(services).map(([service, to], index) => [service, forward(to, localPort + 1 + index)]),
    );
    this.closeCommand = pulumi.interpolate`aws ecs stop-task ${where} --task "$task" --query task.desiredStatus --output text`;
    this.registerOutputs({
      ...task.published,
      taskDefinitionArn: this.taskDefinitionArn,
      openCommands: this.openCommands,
      serviceCommands: this.serviceCommands,
      closeCommand: this.closeCommand,
    });
  }
}
