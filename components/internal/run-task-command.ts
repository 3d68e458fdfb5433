import * as pulumi from "@pulumi/pulumi";
import { capacityOption } from "./capacity";
import type { Capacity } from "./capacity";
import { FARGATE_PLATFORM } from "./fargate-sizes";

export interface RunTaskCommandArgs {
  readonly region: string;
  readonly clusterArn: pulumi.Input<string>;
  readonly taskDefinitionArn: pulumi.Input<string>;
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly securityGroupIds: readonly pulumi.Input<string>[];
  readonly capacity: Capacity;
}

/** The command that starts a task in private subnets: the network is part of the call, not of the task definition. */
export function runTaskCommand(args: RunTaskCommandArgs): pulumi.Output<string> {
  const network = pulumi.jsonStringify({
    awsvpcConfiguration: {
      subnets: args.subnetIds,
      securityGroups: args.securityGroupIds,
      assignPublicIp: "DISABLED",
    },
  });
  const what = pulumi.interpolate`--cluster ${args.clusterArn} --task-definition ${args.taskDefinitionArn}`;
  const where = pulumi.interpolate`${capacityOption(args.capacity)} --platform-version ${FARGATE_PLATFORM} --network-configuration '${network}'`;
  return pulumi.interpolate`aws ecs run-task --region ${args.region} ${what} ${where}`;
}
