import * as pulumi from "@pulumi/pulumi";
import { secretArnOf } from "./container-definition";
import type { HealthCheck } from "./container-definition";
import { cpuUnits, fargateSizeProblem } from "./fargate-sizes";
import { ecrRepositoryArn, imageProblem, parseImageReference } from "./image-reference";
import type { PolicyStatement } from "./policy-document";

/** What the rules of a task look at. */
export interface TaskShape {
  readonly image: string;
  readonly port?: number;
  readonly user: string;
  readonly cpu: { readonly limitVcpu: number; readonly reservationVcpu?: number };
  readonly memoryMib: { readonly limit: number; readonly reservation?: number };
  readonly writablePaths?: readonly string[];
  readonly healthCheck?: HealthCheck;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

/** Everything that ECS would refuse, or that would start a container with more rights than it needs. */
export function taskProblems(task: TaskShape): readonly string[] {
  const { cpu, memoryMib, healthCheck } = task;
  const image = imageProblem(task.image);
  const size = fargateSizeProblem({ cpuUnits: cpuUnits(cpu.limitVcpu), memoryMib: memoryMib.limit });
  const inBoth = Object.keys(task.environment).filter((variable) => variable in task.secrets);
  const checks: readonly { readonly wrong: boolean; readonly message: string }[] = [
    { wrong: image !== undefined, message: `image: expected ${image ?? ""}` },
    { wrong: size !== undefined, message: `cpu and memory: expected ${size ?? ""}` },
    { wrong: !/^[1-9]\d*:\d+$/.test(task.user), message: `user: expected uid:gid that is not root, got ${task.user}` },
    { wrong: (task.port ?? 1024) < 1024, message: `port: expected 1024 or more, got ${task.port ?? ""}` },
    {
      wrong: (cpu.reservationVcpu ?? 0) > cpu.limitVcpu,
      message: "cpu: expected a reservation that is not above the limit",
    },
    {
      // ECS refuses a reservation that equals the limit.
      // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
      wrong: (memoryMib.reservation ?? 0) >= memoryMib.limit,
      message: "memory: expected a reservation below the limit",
    },
    {
      wrong: healthCheck !== undefined && healthCheck.timeoutSeconds > healthCheck.intervalSeconds,
      message: "health check: expected a timeout that is not above the interval",
    },
    {
      wrong: new Set(task.writablePaths).size !== (task.writablePaths ?? []).length,
      message: "writable paths: expected each path once",
    },
    {
      wrong: inBoth.length > 0,
      message: `environment: expected no name that is a secret as well, got ${inBoth.join(", ")}`,
    },
  ];
  return checks.filter(({ wrong }) => wrong).map(({ message }) => message);
}

interface ExecutionNeeds {
  readonly image: string;
  readonly accountId: string;
  readonly region: string;
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  readonly secretsKeyArn: pulumi.Input<string>;
}

/** What ECS itself needs to start the task: this image, this log group, these secrets. */
export function executionStatements(needs: ExecutionNeeds, logGroupName: string): readonly PolicyStatement[] {
  const repository = ecrRepositoryArn(parseImageReference(needs.image));
  const secretArns = Object.values(needs.secrets).map((valueFrom) => pulumi.output(valueFrom).apply(secretArnOf));
  return [
    {
      sid: "WriteOwnLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`arn:aws:logs:${needs.region}:${needs.accountId}:log-group:${logGroupName}:*`],
    },
    ...(repository === undefined ? [] : pullStatements(repository)),
    ...(secretArns.length === 0 ? [] : secretStatements(secretArns, needs)),
  ];
}

function pullStatements(repository: string): readonly PolicyStatement[] {
  return [
    {
      // The login is of the whole registry: AWS knows no resource for it.
      sid: "LogInToRegistry",
      actions: ["ecr:GetAuthorizationToken"],
      resources: ["*"],
    },
    {
      sid: "PullOwnImage",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: [repository],
    },
  ];
}

function secretStatements(arns: readonly pulumi.Input<string>[], { region, secretsKeyArn }: ExecutionNeeds): readonly PolicyStatement[] {
  return [
    { sid: "ReadNamedSecrets", actions: ["secretsmanager:GetSecretValue"], resources: arns },
    {
      sid: "DecryptThroughSecretsManager",
      actions: ["kms:Decrypt"],
      resources: [secretsKeyArn],
      conditions: { StringEquals: { "kms:ViaService": [`secretsmanager.${region}.amazonaws.com`] } },
    },
  ];
}
