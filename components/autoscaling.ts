import * as pulumi from "@pulumi/pulumi";
import { Policy } from "@pulumi/aws/appautoscaling/policy";
import { ScheduledAction } from "@pulumi/aws/appautoscaling/scheduledAction";
import { Target } from "@pulumi/aws/appautoscaling/target";
import type { CustomMetric, MetricSource } from "./internal/scaling-metrics";
import { capacityProblems, predefinedMetric, queueMetrics } from "./internal/scaling-rules";
import type { TrackedMetric } from "./internal/scaling-rules";
import { createStepScaling } from "./internal/step-scaling";
import type { StepPolicy } from "./internal/step-scaling";

export interface AutoscalingArgs extends MetricSource {
  /** `service/<cluster>/<service>`. Changing this replaces everything here, never the service. */
  resourceId: pulumi.Input<string>;
  /** Copies that always run, and copies at most. */
  minimum: number;
  maximum: number;
  /** Where the load balancer counts the service's requests. @default - none, a worker */
  loadBalancer?: { readonly arnSuffix: pulumi.Input<string>; readonly targetGroupArnSuffix: pulumi.Input<string> };
  /** Policies that hold a metric at a value. */
  targetTracking: readonly {
    readonly metric: TrackedMetric;
    readonly target: number;
    /** Also take copies away below the target. Leave it to steps where a lower threshold is given. */
    readonly scaleIn: boolean;
    readonly scaleOutCooldownSeconds: number;
    readonly scaleInCooldownSeconds: number;
  }[];
  /** Policies that act once a metric has been beyond a threshold for so long. */
  steps: readonly StepPolicy[];
  /** Where docs/runbooks can be read, without a slash at the end; steps that tell somebody link to their page. */
  runbookBaseUrl: string;
  /** New limits at given times. */
  schedules: readonly {
    readonly name: string;
    /** `cron(0 22 ? * MON-FRI *)` */
    readonly schedule: string;
    /** IANA name. */
    readonly timezone: string;
    readonly minimum: number;
    readonly maximum: number;
  }[];
  /** Waiting jobs, shared among the copies: so many for each copy. @default - none */
  queueDepth?: { readonly metric: CustomMetric; readonly jobsPerTask: number };
}

/**
 * Lets the number of copies of an ECS service follow its load.
 *
 * Creates: the scalable target; policies and their alarms as the arguments list them.
 * Guarantees: never fewer copies than `minimum` nor more than `maximum`, until a schedule sets others.
 * The service must leave `desiredCount` to it.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/services-that-can-integrate-ecs.html
 */
export class Autoscaling extends pulumi.ComponentResource {
  constructor(name: string, args: AutoscalingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:autoscaling:Autoscaling", name, {}, opts);
    const problems = capacityProblems(args);
    if (problems.length > 0) throw new Error(`autoscaling ${name}: ${problems.join("; ")}`);
    const service = { serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount", resourceId: args.resourceId };

    const target = new Target(
      `${name}-target`,
      { ...service, minCapacity: args.minimum, maxCapacity: args.maximum },
      // A scheduled action sets the target's own limits: without this each deployment at night would undo the night's.
      { parent: this, ignoreChanges: args.schedules.length === 0 ? [] : ["minCapacity", "maxCapacity"] },
    );
    const children = { parent: this, dependsOn: [target] };

    for (const { metric, target: targetValue, scaleIn, scaleOutCooldownSeconds, scaleInCooldownSeconds } of args.targetTracking) {
      new Policy(
        `${name}-${metric}`,
        {
          ...service,
          name: metric,
          policyType: "TargetTrackingScaling",
          targetTrackingScalingPolicyConfiguration: {
            predefinedMetricSpecification: predefinedMetric(metric, args.loadBalancer),
            targetValue,
            disableScaleIn: !scaleIn,
            scaleOutCooldown: scaleOutCooldownSeconds,
            scaleInCooldown: scaleInCooldownSeconds,
          },
        },
        children,
      );
    }

    if (args.queueDepth !== undefined) {
      new Policy(
        `${name}-queue-depth`,
        {
          ...service,
          name: "queue-depth",
          policyType: "TargetTrackingScaling",
          targetTrackingScalingPolicyConfiguration: {
            customizedMetricSpecification: { metrics: queueMetrics(args.queueDepth.metric, args) },
            targetValue: args.queueDepth.jobsPerTask,
            disableScaleIn: false,
          },
        },
        children,
      );
    }

    for (const step of args.steps) {
      createStepScaling(`${name}-${step.name}`, { ...service, source: args, step, runbookBaseUrl: args.runbookBaseUrl }, children);
    }

    for (const { name: action, schedule, timezone, minimum, maximum } of args.schedules) {
      new ScheduledAction(
        `${name}-${action}`,
        {
          ...service,
          name: action,
          schedule,
          timezone,
          scalableTargetAction: { minCapacity: minimum, maxCapacity: maximum },
        },
        children,
      );
    }

    this.registerOutputs({});
  }
}
