import * as pulumi from "@pulumi/pulumi";
import { Service as EcsService } from "@pulumi/aws/ecs/service";
import { createBlueGreen } from "./internal/blue-green";
import type { BlueGreenArgs } from "./internal/blue-green";
import { capacityArgs } from "./internal/capacity";
import type { Capacity } from "./internal/capacity";
import { createDeploymentGuard } from "./internal/deployment-guard";
import type { DeploymentGuardArgs } from "./internal/deployment-guard";
import { FARGATE_PLATFORM } from "./internal/fargate-sizes";
import { SHELL_WRITABLE_PATHS, shellStatements } from "./internal/shell-access";
import { createTask } from "./internal/task";
import type { TaskArgs } from "./internal/task";

export interface ServiceArgs extends TaskArgs {
  /** Changing this replaces the service. */
  clusterArn: pulumi.Input<string>;
  /** Name of the same cluster. */
  clusterName: pulumi.Input<string>;
  /** Private subnets, one for each zone. */
  subnetIds: readonly pulumi.Input<string>[];
  securityGroupIds: readonly pulumi.Input<string>[];
  /** Where the load balancer sends requests for this service; needs a port. @default - none, a worker */
  targetGroupArn?: pulumi.Input<string> | undefined;
  /** Where ECS registers the address of each task, from Discovery. @default - nowhere */
  registryArn?: pulumi.Input<string>;
  /** How many copies of the task run. */
  desiredCount: number;
  /**
   * Who changes the number of copies later. With `stack-file` every deployment sets it back to `desiredCount`; with the other two
   * `desiredCount` counts only when the service is made.
   */
  countOwner: "stack-file" | "operators" | "autoscaling";
  /** Database connections that each copy may open, published for the policy that adds them up. @default - nothing is published */
  databaseConnections?: number | undefined;
  /** On demand or spot. Changing this replaces the service: for a moment no copy runs. @default "on-demand" */
  capacity?: Capacity | undefined;
  /**
   * Whether the ECS service is there. Without it the log, the roles and the task definition stay, and it begins afresh when it
   * comes back: a number of copies that was 0 would be kept by whoever owns it. @default true
   */
  running?: boolean | undefined;
  /** Alarms that take a deployment back while it runs. @default - none, whether tasks start alone decides */
  guard?: Omit<DeploymentGuardArgs, "namePrefix"> | undefined;
  /** ECS deploys beside the old version and tests before it moves requests. @default - task by task */
  blueGreen?: Omit<BlueGreenArgs, "family"> | undefined;
  /**
   * Lets people with the permission `ecs:ExecuteCommand` open a shell in the container: they see every secret of it.
   * Sessions are recorded in the cluster's log. @default false
   */
  dangerouslyAllowShell?: boolean | undefined;
}

/**
 * Copies of one container, kept running behind a load balancer or as workers.
 *
 * Creates: a task (log group, roles, task definition) and the ECS service; alarms that guard its deployments, and the roles by
 * which ECS moves requests, where they are asked for.
 * Guarantees: no public address; spread over the zones; a deployment never has fewer healthy copies than before, waits until
 * the new ones are steady and is taken back where they aren't.
 * Cost: Fargate by vCPU and GiB of the rounded size, for each copy.
 * Order: give what must be ready before in `dependsOn`: the load balancer, and the service that is deployed earlier.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export class Service extends pulumi.ComponentResource {
  public readonly serviceName: pulumi.Output<string>;
  /** `service/<cluster>/<service>`, as Application Auto Scaling names it. */
  public readonly resourceId: pulumi.Output<string>;
  public readonly taskDefinitionArn: pulumi.Output<string>;
  public readonly taskRoleArn: pulumi.Output<string>;
  public readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:service:Service", name, {}, opts);
    const {
      clusterArn, clusterName, subnetIds, securityGroupIds, targetGroupArn, registryArn, desiredCount, countOwner, databaseConnections,
      running = true, guard, blueGreen, capacity = "on-demand", dangerouslyAllowShell = false, ...taskArgs
    } = args;
    const { port, healthCheck } = taskArgs;
    // The component's own order holds while things are made; on the service it holds for taking them down as well.
    const order = opts?.dependsOn === undefined ? {} : { dependsOn: opts.dependsOn };
    if (targetGroupArn !== undefined && port === undefined) {
      throw new Error(`service ${args.taskName}: expected a port, as a load balancer sends requests to it`);
    }

    const task = createTask(this, `${name}-task`, dangerouslyAllowShell ? withShell(taskArgs) : taskArgs);

    const { namePrefix } = taskArgs;
    const alarmNames = guard === undefined ? [] : createDeploymentGuard(this, `${name}-guard`, { ...guard, namePrefix });
    const shift = blueGreen === undefined ? undefined : createBlueGreen(this, `${name}-shift`, { ...blueGreen, family: task.family });

    const service = !running ? undefined : new EcsService(
      `${name}-service`,
      {
        name: args.taskName,
        cluster: clusterArn,
        taskDefinition: task.taskDefinitionArn,
        ...capacityArgs(capacity),
        platformVersion: FARGATE_PLATFORM,
        desiredCount,
        networkConfiguration: {
          subnets: [...subnetIds],
          securityGroups: [...securityGroupIds],
          assignPublicIp: false,
        },
        ...(targetGroupArn === undefined || port === undefined
          ? {}
          : {
              loadBalancers: [
                {
                  targetGroupArn,
                  containerName: args.taskName,
                  containerPort: port,
                  ...(shift === undefined ? {} : { advancedConfiguration: shift.advancedConfiguration }),
                },
              ],
              // One check more than the container's own grace, or the load balancer kills what is still starting.
              healthCheckGracePeriodSeconds:
                (healthCheck?.startPeriodSeconds ?? 60) + (healthCheck?.intervalSeconds ?? 30),
            }),
        ...(registryArn === undefined ? {} : { serviceRegistries: { registryArn } }),
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        ...(shift === undefined ? {} : { deploymentConfiguration: shift.deploymentConfiguration }),
        ...(alarmNames.length === 0 ? {} : { alarms: { enable: true, rollback: true, alarmNames } }),
        waitForSteadyState: true,
        availabilityZoneRebalancing: "ENABLED",
        enableExecuteCommand: dangerouslyAllowShell,
        enableEcsManagedTags: true,
        propagateTags: "SERVICE",
      },
      // Without it each deployment would undo what the scaler or an operator did during an incident.
      {
        ...order,
        parent: this,
        ignoreChanges: countOwner === "stack-file" ? [] : ["desiredCount"],
        ...(blueGreen === undefined ? {} : { customTimeouts: longerBy(blueGreen.bakeMinutes) }),
      },
    );

    this.serviceName = service === undefined ? pulumi.output(args.taskName) : service.name;
    this.resourceId = pulumi.interpolate`service/${clusterName}/${this.serviceName}`;
    this.taskDefinitionArn = task.taskDefinitionArn;
    this.taskRoleArn = task.taskRoleArn;
    this.logGroupName = task.logGroupName;
    this.registerOutputs({
      ...task.published,
      ...(databaseConnections === undefined ? {} : { databaseConnections }),
      serviceName: this.serviceName,
      resourceId: this.resourceId,
      taskDefinitionArn: this.taskDefinitionArn,
      taskRoleArn: this.taskRoleArn,
      logGroupName: this.logGroupName,
      documents: { ...task.published.documents, ...shift?.documents },
    });
  }
}

/** The provider waits 20 minutes for a deployment, which covers the start and the test, and not the bake time after them. */
function longerBy(minutes: number): pulumi.CustomTimeouts {
  return { create: `${20 + minutes}m`, update: `${20 + minutes}m` };
}

function withShell(task: TaskArgs): TaskArgs {
  return {
    ...task,
    writablePaths: [...(task.writablePaths ?? []), ...SHELL_WRITABLE_PATHS],
    taskPolicy: [...(task.taskPolicy ?? []), ...shellStatements(task)],
  };
}
