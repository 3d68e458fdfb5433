import * as pulumi from "@pulumi/pulumi";
import { secretArnOf } from "./container-definition";
import type { HealthCheck } from "./container-definition";
import { cpuUnits, fargateSize, fargateSizeProblem } from "./fargate-sizes";
import { ecrRepositoryArn, imageProblem, parseImageReference } from "./image-reference";
import type { PolicyStatement } from "./policy-document";

/** What the rules of a task look at. */
export interface TaskShape {
  /** Undefined where it isn't known yet; then it isn't looked at. */
  readonly image?: string | undefined;
  readonly port?: number | undefined;
  readonly user: string;
  readonly cpu: { readonly limitVcpu: number; readonly reservationVcpu?: number | undefined };
  readonly memoryMib: { readonly limit: number; readonly reservation?: number | undefined };
  readonly writablePaths?: readonly string[] | undefined;
  readonly healthCheck?: Pick<HealthCheck, "intervalSeconds" | "timeoutSeconds"> | undefined;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

export interface TaskProblem {
  /** The property that is wrong. */
  readonly path: readonly string[];
  /** What is allowed, as a phrase that follows "expected". */
  readonly expected: string;
}

/** Everything that ECS would refuse, or that would start a container with more rights than it needs. */
export function taskProblems(task: TaskShape): readonly TaskProblem[] {
  const { cpu, memoryMib, healthCheck } = task;
  const image = task.image === undefined ? undefined : imageProblem(task.image);
  const size = fargateSizeProblem({ cpuUnits: cpuUnits(cpu.limitVcpu), memoryMib: memoryMib.limit });
  const processorFits = fargateSize({ cpuUnits: cpuUnits(cpu.limitVcpu), memoryMib: 1 }) !== undefined;
  const inBoth = Object.keys(task.environment).filter((variable) => Object.hasOwn(task.secrets, variable));
  const checks: readonly (TaskProblem & { readonly wrong: boolean })[] = [
    { wrong: image !== undefined, path: ["image"], expected: image ?? "" },
    {
      wrong: size !== undefined,
      path: processorFits ? ["memoryMib", "limit"] : ["cpu", "limitVcpu"],
      expected: size ?? "",
    },
    { wrong: !/^[1-9]\d*:\d+$/.test(task.user), path: ["user"], expected: "uid:gid that is not root, such as 1001:1001" },
    {
      wrong: (task.port ?? 1) < 1 || (task.port ?? 1) > 65_535,
      path: ["port"],
      expected: "1 to 65535",
    },
    {
      wrong: (cpu.reservationVcpu ?? 0) > cpu.limitVcpu,
      path: ["cpu", "reservationVcpu"],
      expected: `at most the limit ${cpu.limitVcpu}`,
    },
    {
      // ECS refuses a reservation that equals the limit.
      // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
      wrong: (memoryMib.reservation ?? 0) >= memoryMib.limit,
      path: ["memoryMib", "reservation"],
      expected: `less than the limit ${memoryMib.limit}`,
    },
    {
      wrong: healthCheck !== undefined && healthCheck.timeoutSeconds > healthCheck.intervalSeconds,
      path: ["healthCheck", "timeoutSeconds"],
      expected: `at most the interval ${healthCheck?.intervalSeconds ?? ""}`,
    },
    {
      wrong: new Set(task.writablePaths).size !== (task.writablePaths ?? []).length,
      path: ["writablePaths"],
      expected: "each path once",
    },
    {
      wrong: inBoth.length > 0,
      path: ["secrets"],
      expected: `no variable that is set elsewhere as well: ${inBoth.join(", ")}`,
    },
  ];
  return checks.filter(({ wrong }) => wrong).map(({ path, expected }) => ({ path, expected }));
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

function secretStatements(
  arns: readonly pulumi.Input<string>[],
  { region, secretsKeyArn }: ExecutionNeeds,
): readonly PolicyStatement[] {
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
