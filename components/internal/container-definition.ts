import * as pulumi from "@pulumi/pulumi";
import { cpuUnits } from "./fargate-sizes";

/** How ECS asks a container whether it is well. */
export interface HealthCheck {
  /** `["CMD", "curl", "-f", "http://localhost:8000/health"]`. The program must exist in the image. */
  readonly command: readonly string[];
  /** 5 to 300. */
  readonly intervalSeconds: number;
  /** 2 to 60. */
  readonly timeoutSeconds: number;
  /** How long after the start a failure doesn't count, 0 to 300. */
  readonly startPeriodSeconds: number;
  /** Failures in a row that make the container unhealthy, 1 to 10. */
  readonly retries: number;
}

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[] | undefined;
  readonly port: number | undefined;
  readonly user: string;
  readonly reservationVcpu: number | undefined;
  readonly memoryLimitMib: number;
  readonly memoryReservationMib: number | undefined;
  readonly writablePaths: readonly string[];
  readonly healthCheck: HealthCheck | undefined;
  readonly stopTimeoutSeconds: number;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** Name of the variable -> `valueFrom`. */
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  readonly logGroupName: string;
  readonly losslessLogs: boolean;
  readonly region: string;
}

/** The check that the health endpoints of the documents get; curl must be in the image. */
export function httpHealthCommand(port: number, path: string): readonly string[] {
  return ["CMD", "curl", "-f", `http://localhost:${port}${path}`];
}

/** The volumes of a task, one empty one for each path that its container may write to. */
export function writableVolumes(paths: readonly string[]): readonly { readonly name: string; readonly containerPath: string }[] {
  return paths.toSorted().map((containerPath, index) => ({ name: `writable-${index}`, containerPath }));
}

/**
 * What a container is, without the values of its variables. It is known in the first preview, when the task definition's
 * own JSON is not: that is one string, and one unknown ARN in it makes all of it unknown.
 */
export function containerDescription(spec: ContainerSpec) {
  return {
    name: spec.name,
    image: spec.image,
    essential: true,
    ...(spec.command === undefined ? {} : { command: spec.command }),
    // Absent, ECS writes 0: no share is promised, and the container still gets the whole task while it is alone.
    cpu: spec.reservationVcpu === undefined ? 0 : cpuUnits(spec.reservationVcpu),
    memory: spec.memoryLimitMib,
    ...(spec.memoryReservationMib === undefined ? {} : { memoryReservation: spec.memoryReservationMib }),
    user: spec.user,
    readonlyRootFilesystem: true,
    // A process that isn't root needs no capability; without the init process nothing reaps orphans or forwards SIGTERM.
    // No empty list in here: ECS forgets it, the provider sees a difference, and each deployment makes a new revision.
    // https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/container_definitions.go
    linuxParameters: { capabilities: { drop: ["ALL"] }, initProcessEnabled: true },
    // The soft and the hard limit that Fargate gives by itself, stated so that neither changes unseen.
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
    ulimits: [{ name: "nofile", softLimit: 65535, hardLimit: 65535 }],
    portMappings:
      spec.port === undefined ? [] : [{ containerPort: spec.port, hostPort: spec.port, protocol: "tcp" }],
    mountPoints: writableVolumes(spec.writablePaths).map(({ name, containerPath }) => ({
      sourceVolume: name,
      containerPath,
      readOnly: false,
    })),
    volumesFrom: [],
    systemControls: listenControls(spec.port),
    stopTimeout: spec.stopTimeoutSeconds,
    ...(spec.healthCheck === undefined
      ? {}
      : {
          healthCheck: {
            command: spec.healthCheck.command,
            interval: spec.healthCheck.intervalSeconds,
            timeout: spec.healthCheck.timeoutSeconds,
            startPeriod: spec.healthCheck.startPeriodSeconds,
            retries: spec.healthCheck.retries,
          },
        }),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": spec.logGroupName,
        "awslogs-region": spec.region,
        "awslogs-stream-prefix": spec.name,
        // A service must not stop answering because CloudWatch is slow; a job's log is its evidence and must be complete.
        // 25 MB lost nothing at 2 MB a second in AWS's own tests:
        // https://aws.amazon.com/blogs/containers/preventing-log-loss-with-non-blocking-mode-in-the-awslogs-container-log-driver/
        ...(spec.losslessLogs ? { mode: "blocking" } : { mode: "non-blocking", "max-buffer-size": "25m" }),
      },
    },
    environmentNames: Object.keys(spec.environment).toSorted(),
    secretNames: Object.keys(spec.secrets).toSorted(),
  };
}

/**
 * Below 1024 the kernel lets root alone listen, or who has a capability for it. The task's own network can say otherwise, so
 * an image that listens on 80 runs as any user and without capabilities. All containers of a task share that network; ours
 * has one. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SystemControl.html
 */
function listenControls(port: number | undefined) {
  return port === undefined || port >= 1024
    ? []
    : [{ namespace: "net.ipv4.ip_unprivileged_port_start", value: String(port) }];
}

/** The `containerDefinitions` of a task with one container: one text for one meaning, names sorted, defaults written out. */
export function containerDefinitions(spec: ContainerSpec): pulumi.Output<string> {
  const { environmentNames, secretNames, ...description } = containerDescription(spec);
  return pulumi.jsonStringify([
    {
      ...description,
      environment: environmentNames.map((name) => ({ name, value: spec.environment[name] })),
      secrets: secretNames.map((name) => ({ name, valueFrom: spec.secrets[name] })),
    },
  ]);
}

/** The ARN of a secret without the JSON key that `valueFrom` may name after it, `arn:…:secret:name-AbCdEf:key::`. */
export function secretArnOf(valueFrom: string): string {
  return valueFrom.replace(/:[^:]*::$/, "");
}
