import * as pulumi from "@pulumi/pulumi";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { LogResourcePolicy } from "@pulumi/aws/cloudwatch/logResourcePolicy";
import { physicalName } from "./internal/names";
import { policyDocument, policyOutline } from "./internal/policy-document";

export interface DeploymentEventsArgs {
  /** End of the log group's name, `<system>-<environment>`. Changing this replaces it: what it holds is lost. */
  namePrefix: string;
  accountId: string;
  region: string;
  /** Deployments of the services of this cluster are recorded. */
  clusterName: pulumi.Input<string>;
  /** How long a deployment is remembered, in days: a value that CloudWatch Logs offers. */
  logRetentionDays: number;
  /** The KMS key of the log group. Its policy must admit CloudWatch Logs of this region. */
  logKeyArn: pulumi.Input<string>;
}

/**
 * Remembers the deployments of a cluster's services: begun, completed, failed, and why. ECS itself forgets them.
 *
 * Creates: an EventBridge rule, its target, an encrypted log group and the resource policy that lets events write to it.
 * An account has at most ten such policies in a region.
 * Cost: events of AWS services are free; a deployment is three lines.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 * Not verified without AWS: that events arrive in a log group with a key of ours.
 */
export class DeploymentEvents extends pulumi.ComponentResource {
  public readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: DeploymentEventsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:deployment-events:DeploymentEvents", name, {}, opts);
    const { accountId, clusterName, namePrefix, region } = args;

    const logGroup = new LogGroup(
      `${name}-log`,
      {
        name: physicalName("logGroup", `/aws/events/${namePrefix}-deployments`),
        retentionInDays: args.logRetentionDays,
        kmsKeyId: args.logKeyArn,
        tags: { DataClass: "internal" },
      },
      { parent: this },
    );

    const statements = [
      {
        sid: "WriteDeployments",
        // Both, says https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
        principals: { Service: ["delivery.logs.amazonaws.com", "events.amazonaws.com"] },
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [pulumi.interpolate`${logGroup.arn}:*`],
      },
    ];
    const policy = new LogResourcePolicy(
      `${name}-writer`,
      { policyName: `${namePrefix}-deployments`, policyDocument: policyDocument(statements) },
      { parent: this },
    );

    const rule = new EventRule(
      `${name}-deployed`,
      {
        description: `${namePrefix}: a deployment of a service began, completed or failed`,
        eventPattern: pulumi.jsonStringify({
          source: ["aws.ecs"],
          "detail-type": ["ECS Deployment State Change"],
          resources: [{ prefix: pulumi.interpolate`arn:aws:ecs:${region}:${accountId}:service/${clusterName}/` }],
        }),
      },
      { parent: this },
    );

    new EventTarget(
      `${name}-log`,
      { rule: rule.name, arn: logGroup.arn },
      // An event that comes before the policy is lost.
      { parent: this, dependsOn: [policy] },
    );

    this.logGroupName = logGroup.name;
    this.registerOutputs({
      logGroupName: this.logGroupName,
      documents: { [`${name}-writer`]: policyOutline(statements) },
    });
  }
}
