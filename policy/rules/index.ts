import { GRAPH_RULES } from "./graph/index";
import { ALARM_RULES } from "./properties/alarms";
import { BACKUP_RULES } from "./properties/backup";
import { CLOUDFLARE_RULES } from "./properties/cloudflare";
import { ECR_RULES } from "./properties/ecr";
import { ECS_RULES } from "./properties/ecs";
import { ECS_TASK_RULES } from "./properties/ecs-tasks";
import { ELASTICACHE_RULES } from "./properties/elasticache";
import { IAM_RULES } from "./properties/iam";
import { KMS_RULES } from "./properties/kms";
import { LAMBDA_RULES } from "./properties/lambda";
import { LOAD_BALANCER_RULES } from "./properties/load-balancer";
import { LOGS_RULES } from "./properties/logs";
import { NAME_RULES } from "./properties/names";
import { NETWORK_RULES } from "./properties/network";
import { PEOPLE_RULES } from "./properties/people";
import { POSTGRESQL_RULES } from "./properties/postgresql";
import { PROBE_RULES } from "./properties/probes";
import { RDS_PROXY_RULES } from "./properties/rds-proxy";
import { RDS_RULES } from "./properties/rds";
import { RDS_CLUSTER_RULES } from "./properties/rds-cluster";
import { RDS_OPERATION_RULES } from "./properties/rds-operation";
import { S3_RULES } from "./properties/s3";
import { SECRETS_RULES } from "./properties/secrets";
import { SECURITY_GROUP_RULES } from "./properties/security-groups";
import { STREAM_RULES } from "./properties/streams";
import { WAF_RULES } from "./properties/waf";
import type { Rule } from "../evaluate";

/** Every rule of the pack, in the order of the checklist's output: the properties by service, then the graph. */
export const RULES: readonly Rule[] = [
  ...ALARM_RULES,
  ...BACKUP_RULES,
  ...CLOUDFLARE_RULES,
  ...ECR_RULES,
  ...ECS_RULES,
  ...ECS_TASK_RULES,
  ...ELASTICACHE_RULES,
  ...IAM_RULES,
  ...KMS_RULES,
  ...LAMBDA_RULES,
  ...LOAD_BALANCER_RULES,
  ...LOGS_RULES,
  ...NAME_RULES,
  ...NETWORK_RULES,
  ...PEOPLE_RULES,
  ...POSTGRESQL_RULES,
  ...PROBE_RULES,
  ...RDS_PROXY_RULES,
  ...RDS_RULES,
  ...RDS_CLUSTER_RULES,
  ...RDS_OPERATION_RULES,
  ...S3_RULES,
  ...SECRETS_RULES,
  ...SECURITY_GROUP_RULES,
  ...STREAM_RULES,
  ...WAF_RULES,
  ...GRAPH_RULES,
];
