import type * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { TaskDefinition } from "@pulumi/aws/ecs/taskDefinition";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { containerDefinitions, containerDescription, writableVolumes } from "./container-definition";
import type { ContainerSpec, HealthCheck } from "./container-definition";
import { cpuUnits, fargateSize } from "./fargate-sizes";
import { physicalName } from "./names";
import { policyDocument, policyOutline, serviceTrust } from "./policy-document";
import type { PolicyStatement } from "./policy-document";
import { executionStatements, taskProblems } from "./task-rules";

export interface TaskArgs {
  /** Prefix of names, `<system>-<environment>`. Changing this replaces the log group: what it holds is lost. */
  namePrefix: string;
  /** Name of the task and of its one container. Changing this replaces the log group: what it holds is lost. */
  taskName: string;
  accountId: string;
  region: string;
  /** `registry/repository:tag` or `…@sha256:digest`; a tag that moves, such as latest, is refused. */
  image: string;
  /** @default "X86_64" */
  architecture?: "X86_64" | "ARM64" | undefined;
  /** @default - the image's own command */
  command?: readonly string[] | undefined;
  /** The port the container listens on, 1 to 65535; one below 1024 needs no rights of the process either. @default - none */
  port?: number | undefined;
  /** `uid:gid` that the container runs as, never root. */
  user: string;
  cpu: {
    /** What the task gets, rounded up to what Fargate has. */
    readonly limitVcpu: number;
    /** The share promised to the container, at most the limit. @default - none, it has the task to itself */
    readonly reservationVcpu?: number | undefined;
  };
  memoryMib: {
    /** Where the container is killed, exactly as given; the task is rounded up to what Fargate has. */
    readonly limit: number;
    /** What ECS sets aside for the container, below the limit. @default - the limit */
    readonly reservation?: number | undefined;
  };
  /** Disk of the task, 21 to 200 GiB. @default - 20 GiB, which Fargate gives for nothing */
  ephemeralStorageGib?: number | undefined;
  /**
   * Paths the container may write to; the rest of its file system is read-only. Each is an empty volume that belongs to
   * root (0755), unless the image declares `VOLUME` for the same path: then it has that folder's content, owner and mode.
   * So an image that runs as 1001 needs `RUN mkdir -p /tmp && chown 1001:1001 /tmp` and `VOLUME /tmp`.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html @default - none
   */
  writablePaths?: readonly string[] | undefined;
  /** @default - none: a job is judged by its exit code */
  healthCheck?: HealthCheck | undefined;
  /** Between SIGTERM and SIGKILL, 2 to 120. @default 30 */
  stopTimeoutSeconds?: number | undefined;
  /** Variable -> value. Never a secret: everybody who can describe a task can read it. */
  environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** Variable -> ARN of a secret, or `arn:json-key::` for one key of a JSON secret. */
  secrets: Readonly<Record<string, pulumi.Input<string>>>;
  /** The KMS key that the secrets are encrypted with. */
  secretsKeyArn: pulumi.Input<string>;
  /** The KMS key of the log group. Its policy must admit CloudWatch Logs of this region. */
  logKeyArn: pulumi.Input<string>;
  /** How long a log line is kept, in days: a value that CloudWatch Logs offers. */
  logRetentionDays: number;
  /** Lose no log line, even if the container has to wait for CloudWatch. @default false */
  losslessLogs?: boolean | undefined;
  /** What the program in the container may do in AWS. @default - nothing */
  taskPolicy?: readonly PolicyStatement[] | undefined;
}

/** A task that was made. */
export interface MadeTask {
  /** With the revision: a changed container is another ARN. */
  readonly taskDefinitionArn: pulumi.Output<string>;
  /** Known before anything exists. */
  readonly family: string;
  readonly taskRoleArn: pulumi.Output<string>;
  readonly executionRoleArn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  /**
   * What the component around it publishes among its own outputs, for policies: a stack rule reads it in the first preview
   * too, when the JSON of the task definition is still unknown.
   */
  readonly published: PublishedTask;
}

interface PublishedTask {
  readonly family: string;
  readonly containers: readonly ReturnType<typeof containerDescription>[];
  readonly environment: TaskArgs["environment"];
  readonly documents: Readonly<Record<string, ReturnType<typeof policyOutline>>>;
}

/**
 * A container that can run on Fargate: what a service, a scheduled job and a one-off job have in common. It is no component
 * of its own, since each costs a preview as much as a resource does; `parent` is the component that runs it.
 *
 * Creates: log group, execution role, task role, task definition.
 * Guarantees: not root, no capabilities, read-only root file system, secrets by reference only; the execution role pulls this
 * one repository and reads exactly the secrets that are named; the task role can do what `taskPolicy` says and nothing else.
 * Cost: none until it runs.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export function createTask(parent: pulumi.Resource, name: string, args: TaskArgs): MadeTask {
  const problems = taskProblems(args);
  const size = fargateSize({ cpuUnits: cpuUnits(args.cpu.limitVcpu), memoryMib: args.memoryMib.limit });
  if (size === undefined || problems.length > 0) {
    const list = problems.map(({ path, expected }) => `${path.join(".")}: expected ${expected}`);
    throw new Error(`task ${args.taskName}: ${list.join("; ")}`);
  }
  const logGroupName = physicalName("logGroup", `/${args.namePrefix}/${args.taskName}`);
  const writablePaths = args.writablePaths ?? [];
  const family = `${args.namePrefix}-${args.taskName}`;

  const logGroup = new LogGroup(
    `${name}-log`,
    {
      name: logGroupName,
      retentionInDays: args.logRetentionDays,
      kmsKeyId: args.logKeyArn,
      tags: { DataClass: "confidential" },
    },
    { parent },
  );

  const trust = serviceTrust("ecs-tasks.amazonaws.com", args.accountId);
  const executionRole = new Role(
    `${name}-execution`,
    { description: `${family}: ECS starts the task`, assumeRolePolicy: trust },
    { parent },
  );
  const execution = executionStatements(args, logGroupName);
  const executionPolicy = new RolePolicy(
    `${name}-execution`,
    { role: executionRole.name, policy: policyDocument(execution) },
    { parent },
  );

  const taskRole = new Role(
    `${name}-task`,
    { description: `${family}: the program in the container`, assumeRolePolicy: trust },
    { parent },
  );
  const taskPolicy =
    args.taskPolicy === undefined || args.taskPolicy.length === 0
      ? []
      : [
          new RolePolicy(
            `${name}-task`,
            { role: taskRole.name, policy: policyDocument(args.taskPolicy) },
            { parent },
          ),
        ];

  const container: ContainerSpec = {
    name: args.taskName,
    image: args.image,
    command: args.command,
    port: args.port,
    user: args.user,
    reservationVcpu: args.cpu.reservationVcpu,
    memoryLimitMib: args.memoryMib.limit,
    memoryReservationMib: args.memoryMib.reservation,
    writablePaths,
    healthCheck: args.healthCheck,
    stopTimeoutSeconds: args.stopTimeoutSeconds ?? 30,
    environment: args.environment,
    secrets: args.secrets,
    logGroupName,
    losslessLogs: args.losslessLogs ?? false,
    region: args.region,
  };
  const definition = new TaskDefinition(
    `${name}-definition`,
    {
      family: family,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: String(size.cpuUnits),
      memory: String(size.memoryMib),
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: args.architecture ?? "X86_64" },
      ...(args.ephemeralStorageGib === undefined
        ? {}
        : { ephemeralStorage: { sizeInGib: args.ephemeralStorageGib } }),
      volumes: writableVolumes(writablePaths).map((volume) => ({ name: volume.name })),
      taskRoleArn: taskRole.arn,
      executionRoleArn: executionRole.arn,
      containerDefinitions: containerDefinitions(container),
    },
    // A task that starts before its permissions or its log group exist fails at once.
    { parent, dependsOn: [logGroup, executionPolicy, ...taskPolicy] },
  );

  return {
    taskDefinitionArn: definition.arn,
    family,
    taskRoleArn: taskRole.arn,
    executionRoleArn: executionRole.arn,
    logGroupName: logGroup.name,
    published: {
      family,
      containers: [containerDescription(container)],
      environment: args.environment,
      documents: {
        [`${name}-execution`]: policyOutline(execution),
        ...(args.taskPolicy === undefined ? {} : { [`${name}-task`]: policyOutline(args.taskPolicy) }),
      },
    },
  };
}
