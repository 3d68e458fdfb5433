import { hasUnknown } from "../rehearsal/provider/struct";
import { containerCopy, containersOf } from "./containers";
import { at, list } from "./join";
import type { PolicyResource, Properties, Stack, Value } from "./model";
import { valuesAt } from "./path";

export const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const CLUSTER = "aws:rds/cluster:Cluster";
/** Who names the group that it writes to: type -> path. */
const PATHS: Readonly<Record<string, string>> = {
  "aws:ecs/cluster:Cluster": "configuration.executeCommandConfiguration.logConfiguration.cloudWatchLogGroupName",
  "aws:elasticache/replicationGroup:ReplicationGroup": "logDeliveryConfigurations[*].destination",
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "extendedS3Configuration.cloudwatchLoggingOptions.logGroupName",
  "aws:amp/workspace:Workspace": "loggingConfiguration.logGroupArn",
};

/** Types that name a log group. Functions and instances of RDS have rules of their own. */
export const LOG_WRITERS: readonly string[] = [TASK, CLUSTER, ...Object.keys(PATHS)];

/** A log group as its writer names it. */
export interface NamedLog {
  /** Top-level property of the writer. */
  readonly property: string;
  readonly group: Value | undefined;
}

/** The log groups that a resource of one of the types names; of a task whose containers nobody knows it is one that is undefined. */
export function logsNamedBy(resource: PolicyResource, stack: Stack): readonly NamedLog[] {
  const { type, properties } = resource;
  if (type === TASK) {
    const { containerDefinitions } = hasUnknown(properties.containerDefinitions) ? (containerCopy(resource, stack) ?? {}) : properties;
    const containers = containersOf(containerDefinitions);
    return containers.length === 0 ? [{ property: "containerDefinitions", group: undefined }] : containers.flatMap(logOf);
  }
  // RDS writes to this name and no other.
  const exported = (log: Value) => ({ property: "enabledCloudwatchLogsExports", group: `/aws/rds/cluster/${String(properties.clusterIdentifier)}/${String(log)}` });
  if (type === CLUSTER) return list(properties.enabledCloudwatchLogsExports).map(exported);
  const path = PATHS[type] ?? "";
  const named = valuesAt(properties, path).filter(({ value }) => value !== undefined);
  // Prometheus wants an ARN that ends so.
  return named.map(({ value }) => ({ property: path.replace(/[.[].*$/, ""), group: typeof value === "string" ? value.replace(/:\*$/, "") : value }));
}

/** FireLens hands over to Fluent Bit, which names a group only where it writes to CloudWatch. */
function logOf({ logConfiguration }: Properties): readonly NamedLog[] {
  const property = "containerDefinitions";
  if (at(logConfiguration, "logDriver") !== "awsfirelens") return [{ property, group: at(logConfiguration, "options.awslogs-group") }];
  return String(at(logConfiguration, "options.Name")).startsWith("cloudwatch") ? [{ property, group: at(logConfiguration, "options.log_group_name") }] : [];
}
