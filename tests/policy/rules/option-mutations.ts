import { jobsOf } from "../../../policy/role-grants";
import type { PolicyResource, Properties, Value } from "../../../policy/model";
import { isProperties, UNKNOWN } from "../../../rehearsal/provider/struct";
import { beside, edit, set, without } from "../../helpers/mutations";
import type { Mutation } from "../../helpers/mutations";

const AWS_PROVIDER = "pulumi:providers:aws";
const STACK = "pulumi:pulumi:Stack";
const ROLE = "aws:iam/role:Role";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const INLINE = "aws:iam/rolePolicy:RolePolicy";
const POLICY = "aws:iam/policy:Policy";
const RULESET = "cloudflare:index/ruleset:Ruleset";
const VPC = "aws:ec2/vpc:Vpc";
const QUEUE = "aws:sqs/queue:Queue";

type Where = (resource: PolicyResource) => boolean;
const named = (pattern: RegExp): Where => ({ name }) => pattern.test(name);
const CACHE: Where = ({ properties }) => properties.phase === "http_request_cache_settings";
const PREVIEW = named(/^deploy-identity-preview$/);
const document = (...statements: readonly Properties[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allowing = (action: Value, resource: Value = "*") => document({ Effect: "Allow", Action: action, Resource: resource });

/** The rules over options read nothing else of a resource but its type, so two of each are enough. */
const some = (resources: readonly PolicyResource[], type: string) => resources.filter((resource) => resource.type === type).slice(0, 2);

/** Ignores one thing more. */
const ignoring = (property: string, type: string): Mutation => ({ resources }) =>
  some(resources, type).map((from) => {
    const to = { ...from, options: { ...from.options, ignoreChanges: [...from.options.ignoreChanges, property] } };
    return { what: `${property} ignored by ${from.name}`, from, to, stack: { resources: resources.map((resource) => (resource === from ? to : resource)) } };
  });

/** Nothing is left that owns what is ignored. */
const withoutOwner = (owner: string, property: string): Mutation => ({ resources }) =>
  resources.some(({ options }) => options.ignoreChanges.includes(property)) ? [{ what: `${property} ignored without any ${owner}`, stack: { resources: resources.filter(({ type }) => type !== owner) } }] : [];

/** Has another provider, by its URN. */
const provided = (provider: string | undefined, type: string): Mutation => ({ resources }) =>
  some(resources, type).map((from) => {
    const to = { ...from, provider };
    return { what: `${provider ?? "no provider"} of ${from.name}`, from, to, stack: { resources: resources.map((resource) => (resource === from ? to : resource)) } };
  });

/** The engine's own provider beside ours, as a resource without one has it. */
const byDefault: Mutation = ({ resources }) => {
  const own = resources.find(({ type }) => type === AWS_PROVIDER);
  const queue = resources.find(({ type }) => type === QUEUE);
  if (own === undefined || queue === undefined) return [];
  const added = { ...own, name: "default_7_48_0", urn: own.urn.replace(/::aws[a-z-]*$/, "::default_7_48_0") };
  return [{ what: "a queue of the default provider", stack: { resources: [...resources.map((resource) => (resource === queue ? { ...queue, provider: added.urn } : resource)), added] } }];
};

const withoutKey = (properties: Properties, gone: string): Properties => Object.fromEntries(Object.entries(properties).filter(([key]) => key !== gone));
/** Default tags, with each as it is given. */
const tagging = (what: string, change: (tags: Properties) => Value): Mutation =>
  edit(AWS_PROVIDER, what, (properties) => {
    const given: Value = JSON.parse(String(properties.defaultTags));
    return { ...properties, defaultTags: JSON.stringify({ tags: change(isProperties(given) && isProperties(given.tags) ? given.tags : {}) }) };
  });

/** Changes the rules of the cache, each by itself. */
const rules = (what: string, change: (rule: Properties) => Properties, where: Where = CACHE): Mutation =>
  edit(RULESET, what, (properties) => ({ ...properties, rules: Array.isArray(properties.rules) ? properties.rules.map((rule: Value) => (isProperties(rule) ? change(rule) : rule)) : [] }), where);
const isKept = ({ ref }: Properties) => ref !== "bypass";
const expression = (what: string, change: (text: string) => string, where: (rule: Properties) => boolean) =>
  rules(what, (rule) => (where(rule) ? { ...rule, expression: change(String(rule.expression)) } : rule), keepsSomething);
const keepsSomething: Where = (resource) => CACHE(resource) && Array.isArray(resource.properties.rules) && resource.properties.rules.length > 1;
const COOKIE = /(http\.cookie eq "")|(not http\.cookie contains "[^"]+")/g;
const AUTHORIZATION = 'not len(http.request.headers["authorization"]) > 0';

/** A role of a pipeline also may do this, whoever it is. */
const previewMay = (policy: Value, role: Where = PREVIEW) => beside(ROLE, INLINE, "role", { policy }, role);

/** What the deployer may, for a role that nobody knows. */
const attachedToAnybody: Mutation = ({ resources }) =>
  resources.filter(({ name, type }) => type === ATTACHMENT && name === "deploy-identity-deploy-change").map((from) => {
    const { role: _, ...propertyDependencies } = from.propertyDependencies;
    const to = { ...from, properties: { ...from.properties, role: UNKNOWN }, propertyDependencies };
    return { what: `${from.name} for an unknown role`, stack: { resources: resources.map((resource) => (resource === from ? to : resource)) } };
  });

/** An output, with each known secret of a type. */
const exported = (output: string, type: string, property: string, text: (secret: string) => Value): Mutation => ({ resources }) =>
  resources
    .filter(({ type: own, properties }) => own === type && typeof properties[property] === "string" && properties[property] !== UNKNOWN && !String(properties[property]).startsWith("{"))
    .slice(0, 2)
    .map(({ name, properties }) => ({
      what: `${property} of ${name} as ${output}`,
      stack: { resources: resources.map((resource) => (resource.type === STACK ? { ...resource, properties: { ...resource.properties, [output]: text(String(properties[property])) } } : resource)) },
    }));

/** What is broken for each rule about options, providers, roles of pipelines and the edge's cache. */
export const OPTION_MUTATIONS: Readonly<Record<string, readonly Mutation[]>> = {
  "cf-cache-safe": [
    rules("cached in the bypass of", (rule) => (isKept(rule) ? rule : { ...rule, actionParameters: { cache: true } })),
    rules("no word on the cache in the bypass of", (rule) => (isKept(rule) ? rule : { ...rule, actionParameters: {} })),
    rules("without its bypass", (rule) => (isKept(rule) ? rule : { ...rule, enabled: false })),
    rules("a bypass that may be off", (rule) => (isKept(rule) ? rule : { ...rule, enabled: UNKNOWN })),
    rules("a bypass elsewhere in", (rule) => (isKept(rule) ? rule : { ...rule, expression: 'http.host eq "other.example.org"' })),
    rules("a bypass of some paths in", (rule) => (isKept(rule) ? rule : { ...rule, expression: `${String(rule.expression)} and http.request.uri.path eq "/"` })),
    expression("Authorization kept by", (text) => text.replace(AUTHORIZATION, "true"), isKept), expression("cookies kept by", (text) => text.replaceAll(COOKIE, "true"), isKept),
    expression("others too kept by", (text) => `${text} or http.request.uri.path eq "/account"`, isKept), expression("others too kept by a sign in", (text) => `http.request.uri.path eq "/account" || ${text}`, isKept),
    expression("the contrary kept by", (text) => `not (${text})`, isKept), expression("either kept by", (text) => `(${text})`.replaceAll(" and ", " or "), isKept),
    expression("all in quotes in", (text) => `http.user_agent eq "${text.replaceAll('"', "'")}"`, isKept), expression("another header asked by", (text) => text.replace("authorization", "x-user"), isKept),
    rules("everything kept last in", (rule) => (isKept(rule) ? { ...rule, expression: "true", actionParameters: { edgeTtl: { mode: "override_origin", default: 60 } } } : rule), keepsSomething),
    set(RULESET, "rules", [], CACHE), set(RULESET, "rules", UNKNOWN, CACHE),
  ],
  "iam-preview-readonly": [
    ...["s3:PutObject", "S3:P*", "*", "s3:*", "?et:*", "*:Get*", "iam:PassRole", "kms:Encrypt", "kms:GenerateDataKey"].map((action) => previewMay(allowing(action))),
    previewMay(document({ Effect: "Allow", NotAction: "iam:*", Resource: "*" })), previewMay(document({ effect: "allow", action: ["EC2:RunInstances"], resource: "*" })),
    ...["secretsmanager:GetSecretValue", "secretsmanager:Get*", "SSM:GetParameter*", "kms:Decrypt", "kms:D*"].map((action) => previewMay(allowing(action))),
    previewMay(allowing("s3:PutObject", "arn:aws:s3:::state/.pulumi/*")), previewMay(allowing("s3:DeleteObject", "arn:aws:s3:::*/.pulumi/locks/*")), previewMay(allowing(["s3:PutObject", "s3:PutBucketPolicy"], "arn:aws:s3:::state/.pulumi/locks/*")),
    previewMay(allowing("kms:Decrypt", "arn:aws:kms:*:1:key/1")), previewMay(allowing("kms:Encrypt", "arn:aws:kms:eu-central-1:1:key/*")), previewMay(UNKNOWN), previewMay("{"), previewMay(document({ Effect: "Allow", Action: "kms:Encrypt", NotResource: "arn:aws:kms:eu-central-1:1:key/1" })),
    // What the drift's role changes, and what a second deployer does.
    previewMay(allowing("ec2:StopInstances"), named(/^deploy-identity-drift$/)),
    ...["AdministratorAccess", "PowerUserAccess", "AmazonS3FullAccess"].flatMap((name) => [set(ATTACHMENT, "policyArn", `arn:aws:iam::aws:policy/${name}`, named(/^deploy-identity-preview-/)), set(ROLE, "managedPolicyArns", [`arn:aws:iam::aws:policy/${name}`], PREVIEW)]),
    beside(ROLE, "aws:iam/policyAttachment:PolicyAttachment", "roles", { policyArn: "arn:aws:iam::1:policy/of-others" }, PREVIEW), beside(ROLE, "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "roleName", { policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", UNKNOWN] }, PREVIEW),
    set(ROLE, "inlinePolicies", [{ name: "more", policy: "{}" }], PREVIEW), set(POLICY, "policy", allowing("ec2:StopInstances"), named(/^deploy-identity-read$/)), attachedToAnybody,
    // Its environment has no name that says what it is for.
    ({ resources }) => {
      const jobs = /environment:[a-z-]*preview/g;
      const asOther = (resource: PolicyResource) => (resource.type === ROLE && jobsOf(resource.properties.assumeRolePolicy).some((job) => /preview/.test(job)) ? { ...resource, properties: { ...resource.properties, assumeRolePolicy: String(resource.properties.assumeRolePolicy).replaceAll(jobs, "environment:look") } } : resource);
      return previewMay(allowing("ec2:StopInstances"))({ resources: resources.map(asOther) }).map(({ what, stack }) => ({ what: `${what}, by another name`, stack }));
    },
    // The deployer's role is for anybody who opens a pull request.
    ({ resources }) => resources.filter(({ name, type }) => type === ROLE && name === "deploy-identity-deploy").map((from) => {
      const to = { ...from, properties: { ...from.properties, assumeRolePolicy: String(from.properties.assumeRolePolicy).replaceAll(/environment:[a-z-]+/g, "pull_request") } };
      return { what: `pull_request in ${from.name}`, from, to, stack: { resources: resources.map((resource) => (resource === from ? to : resource)) } };
    }),
  ],
  "ignored-changes-listed": [
    ...["aws:rds/instance:Instance", "aws:ecs/service:Service", QUEUE, "postgresql:index/grant:Grant", "groundwork:firewall:Firewall"].map((type) => ignoring("*", type)),
    withoutOwner("aws:appautoscaling/scheduledAction:ScheduledAction", "minCapacity"), withoutOwner("aws:appautoscaling/scheduledAction:ScheduledAction", "maxCapacity"),
    ...["secretString", "versionStages", "password"].map((property) => withoutOwner("aws:secretsmanager/secretRotation:SecretRotation", property)),
    ignoring("storageEncrypted", "aws:rds/instance:Instance"), ignoring("deletionProtection", "aws:rds/instance:Instance"), ignoring("taskDefinition", "aws:ecs/service:Service"), ignoring("policy", "aws:s3/bucketPolicy:BucketPolicy"),
    ignoring("cidrIpv4", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"), ignoring("assumeRolePolicy", ROLE), ignoring("desiredcount", "aws:ecs/service:Service"), ignoring("actions[0]", "aws:lb/listenerRule:ListenerRule"), ignoring("superuser", "postgresql:index/role:Role"),
  ],
  "provider-not-default": [
    without(AWS_PROVIDER, named(/^aws$/)), provided(undefined, VPC), provided("urn:pulumi:production::groundwork::pulumi:providers:aws::default_7_48_0", VPC), provided("urn:elsewhere", QUEUE), byDefault,
  ],
  "resources-tagged": [
    ...["System", "Environment", "Owner"].flatMap((key) => [
      tagging(`without ${key} in`, (tags) => withoutKey(tags, key)), tagging(`${key} empty in`, (tags) => ({ ...tags, [key]: "" })), tagging(`${key} blank in`, (tags) => ({ ...tags, [key]: " " })), tagging(`${key.toLowerCase()} for ${key} in`, (tags) => ({ ...withoutKey(tags, key), [key.toLowerCase()]: tags[key] ?? "" })),
      set(VPC, `tags.${key}`, ""), set(VPC, `tags.${key}`, UNKNOWN),
    ]),
    set(AWS_PROVIDER, "defaultTags", undefined), set(AWS_PROVIDER, "defaultTags", "{}"), set(AWS_PROVIDER, "defaultTags", "tags"),
  ],
  "secret-not-exported": [
    set(STACK, "databasePassword", UNKNOWN), set(STACK, "databasePassword", ""), set(STACK, "loadBalancer", { dnsName: UNKNOWN }), set(STACK, "URL", "https://app.example.org"),
    exported("url", "postgresql:index/role:Role", "password", (secret) => `postgresql://app:${secret}@localhost`), exported("taskCommands", "aws:rds/instance:Instance", "password", (secret) => ({ restore: ["psql", `PGPASSWORD=${secret}`] })),
    exported("secretCommands", "aws:secretsmanager/secretVersion:SecretVersion", "secretString", (secret) => secret), exported("dashboardName", "aws:elasticache/replicationGroup:ReplicationGroup", "authToken", (secret) => secret),
  ],
};
