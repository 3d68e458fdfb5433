/**
 * AWS services that a VPC can hold an interface endpoint for, by the last part of the endpoint's service name, and what
 * tasks need them for. Each costs about 9 USD a month in each zone, besides traffic: https://aws.amazon.com/privatelink/pricing/
 */
export const ENDPOINT_SERVICES = {
  "aps-workspaces": "writing metrics to managed Prometheus",
  "ecr.api": "pulling images",
  "ecr.dkr": "pulling images",
  "ecs": "redeploying services, after a rotation of their secrets",
  "kms": "encrypting and decrypting data directly",
  "logs": "writing logs",
  "monitoring": "writing metrics",
  "secretsmanager": "reading secrets when a task starts",
  "sns": "publishing notifications",
  "sqs": "reading and writing queues",
  "ssm": "reading parameters",
  "ssmmessages": "ECS Exec, the way into a running task",
  "sts": "assuming roles",
} as const satisfies Readonly<Record<string, string>>;

/**
 * What a Fargate task calls before its container runs. S3, where ECR keeps the layers of an image, has a gateway endpoint.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 */
const NEEDED_TO_START = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"] as const;

/** The services without which a task can't start, where no endpoint for them is among those given. */
export function missingToStart(services: readonly string[]): readonly string[] {
  return NEEDED_TO_START.filter((service) => !services.includes(service));
}
