import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import { Function as LambdaFunction } from "@pulumi/aws/lambda/function";
import { functionCode } from "./function-code";
import { policyDocument, policyOutline, serviceTrust } from "./policy-document";
import type { PolicyStatement } from "./policy-document";

export interface LambdaArgs {
  readonly accountId: string;
  /** The physical name. */
  readonly functionName: string;
  readonly description: string;
  /** The folder below functions/. */
  readonly code: string;
  readonly memoryMib: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statements: readonly PolicyStatement[];
  /** Where in the VPC it runs. @default - outside of it, with the way to AWS's public endpoints alone */
  readonly network?: { readonly subnetIds: readonly pulumi.Input<string>[]; readonly securityGroupIds: readonly pulumi.Input<string>[] } | undefined;
  readonly logRetentionDays: number;
  readonly logKeyArn: pulumi.Input<string>;
}

export interface Lambda {
  readonly lambda: LambdaFunction;
  /** Made once it may do all it must: whoever calls it waits for this. */
  readonly ready: readonly pulumi.Resource[];
  /** What the component publishes, so that its policy can be judged while ARNs are unknown. */
  readonly documents: Readonly<Record<string, unknown>>;
}

/** Lambda deprecates it in April 2028. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const RUNTIME = "nodejs24.x";

/** A Lambda function of functions/ with its own role and its own log group, which is made before the first line is written. */
export function createLambda(parent: pulumi.Resource, name: string, args: LambdaArgs): Lambda {
  const logGroup = new LogGroup(
    `${name}-log`,
    {
      name: `/aws/lambda/${args.functionName}`,
      retentionInDays: args.logRetentionDays,
      kmsKeyId: args.logKeyArn,
      tags: { DataClass: "internal" },
    },
    { parent },
  );
  const role = new Role(
    `${name}-role`,
    { description: args.description, assumeRolePolicy: serviceTrust("lambda.amazonaws.com", args.accountId) },
    { parent },
  );
  const statements: readonly PolicyStatement[] = [
    ...args.statements,
    {
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [pulumi.interpolate`${logGroup.arn}:*`],
    },
  ];
  const policy = new RolePolicy(`${name}-policy`, { role: role.id, policy: policyDocument(statements) }, { parent });
  // Its network interfaces. Lambda checks for this very set of actions, most of which can't be limited to a resource.
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
  const attachments =
    args.network === undefined
      ? []
      : [
          new RolePolicyAttachment(
            `${name}-network`,
            { role: role.name, policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole" },
            { parent },
          ),
        ];
  const lambda = new LambdaFunction(
    name,
    {
      name: args.functionName,
      description: args.description,
      code: functionCode(args.code),
      handler: "index.handler",
      runtime: RUNTIME,
      architectures: ["arm64"],
      role: role.arn,
      memorySize: args.memoryMib,
      timeout: args.timeoutSeconds,
      environment: { variables: { ...args.environment } },
      loggingConfig: { logFormat: "Text", logGroup: logGroup.name },
      ...(args.network === undefined
        ? {}
        : { vpcConfig: { subnetIds: [...args.network.subnetIds], securityGroupIds: [...args.network.securityGroupIds] } }),
    },
    { parent, dependsOn: [policy, ...attachments] },
  );
  return { lambda, ready: [policy, ...attachments, lambda], documents: { [`${name}-policy`]: policyOutline(statements) } };
}
