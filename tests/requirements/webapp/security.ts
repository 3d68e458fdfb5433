import type { Fact, Proof } from "../proof";
import { noVariable, secretVariable, TYPE, variable } from "../resources";
import { alarm, API_PROBE, AUDIT, DUMP, FRONTEND, header, job, RECORD, runs, SITE, topicOf } from "./resources";

const ZONE_SETTING = "cloudflare:index/zoneSetting:ZoneSetting";

/** A limit of the web firewall, by the client that Cloudflare names. */
const limit = (rule: string, requests: number): readonly Fact[] => {
  const at = (property: string, equals: string | number): Fact => ({
    type: TYPE.webAcl, name: "web-firewall", property: `rules[name=${rule}].${property}`, equals,
  });
  return [
    at("statement.rateBasedStatement.limit", requests),
    at("statement.rateBasedStatement.evaluationWindowSec", 300),
    at("statement.rateBasedStatement.aggregateKeyType", "FORWARDED_IP"),
    at("statement.rateBasedStatement.forwardedIpConfig.headerName", "CF-Connecting-IP"),
    at("action.block.customResponse.responseCode", 429),
  ];
};

/** Each morning, as a role that only looks; whoever judges a finding hears of it. */
const audited: readonly Fact[] = [
  ...job(AUDIT, "cron(0 6 * * ? *)"),
  variable(`${AUDIT}-task-definition`, "PGUSER", "monitoring.ijvhqqdfthchtittyvnt"),
  secretVariable(`${AUDIT}-task-definition`, "PGPASSWORD", "secret-supabase-database", "readerPassword"),
  ...alarm(`${AUDIT}-findings`, ["security", "database"], {
    namespace: "Groundwork/Database",
    metricName: "SecurityFindings",
    "dimensions.System": "webapp-production",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    statistic: "Maximum",
    datapointsToAlarm: 1,
  }),
  // A run that does not come, or that fails, is told too: silence is no proof.
  ...alarm(`${AUDIT}-alarms-did-not-run`, ["devops", "database"], { metricName: "InvocationAttemptCount", treatMissingData: "breaching" }),
  { type: "aws:cloudwatch/eventTarget:EventTarget", name: `${AUDIT}-failures-topic-1`, property: "arn", linksTo: topicOf("database") },
];

const encrypted = (bucket: string, key: string): readonly Fact[] => {
  const rule = "rules[0].applyServerSideEncryptionByDefault";
  const of = { type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", name: `${bucket}-encryption` } as const;
  return [
    { ...of, property: `${rule}.sseAlgorithm`, equals: "aws:kms" },
    { ...of, property: `${rule}.kmsMasterKeyId`, linksTo: { type: "aws:kms/key:Key", name: key, output: "arn" } },
  ];
};

/** Rows about who may reach and read what. */
export const SECURITY: readonly Proof[] = [
  {
    id: "WEB-006",
    what: "The certificate is validated by DNS before anything listens with it, and somebody is told 30 days before it ends.",
    proofs: [
      { type: TYPE.certificate, name: "certificate", property: "validationMethod", equals: "DNS" },
      {
        type: TYPE.listener, name: "web-https", property: "certificateArn",
        linksTo: { type: TYPE.certificateValidation, name: "certificate", output: "certificateArn" },
      },
      { type: RECORD, name: `certificate-${SITE}`, property: "proxied", equals: false },
      ...alarm("alarms-certificate-certificate-expiry-warning", ["devops"], { metricName: "DaysToExpiry", threshold: 30 }),
      { policy: "acm-validated" },
    ],
  },
  {
    id: "WEB-009",
    what: "Each morning a job lists every policy and names each table without row-level security; whether a policy is the right one is tested with the application.",
    proofs: [...audited, runs(AUDIT, "from pg_policies where schemaname = any("), runs(AUDIT, "not c.relrowsecurity")],
  },
  {
    id: "WEB-012",
    what: "An address is blocked above 2000 requests in five minutes, and above 300 reports of events; Supabase limits its own API.",
    proofs: [
      ...limit("rate-requests", 2000),
      ...limit("rate-events", 300),
      { type: TYPE.webAcl, name: "web-firewall", property: "rules[name=rate-requests].statement.rateBasedStatement.scopeDownStatement", equals: undefined },
      {
        type: "aws:wafv2/webAclAssociation:WebAclAssociation", name: "web-firewall-load-balancer",
        property: "resourceArn", linksTo: { type: TYPE.loadBalancer, name: "web", output: "arn" },
      },
      { type: "cloudflare:index/ruleset:Ruleset", name: "edge-rate-limits", property: "rules[ref=rate-events].ratelimit.requestsPerPeriod", equals: 60 },
      { type: "cloudflare:index/ruleset:Ruleset", name: "edge-rate-limits", property: "rules[ref=rate-events].action", equals: "block" },
    ],
  },
  {
    id: "WEB-021",
    what: "The anon key is a secret that a person puts: it looks like the service key, which opens every table, so no such text is let into a file.",
    proofs: [
      secretVariable(FRONTEND, "VITE_SUPABASE_ANON_KEY", "secret-supabase-anon-key"),
      ...noVariable(FRONTEND, "VITE_SUPABASE_SERVICE_ROLE_KEY"),
      { type: TYPE.task, name: FRONTEND, property: "containerDefinitions[0].environment[name=VITE_SUPABASE_ANON_KEY]", equals: undefined },
      { type: TYPE.secretVersion, named: /supabase/, count: 0 },
      {
        setting: "services.frontend.environment.VITE_SUPABASE_ANON",
        refuses: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYW5vbiJ9",
        expected: /under secrets, not environment: the value looks like a credential/,
      },
      { policy: "ecs-no-plain-secrets" },
    ],
  },
  { id: "WEB-065", what: "No page may frame the site.", proofs: header("X-Frame-Options", "DENY") },
  { id: "WEB-066", what: "Browsers don't guess types.", proofs: header("X-Content-Type-Options", "nosniff") },
  { id: "WEB-067", what: "Other sites learn the host alone.", proofs: header("Referrer-Policy", "strict-origin-when-cross-origin") },
  { id: "WEB-068", what: "No page asks for camera, microphone or place.", proofs: header("Permissions-Policy", "camera=(), microphone=(), geolocation=()") },
  {
    id: "WEB-069",
    what: "The policy is exactly the document's; what it shuts out, Supabase too, is written down.",
    proofs: [
      ...header("Content-Security-Policy", "default-src 'self'; script-src 'self' 'unsafe-inline'"),
      { document: "docs/systems/webapp.md", heading: "What the CSP shuts out" },
    ],
  },
  {
    id: "WEB-070",
    what: "Browsers ask for HTTPS for a year, also below the domain, and without preload.",
    proofs: [
      ["enabled", true], ["max_age", 31_536_000], ["include_subdomains", true], ["preload", false],
    ].map(([key, equals]): Fact => ({
      type: ZONE_SETTING, name: "edge-zone-security-header", property: `value.strict_transport_security.${String(key)}`, equals,
    })),
  },
  {
    id: "WEB-071",
    what: "A table of schema public without row-level security raises an alarm the morning after.",
    proofs: [...audited, runs(AUDIT, "where c.relkind in (")],
  },
  {
    id: "WEB-072",
    what: "A function of schema public, whoever's rights it has, that takes its search_path from the caller raises an alarm the morning after.",
    proofs: [...audited, runs(AUDIT, "p.proconfig"), runs(AUDIT, "p.prokind in ("), { setting: "databaseJobs.jobs.security-audit.functions", refuses: "none", expected: /all/ }],
  },
  {
    id: "WEB-073",
    what: "Supabase's API refuses who shows no key, which a probe sees every five minutes; of the rest only the jobs may reach the database, each with a role and password.",
    proofs: [
      ...API_PROBE,
      { openings: "egress", port: 5432, exactly: ["firewall-jobs -> 0.0.0.0/0:5432"] },
      secretVariable(`${DUMP}-task-definition`, "PGPASSWORD", "secret-supabase-database", "password"),
      { type: "aws:lambda/functionUrl:FunctionUrl", count: 0 },
      { type: "aws:iam/user:User", count: 0 },
    ],
  },
  {
    id: "WEB-074",
    what: "Dumps rest under keys of their own, also in the other region; every way is TLS, and the jobs know the server by its certificate. At rest in Supabase it is Supabase's.",
    proofs: [
      ...encrypted("backups", "key-backups-key"),
      ...encrypted("copy-backups", "copy-key-backups-key"),
      { type: TYPE.task, name: /^(database-jobs-|backup-backup-database).*-task-definition$/, property: "containerDefinitions[0].environment[name=PGSSLMODE].value", equals: "verify-full" },
      { type: ZONE_SETTING, name: "edge-zone-ssl", property: "value", equals: "strict" },
      { type: ZONE_SETTING, name: "edge-zone-always-use-https", property: "value", equals: "on" },
      { type: TYPE.listener, name: "web-http", property: "defaultActions[0].redirect.protocol", equals: "HTTPS" },
      { policy: "s3-tls-only" },
    ],
  },
  {
    id: "WEB-076",
    what: "The document's query on pg_policies is part of the job of each morning, as a role that only looks; its answer stands in the log.",
    proofs: [
      ...audited,
      runs(AUDIT, "from pg_policies where schemaname = any("),
      runs(AUDIT, "order by schemaname, tablename, policyname"),
      { type: TYPE.logGroup, name: `${AUDIT}-task-log`, property: "retentionInDays", equals: 90 },
    ],
  },
  {
    id: "WEB-081",
    what: "Inspector looks at images and functions all the time, and at images when they are pushed; a workflow looks at packages and code each week.",
    proofs: [
      { type: "aws:inspector2/enabler:Enabler", name: "account-security-inspector", property: "resourceTypes", equals: ["ECR", "LAMBDA"] },
      { type: TYPE.repository, name: /./, property: "imageScanningConfiguration.scanOnPush", equals: true },
      { type: "aws:cloudwatch/eventTarget:EventTarget", name: "findings-securityhub-topic-0", property: "arn", linksTo: topicOf("security") },
      { workflow: "security.yml", property: "on.schedule", holds: { cron: "41 5 * * 1" } },
    ],
  },
];
