import type { Fact, Proof } from "../proof";
import { inGroup, secretVariable, TYPE, variable } from "../resources";
import { ALL_HOSTS, API, API_GREEN, DATA_PROTECTION, facts, FRONTEND, FRONTEND_GREEN, header, N8N, OBJECT_LOCK, RECORD, RULESET, ZONE_SETTING } from "./resources";

const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const VAULT = "aws:backup/vault:Vault";
const TRAIL = "aws:cloudtrail/trail:Trail";
const STANDARD = "aws:securityhub/standardsSubscription:StandardsSubscription";

const keyOf = (purpose: string) => ({ type: "aws:kms/key:Key", name: `${purpose}-key`, output: "arn" });

/** One of HSTS's own: it is the zone's, for every name in it. */
const HSTS: readonly Fact[] = facts(ZONE_SETTING, "edge-zone-security-header", {
  settingId: "security_header",
  "value.strict_transport_security.enabled": true,
  "value.strict_transport_security.max_age": 31_536_000,
  "value.strict_transport_security.include_subdomains": true,
  "value.strict_transport_security.preload": false,
});

/** The class of a resource's data, and the key or bar that comes with the class. */
const classed = (type: string, name: string, dataClass: string, properties: Readonly<Record<string, Fact["equals"]>> = {}): readonly Fact[] =>
  facts(type, name, { "tags.DataClass": dataClass, ...properties });
const closed = (bucket: string): readonly Fact[] =>
  facts("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", `${bucket}-public-access-block`, { blockPublicPolicy: true, restrictPublicBuckets: true });

/** What is masked in the log of the services, the tasks and the database. */
const MASKED: readonly Fact[] = ["api-blue", "api-green", "frontend-blue", "frontend-green", "workflows", "migrate", "migrate-back", "purge-closed-accounts", "database"].flatMap(
  (name): Fact[] => [
    { type: DATA_PROTECTION, name: `log-privacy-${name}`, property: "policyDocument.Statement[1].Operation", equals: { Deidentify: { MaskConfig: {} } } },
    ...["Address", "EmailAddress", "Name"].map((kind): Fact => ({
      type: DATA_PROTECTION, name: `log-privacy-${name}`, property: "policyDocument.Statement[1].DataIdentifier",
      includes: `arn:aws:dataprotection::aws:data-identifier/${kind}`,
    })),
    ...["PhilSysCardNumber", "PhilippineMobileNumber"].map((kind): Fact => ({
      type: DATA_PROTECTION, name: `log-privacy-${name}`, property: "policyDocument.Statement[1].DataIdentifier", includes: kind,
    })),
  ],
);

/** Rows about who may reach and read what. */
export const SECURITY: readonly Proof[] = [
  {
    id: "LIV-014",
    what: "Certificates are issued and renewed by themselves, for the edge and behind it; plain HTTP is sent to HTTPS.",
    proofs: [
      ...facts(TYPE.certificate, "certificate", { validationMethod: "DNS", subjectAlternativeNames: ["frontend", "api", "files", "workflows"].map((name) => `${name}.mswd-livelihood.example`) }),
      { type: TYPE.certificateValidation, name: "certificate", property: "certificateArn", linksTo: { type: TYPE.certificate, name: "certificate", output: "arn" } },
      { type: RECORD, named: /^certificate-/, count: 4 },
      ...facts(ZONE_SETTING, "edge-zone-always-use-https", { settingId: "always_use_https", value: "on" }),
      ...facts(ZONE_SETTING, "edge-zone-ssl", { settingId: "ssl", value: "strict" }),
      ...facts(TYPE.listener, "web-http", { "defaultActions[0].redirect.protocol": "HTTPS", "defaultActions[0].redirect.statusCode": "HTTP_301" }),
    ],
  },
  {
    id: "LIV-015",
    what: "SECRET_KEY is 64 random letters and digits, 381 bits where the document wants 256, and reaches the tasks as a secret.",
    proofs: [
      ...facts(TYPE.password, "secret-application-key", { length: 64, special: false }),
      { type: TYPE.secretVersion, name: "secret-application-key", property: "secretString", linksTo: { type: TYPE.password, name: "secret-application-key", output: "result" } },
      ...facts(TYPE.secretVersion, "secret-application-key", { "secret:secretString": true }),
      secretVariable(API, "SECRET_KEY", "secret-application-key"),
      secretVariable(API_GREEN, "SECRET_KEY", "secret-application-key"),
      { setting: "secrets.application-key.length", refuses: 32, expected: /^64, the length of an application key/ },
    ],
  },
  { id: "LIV-021", what: "Every answer has X-Content-Type-Options nosniff.", proofs: header("X-Content-Type-Options", "nosniff") },
  { id: "LIV-022", what: "Every answer has X-Frame-Options DENY.", proofs: header("X-Frame-Options", "DENY") },
  { id: "LIV-023", what: "Every answer has X-XSS-Protection 1; mode=block.", proofs: header("X-XSS-Protection", "1; mode=block") },
  {
    id: "LIV-024",
    what: "Every answer of the zone has HSTS for a year, with subdomains and without preload.",
    proofs: [...HSTS, ...ALL_HOSTS.flatMap((host) => facts(RECORD, `site-${host}`, { proxied: true }))],
  },
  {
    id: "LIV-025",
    what: "Every answer has the document's Content-Security-Policy and no other; a further source is a setting.",
    proofs: header("Content-Security-Policy", "default-src 'self'"),
  },
  { id: "LIV-026", what: "Every answer has Referrer-Policy strict-origin-when-cross-origin.", proofs: header("Referrer-Policy", "strict-origin-when-cross-origin") },
  {
    id: "LIV-027",
    what: "Everything at rest is encrypted with keys of the system.",
    proofs: [
      ...facts(TYPE.database, "database-primary", { storageEncrypted: true }),
      { type: TYPE.database, name: "database-primary", property: "kmsKeyId", linksTo: keyOf("key-data") },
      ...facts(TYPE.cache, "cache-group", { atRestEncryptionEnabled: true }),
      { type: TYPE.cache, name: "cache-group", property: "kmsKeyId", linksTo: keyOf("key-data") },
      ...["bucket-documents", "bucket-public"].map((bucket): Fact => ({
        type: ENCRYPTION, name: `${bucket}-encryption`, property: "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId", linksTo: keyOf("key-data"),
      })),
      { type: TYPE.logGroup, name: /^(service|task|database-logs|backup|database-jobs)-/, property: "kmsKeyId", linksTo: keyOf("key-logs") },
      { type: TYPE.topic, name: /^channels-/, property: "kmsMasterKeyId", linksTo: keyOf("key-notifications") },
      { type: VAULT, name: "vault", property: "kmsKeyArn", linksTo: keyOf("key-backups") },
      { type: TYPE.secret, name: /./, property: "kmsKeyId", linksTo: keyOf("key-secrets") },
    ],
  },
  {
    id: "LIV-028",
    what: "Everything that is sent is encrypted: to the edge, the load balancer, the database, the proxy, the cache and S3.",
    proofs: [
      ...facts(ZONE_SETTING, "edge-zone-min-tls-version", { value: "1.2" }),
      ...facts(ZONE_SETTING, "edge-zone-ssl", { value: "strict" }),
      ...facts(TYPE.listener, "web-https", { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" }),
      ...facts(TYPE.parameters, "database-parameters", { "parameters[name=rds.force_ssl].value": "1" }),
      ...facts("aws:rds/proxy:Proxy", "connection-proxy", { requireTls: true }),
      ...facts(TYPE.cache, "cache-group", { transitEncryptionEnabled: true }),
      { type: "aws:s3/bucketPolicy:BucketPolicy", name: /./, property: "policy", includes: '"aws:SecureTransport":["false"]' },
      variable(N8N, "DB_POSTGRESDB_SSL_ENABLED", "true"),
    ],
  },
  {
    id: "LIV-029",
    what: "Names, addresses, mail addresses, mobile and card numbers are masked in the logs of all services, tasks and the database, statements included; masking hides from readers and deletes nothing.",
    proofs: MASKED,
  },
  {
    id: "LIV-031",
    what: "Dumps, recovery points and their copies are encrypted with keys of each region.",
    proofs: [
      { type: VAULT, name: "vault", property: "kmsKeyArn", linksTo: keyOf("key-backups") },
      { type: VAULT, name: "copy-vault", property: "kmsKeyArn", linksTo: keyOf("copy-key-backups") },
      { type: ENCRYPTION, name: "backups-encryption", property: "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId", linksTo: keyOf("key-backups") },
      { type: ENCRYPTION, name: "copy-backups-encryption", property: "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId", linksTo: keyOf("copy-key-backups") },
      ...facts(TYPE.database, "database-primary", { storageEncrypted: true }),
    ],
  },
  {
    id: "LIV-032",
    what: "Each task has a role of its own, each purpose a user of the database, and each service the connections that it needs.",
    proofs: [
      ...[API, FRONTEND, N8N].flatMap((name): Fact[] => {
        const role = name.replace("-definition", "");
        return [
          { type: TYPE.task, name, property: "taskRoleArn", linksTo: { type: "aws:iam/role:Role", name: `${role}-task`, output: "arn" } },
          { type: TYPE.task, name, property: "executionRoleArn", linksTo: { type: "aws:iam/role:Role", name: `${role}-execution`, output: "arn" } },
        ];
      }),
      ...facts(TYPE.grant, "database-roles-application-table", { privileges: ["DELETE", "INSERT", "SELECT", "UPDATE"] }),
      ...facts(TYPE.grant, "database-roles-monitoring-table", { privileges: ["SELECT"] }),
      ...facts(TYPE.grant, "database-roles-public-database", { role: "public", privileges: [] }),
      ...facts(TYPE.grant, "database-workflows-public-database", { role: "public", privileges: [] }),
      { openings: "ingress", of: "firewall-database", exactly: ["api", "connection-proxy", "jobs", "rotation", "tunnel", "workflows"].map((role) => `firewall-${role} -> firewall-database:5432`) },
      ...inGroup("service-frontend-blue-service", "firewall-frontend"),
      { policy: "iam-no-star-action" },
      { policy: "iam-passrole-narrow" },
    ],
  },
  {
    id: "LIV-062",
    what: "No task of production logs for debugging.",
    proofs: [
      ...[API, API_GREEN, FRONTEND, FRONTEND_GREEN, N8N].map((name) => variable(name, "LOG_LEVEL", "INFO")),
      variable(N8N, "N8N_LOG_LEVEL", "info"),
      { policy: "ecs-no-debug" },
    ],
  },
  {
    id: "LIV-090",
    what: "One address may send 1200 requests in five minutes, and 60 to the login; the document names no number.",
    proofs: [
      ...facts(TYPE.webAcl, "web-firewall", {
        "rules[name=rate-requests].statement.rateBasedStatement.limit": 1200,
        "rules[name=rate-requests].statement.rateBasedStatement.evaluationWindowSec": 300,
        "rules[name=rate-requests].statement.rateBasedStatement.aggregateKeyType": "FORWARDED_IP",
        "rules[name=rate-login].statement.rateBasedStatement.limit": 60,
      }),
      { type: "aws:wafv2/webAclAssociation:WebAclAssociation", name: "web-firewall-load-balancer", property: "resourceArn", linksTo: { type: TYPE.loadBalancer, name: "web", output: "arn" } },
      { setting: "webFirewall.rateLimits", refuses: {}, expected: /^1 to 9 rate limits/ },
    ],
  },
  {
    id: "LIV-133",
    what: "What access nobody has used for 30 days is a finding, for the monthly review.",
    proofs: [
      ...facts("aws:accessanalyzer/analyzer:Analyzer", "account-security-unused-access", { type: "ACCOUNT_UNUSED_ACCESS", "configuration.unusedAccess.unusedAccessAge": 30 }),
      { document: "docs/operations/maintenance.md", heading: "Every month" },
    ],
  },
  {
    id: "LIV-183",
    what: "Public data has a bucket of its own, and is all that the edge keeps of the files; even that bucket is read through the API alone.",
    proofs: [
      ...classed(TYPE.bucket, "bucket-public", "public"),
      ...closed("bucket-public"),
      { type: RULESET, name: "edge-cache", property: "rules[1].expression", includes: 'starts_with(http.request.uri.path, "/public/")' },
      ...facts(RULESET, "edge-cache", { "rules.length": 3, "rules[0].actionParameters.cache": false }),
    ],
  },
  {
    id: "LIV-184",
    what: "Logs of the platform itself are internal, and kept from everybody outside.",
    proofs: [
      ...classed(TYPE.logGroup, "connection-proxy-log", "internal", { retentionInDays: 365 }),
      ...classed(TYPE.logGroup, "probe-site-log", "internal"),
      ...classed(TYPE.bucket, "archive-config", "internal"),
      ...closed("archive-config"),
    ],
  },
  {
    id: "LIV-185",
    what: "Documents, logs with people's data, archives and backups are confidential or more, and each has a key of the system.",
    proofs: [
      ...classed(TYPE.bucket, "bucket-documents", "confidential"),
      { type: ENCRYPTION, name: "bucket-documents-encryption", property: "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId", linksTo: keyOf("key-data") },
      ...closed("bucket-documents"),
      ...classed(TYPE.logGroup, "service-api-blue-task-log", "confidential"),
      ...classed(TYPE.bucket, "archive-audit-logs", "confidential"),
      ...classed(VAULT, "vault", "confidential"),
      { setting: "storage.buckets.documents.dataClass", refuses: "secret", expected: /^one of public, internal, confidential, restricted/ },
    ],
  },
  {
    id: "LIV-186",
    what: "Credentials and keys are restricted, encrypted with the secrets' own key, and can be had back for 30 days.",
    proofs: [
      ...facts(TYPE.secret, /./, { "tags.DataClass": "restricted", recoveryWindowInDays: 30 }),
      { type: TYPE.secret, name: /./, property: "kmsKeyId", linksTo: keyOf("key-secrets") },
      // No policy opens a secret to another account.
      { type: "aws:secretsmanager/secretPolicy:SecretPolicy", count: 0 },
    ],
  },
  {
    id: "LIV-196",
    what: "A trail of all regions records who changed what, in files that can be verified and nobody deletes for 7 years.",
    proofs: [
      ...facts(TRAIL, "audit-trail", { isMultiRegionTrail: true, enableLogFileValidation: true, enableLogging: true }),
      { type: TRAIL, name: "audit-trail", property: "s3BucketName", linksTo: { type: TYPE.bucket, name: "archive-audit", output: "bucket" } },
      ...facts(OBJECT_LOCK, "archive-audit-object-lock", { "rule.defaultRetention.mode": "GOVERNANCE", "rule.defaultRetention.days": 2557 }),
    ],
  },
  {
    id: "LIV-197",
    what: "Data should rest in the Philippines, where AWS has no region: the stack names Singapore and Tokyo as an exception with its reason, and no other region is taken.",
    proofs: [
      ...facts(TYPE.awsProvider, "aws", { region: "ap-southeast-1" }),
      ...facts(TYPE.awsProvider, "aws-backup-region", { region: "ap-northeast-1" }),
      { setting: "account.residency.exception", refuses: undefined, expected: /^regions of PH, or groundwork:account\.residency\.exception with a reason/ },
      { setting: "account.region", refuses: "eu-central-1", expected: /^one of groundwork:account\.allowedRegions: ap-southeast-1, ap-northeast-1/ },
    ],
  },
  {
    id: "LIV-199",
    what: "Security Hub checks the account against AWS's own standard and that of CIS.",
    proofs: [
      { type: STANDARD, count: 2 },
      { type: STANDARD, name: "account-security-aws-foundational", property: "standardsArn", matches: /aws-foundational-security-best-practices/ },
      { type: STANDARD, name: "account-security-cis", property: "standardsArn", matches: /cis-aws-foundations-benchmark/ },
      ...facts("aws:cfg/recorderStatus:RecorderStatus", "configuration-on", { isEnabled: true }),
    ],
  },
];
