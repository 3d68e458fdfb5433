"use strict";
// Turns what extract.go found, by Terraform's names, into rules by Pulumi's type tokens and property names. See README.md.
const fs = require("node:fs");
const path = require("node:path");

/** Where a Terraform type's SDK module is, by the start of its name: [start, module folder, what stays of the start]. */
const PREFIXES = [
  ["db_", "rds"],
  ["rds_", "rds"],
  ["lb_", "lb"],
  ["cloudwatch_log_", "cloudwatch", "log_"],
  ["cloudwatch_event_", "cloudwatch", "event_"],
  ["cloudwatch_query_", "cloudwatch", "query_"],
  ["s3_bucket_", "s3", "bucket_"],
  ["s3_", "s3"],
  ["iam_", "iam"],
  ["ecs_", "ecs"],
  ["ecr_", "ecr"],
  ["kms_", "kms"],
  ["sns_", "sns"],
  ["sqs_", "sqs"],
  ["secretsmanager_", "secretsmanager"],
  ["elasticache_", "elasticache"],
  ["backup_", "backup"],
  ["scheduler_", "scheduler"],
  ["appautoscaling_", "appautoscaling"],
  ["acm_", "acm"],
  ["cloudwatch_", "cloudwatch"],
  ["wafv2_", "wafv2"],
  ["ssm_", "ssm"],
  ["cloudtrail_", "cloudtrail"],
  ["cloudtrail", "cloudtrail"],
  ["guardduty_", "guardduty"],
  ["budgets_", "budgets"],
  ["prometheus_", "amp"],
  ["route53_", "route53"],
  ["flow_log", "ec2", "flow_log"],
  ["vpc_security_group_", "vpc", "security_group_"],
  ["vpc_endpoint", "ec2", "vpc_endpoint"],
  ["vpc_", "ec2", "vpc_"],
  ["codedeploy_", "codedeploy"],
  ["servicediscovery_", "servicediscovery"],
  ["synthetics_", "synthetics"],
  ["lambda_", "lambda"],
  ["dynamodb_", "dynamodb"],
  ["efs_", "efs"],
  ["accessanalyzer_", "accessanalyzer"],
  ["securityhub_", "securityhub"],
  ["inspector2_", "inspector2"],
  ["cloudfront_", "cloudfront"],
  ["chatbot_", "chatbot"],
  ["sesv2_", "sesv2"],
  ["grafana_", "grafana"],
  ["restoretesting", "backup"],
];

/** Types whose module can't be told from their name. */
const MODULES = {
  aws_lb: "lb/loadBalancer",
  aws_db_instance: "rds/instance",
  aws_vpc: "ec2/vpc",
  aws_iam_openid_connect_provider: "iam/openIdConnectProvider",
  aws_scheduler_schedule: "scheduler/schedule",
  aws_instance: "ec2/instance",
  aws_cloudtrail: "cloudtrail/trail",
  aws_eip: "ec2/eip",
  aws_route53_zone: "route53/zone",
  aws_cloudwatch_dashboard: "cloudwatch/dashboard",
  aws_appautoscaling_scheduled_action: "appautoscaling/scheduledAction",
  aws_db_instance_automated_backups_replication: "rds/instanceAutomatedBackupsReplication",
  aws_lambda_function: "lambda/function",
  aws_s3_object: "s3/bucketObjectv2",
};

const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

function candidateModules(terraformType) {
  const name = terraformType.replace(/^aws_/, "");
  const known = MODULES[terraformType];
  const byPrefix = PREFIXES.filter(([start]) => name.startsWith(start)).map(
    ([start, folder, kept = ""]) => `${folder}/${camelCase(kept + name.slice(start.length))}`,
  );
  return [...(known === undefined ? byPrefix : [known]), `ec2/${camelCase(name)}`];
}

/** Pulumi's path of a Terraform path, its first part as the SDK has it: lists are in the plural there. */
function pathOf(terraformPath, inputs) {
  const [first, ...rest] = terraformPath.split(".");
  const brackets = first.endsWith("[]") ? "[]" : "";
  const name = camelCase(first.replace(/\[\]$/, ""));
  const spellings = [name, `${name}s`, name.replace(/y$/, "ies"), `${name}es`, name.replace(/s$/, "")];
  const top = spellings.find((spelling) => inputs.has(spelling));
  return top === undefined ? undefined : [top + brackets, ...rest.map(camelCase)].join(".");
}

function byPath(rules, inputs) {
  const entries = Object.entries(rules ?? {})
    .map(([terraformPath, rule]) => [pathOf(terraformPath, inputs), rule])
    .filter(([property]) => property !== undefined)
    .sort();
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function convert(rules, inputs) {
  const paths = (rules.forceNew ?? []).map((property) => pathOf(property, inputs)).filter((property) => property !== undefined);
  const forceNew = [...new Set(paths)].sort();
  // A child of a property that forces replacement as a whole says nothing more.
  const replaces = forceNew.filter((property) => !forceNew.some((other) => property.startsWith(`${other}.`)));
  return {
    replaces: replaces.length > 0 ? replaces : undefined,
    oneOf: byPath(rules.in, inputs),
    between: byPath(rules.range, inputs),
    length: byPath(rules.len, inputs),
    matches: byPath(rules.match, inputs),
  };
}

const [, , source, sdk, out] = process.argv;
const found = {};
for (const [terraformType, rules] of Object.entries(JSON.parse(fs.readFileSync(source, "utf8")))) {
  const file = candidateModules(terraformType)
    .map((module) => path.join(sdk, `${module}.js`))
    .find((candidate) => fs.existsSync(candidate));
  if (file === undefined) continue;
  const javascript = fs.readFileSync(file, "utf8");
  const token = /__pulumiType = '([^']+)'/.exec(javascript)?.[1];
  if (token === undefined || found[token] !== undefined) continue;
  const inputs = new Set([...javascript.matchAll(/resourceInputs\["(\w+)"\]/g)].map(([, name]) => name));
  const converted = convert(rules, inputs);
  if (Object.values(converted).some((rule) => rule !== undefined)) found[token] = converted;
}

// The provider takes one of a list or a text that matches; the extraction sees only the latter.
delete found["aws:cloudwatch/metricAlarm:MetricAlarm"].matches["metricQueries.metric.stat"];

const lines = Object.keys(found)
  .sort()
  // Go may write a number as 1_000.
  .map((token) => `${JSON.stringify(token)}: ${JSON.stringify(found[token]).replace(/"[\d_]+"/g, (digits) => digits.replaceAll("_", ""))}`);
fs.writeFileSync(out, `{\n${lines.join(",\n")}\n}\n`);
