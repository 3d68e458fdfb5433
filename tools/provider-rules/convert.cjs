"use strict";
// Turns what extract.go found into rules by Pulumi's type tokens and property names. See README.md.
const fs = require("node:fs"), path = require("node:path");
const [, , source, sdk, out] = process.argv;
const camel = (s) => s.replace(/_(\w)/g, (_, c) => c.toUpperCase());
const prefixes = [["db_", "rds"], ["rds_", "rds"], ["lb_", "lb"], ["cloudwatch_log_", "cloudwatch", "log_"], ["cloudwatch_event_", "cloudwatch", "event_"], ["cloudwatch_query_","cloudwatch","query_"], ["s3_bucket_", "s3", "bucket_"], ["s3_", "s3"], ["iam_", "iam"], ["ecs_", "ecs"], ["ecr_", "ecr"], ["kms_", "kms"], ["sns_", "sns"], ["sqs_","sqs"], ["secretsmanager_", "secretsmanager"], ["elasticache_", "elasticache"], ["backup_", "backup"], ["scheduler_", "scheduler"], ["appautoscaling_", "appautoscaling"], ["acm_", "acm"], ["cloudwatch_", "cloudwatch"], ["wafv2_", "wafv2"], ["ssm_", "ssm"], ["cloudtrail_","cloudtrail"], ["cloudtrail","cloudtrail"], ["guardduty_", "guardduty"], ["budgets_", "budgets"], ["prometheus_", "amp"], ["route53_", "route53"], ["flow_log","ec2","flow_log"], ["vpc_security_group_", "vpc", "security_group_"], ["vpc_endpoint","ec2","vpc_endpoint"], ["vpc_","ec2","vpc_"], ["codedeploy_","codedeploy"], ["servicediscovery_","servicediscovery"], ["synthetics_","synthetics"], ["lambda_","lambda"], ["dynamodb_","dynamodb"], ["efs_","efs"], ["accessanalyzer_","accessanalyzer"], ["securityhub_","securityhub"], ["inspector2_","inspector2"], ["cloudfront_","cloudfront"], ["chatbot_","chatbot"], ["sesv2_","sesv2"], ["grafana_","grafana"], ["restoretesting","backup"]];
const special = { aws_lb: "lb/loadBalancer", aws_db_instance: "rds/instance", aws_vpc: "ec2/vpc", aws_iam_openid_connect_provider: "iam/openIdConnectProvider", aws_scheduler_schedule: "scheduler/schedule", aws_instance: "ec2/instance", aws_cloudtrail: "cloudtrail/trail", aws_eip: "ec2/eip", aws_route53_zone: "route53/zone", aws_cloudwatch_dashboard: "cloudwatch/dashboard", aws_appautoscaling_scheduled_action: "appautoscaling/scheduledAction", aws_db_instance_automated_backups_replication: "rds/instanceAutomatedBackupsReplication", aws_lambda_function: "lambda/function", aws_s3_object: "s3/bucketObjectv2" };
const read = (mod) => { const f = path.join(sdk, mod + ".js"); return fs.existsSync(f) ? fs.readFileSync(f, "utf8") : undefined; };
const found = {};
const data = JSON.parse(fs.readFileSync(source, "utf8"));
for (const [tf, rules] of Object.entries(data)) {
  const rest = tf.replace(/^aws_/, "");
  const candidates = special[tf] ? [special[tf]] : [];
  if (candidates.length === 0) for (const [p, module, keep] of prefixes) if (rest.startsWith(p)) candidates.push(`${module}/${camel((keep ?? "") + rest.slice(p.length))}`);
  candidates.push(`ec2/${camel(rest)}`);
  for (const c of candidates) {
    const js = read(c);
    if (js === undefined) continue;
    const token = /__pulumiType = '([^']+)'/.exec(js)?.[1];
    if (token === undefined || found[token]) break;
    const inputs = new Set([...js.matchAll(/resourceInputs\["(\w+)"\]/g)].map((m) => m[1]));
    const top = (name) => [name, name + "s", name.replace(/y$/, "ies"), name + "es", name.replace(/s$/, "")].find((n) => inputs.has(n));
    const pathOf = (p) => { const [first, ...more] = p.split("."); const brackets = /(\[\])?$/.exec(first)[0]; const t = top(camel(first.replace(/\[\]$/, ""))); return t === undefined ? undefined : [t + brackets, ...more.map(camel)].join("."); };
    const map = (o) => { const e = Object.entries(o ?? {}).map(([k, v]) => [pathOf(k), v]).filter(([k]) => k !== undefined).sort(); return e.length === 0 ? undefined : Object.fromEntries(e); };
    const forceNew = [...new Set((rules.forceNew ?? []).map(pathOf).filter((p) => p !== undefined))].sort();
    // A child of a property that forces replacement as a whole says nothing more.
    const kept = forceNew.filter((p) => !forceNew.some((q) => q !== p && p.startsWith(q + ".")));
    const entry = { replaces: kept.length ? kept : undefined, oneOf: map(rules.in), between: map(rules.range), length: map(rules.len), matches: map(rules.match) };
    if (Object.values(entry).some((v) => v !== undefined)) found[token] = entry;
    break;
  }
}
// The provider takes one of a list or a text that matches; the extraction sees only the latter.
delete found["aws:cloudwatch/metricAlarm:MetricAlarm"].matches["metricQueries.metric.stat"];
const sorted = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
const lines = Object.entries(sorted).map(([token, rules]) => `${JSON.stringify(token)}: ${JSON.stringify(rules).replace(/"[\d_]+"/g, (digits) => digits.replaceAll("_", ""))}`);
fs.writeFileSync(out, `{\n${lines.join(",\n")}\n}\n`);
