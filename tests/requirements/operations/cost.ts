import type { Fact, Proof } from "../proof";
import { inStack } from "../proof";
import { linkedVariable, TYPE } from "../resources";
import { API, facts, RULESET, SCALING_TARGET, SERVICES } from "./resources";

const COSTS = { document: "docs/systems/operations.md", heading: "Costs" };
const BUDGET = "aws:budgets/budget:Budget";
const SCHEDULED = "aws:appautoscaling/scheduledAction:ScheduledAction";

/** What is scaled to nothing, and back, by the clock. */
const sleeps = (service: string): readonly Fact[] => [
  ...facts(SCHEDULED, `scaling-${service}-off-hours-stop`, {
    schedule: "cron(0 20 ? * MON,TUE,WED,THU,FRI *)", "scalableTargetAction.minCapacity": 0, "scalableTargetAction.maxCapacity": 0,
  }),
  ...facts(SCHEDULED, `scaling-${service}-off-hours-start`, {
    schedule: "cron(0 7 ? * MON,TUE,WED,THU,FRI *)", "scalableTargetAction.minCapacity": 1, "scalableTargetAction.maxCapacity": 1,
  }),
];

const calls = (name: string, schedule: string, action: string): readonly Fact[] =>
  facts(TYPE.schedule, name, { scheduleExpression: schedule, "target.arn": `arn:aws:scheduler:::aws-sdk:rds:${action}`, state: "ENABLED" });

const lifecycle = (bucket: string, moves: Readonly<Record<string, number>>): readonly Fact[] =>
  facts(TYPE.lifecycle, `${bucket}-lifecycle`, Object.fromEntries(
    Object.entries(moves).map(([storageClass, after]) => [`rules[id=all-objects].transitions[storageClass=${storageClass}].days`, after]),
  ));

const limited = facts(BUDGET, "budget-monthly", { budgetType: "COST", limitAmount: "95", limitUnit: "USD", timeUnit: "MONTHLY" });

/** Rows about what it may cost. */
export const COST: readonly Proof[] = [
  {
    id: "OPS-148",
    what: "Two services scale by themselves, as priced; what they cost elsewhere is written down.",
    proofs: [...SERVICES.flatMap((service) => facts(SCALING_TARGET, `scaling-${service}-target`, { minCapacity: 2, maxCapacity: 10 })), { type: SCALING_TARGET, count: 2 }, COSTS],
  },
  {
    id: "OPS-149",
    what: "The database's bill is in the budget; its 4 GB elsewhere are written down.",
    proofs: [...facts(TYPE.database, "database-primary", { instanceClass: "db.t4g.medium" }), ...limited, COSTS],
  },
  {
    id: "OPS-150",
    what: "A node of the cache has 1.37 GiB, the smallest that holds 1 GB.",
    proofs: [
      ...facts(TYPE.cache, "cache-group", { nodeType: "cache.t4g.small" }),
      ...inStack("staging", facts(TYPE.cache, "cache-group", { nodeType: "cache.t4g.small" })),
      COSTS,
    ],
  },
  {
    id: "OPS-151",
    what: "Files move to cheaper classes as they age; what 50 GB cost is written down.",
    proofs: [...lifecycle("bucket-documents", { STANDARD_IA: 90, GLACIER_IR: 365 }), COSTS],
  },
  {
    id: "OPS-152",
    what: "The zone is on the free plan, and nothing is asked of it that this plan can't do.",
    proofs: [
      { type: "cloudflare:index/zoneSetting:ZoneSetting", named: /http2$/, count: 0 },
      { type: RULESET, named: /rate-limits$/, count: 0 },
      { setting: "edge.rateLimits", refuses: { login: { requests: 20, periodSeconds: 60, blockSeconds: 60 } }, expected: /^none: the free plan has no rate limit/ },
      COSTS,
    ],
  },
  {
    id: "OPS-153",
    what: "The budget of a month is 95 USD of AWS's bill; more is told before and when it is reached.",
    proofs: [
      ...limited,
      ...facts(BUDGET, "budget-monthly", { "notifications[2].threshold": 100, "notifications[2].notificationType": "ACTUAL", "notifications[3].notificationType": "FORECASTED" }),
      { type: BUDGET, name: "budget-monthly", property: "notifications[2].subscriberSnsTopicArns", linksTo: { type: TYPE.topic, name: "channels-email", output: "arn" } },
    ],
  },
  {
    id: "OPS-158",
    what: "The budget is the 95 of AWS's part, not the 161 that hold bills of others too.",
    proofs: [...limited, COSTS],
  },
  {
    id: "OPS-159",
    what: "Costs are counted by system and environment, by tags that every resource has.",
    proofs: [
      ...facts(BUDGET, "budget-monthly", {
        "filterExpression.ands[0].tags.key": "System", "filterExpression.ands[0].tags.values": ["operations"],
        "filterExpression.ands[1].tags.key": "Environment", "filterExpression.ands[1].tags.values": ["production"],
      }),
      ...facts("aws:costexplorer/anomalyMonitor:AnomalyMonitor", "cost-anomalies-monitor", { "monitorSpecification.Tags.Key": "System" }),
    ],
  },
  {
    id: "OPS-161",
    what: "Heavy reads have a replica to go to.",
    proofs: [linkedVariable(API, "DATABASE_READER_HOSTS", { type: TYPE.database, name: "database-replica-1-instance", output: "address" })],
  },
  {
    id: "OPS-162",
    what: "Files, answers and pages are kept at the edge, and its data centres ask each other first.",
    proofs: [
      ...facts(RULESET, "edge-cache", { "rules[1].ref": "cache-pages", "rules[2].ref": "cache-answers", "rules[3].ref": "cache-assets" }),
      ...facts("cloudflare:index/tieredCache:TieredCache", "edge-zone-tiered-cache", { value: "on" }),
    ],
  },
  {
    id: "OPS-165",
    what: "Audit lines and the account's trail go to cheaper storage after 90 days.",
    proofs: [...lifecycle("archive-audit-logs", { GLACIER_IR: 90 }), ...lifecycle("archive-audit", { GLACIER_IR: 90 })],
  },
  {
    id: "OPS-166",
    what: "Development's database is the smallest there is, two steps below production's.",
    proofs: [
      ...inStack("development", facts(TYPE.database, "database-primary", { instanceClass: "db.t4g.micro", multiAz: false, allocatedStorage: 20 })),
      ...facts(TYPE.database, "database-primary", { instanceClass: "db.t4g.medium" }),
    ],
  },
  {
    id: "OPS-167",
    what: "Development's services and database are off at night and on weekends; production has no such clock.",
    proofs: [
      ...inStack("development", [
        ...SERVICES.flatMap(sleeps),
        ...calls("off-hours-stop-database", "cron(15 20 ? * MON,TUE,WED,THU,FRI *)", "stopDBInstance"),
        ...calls("off-hours-start-database", "cron(30 6 ? * MON,TUE,WED,THU,FRI *)", "startDBInstance"),
      ]),
      { type: SCHEDULED, named: /off-hours/, count: 0 },
    ],
  },
  {
    id: "OPS-168",
    what: "Environments share what the account has once: images, the deployers' identity provider, the trail and the detectors. Database and network they don't, since the document gives development its own and turns it off.",
    proofs: [
      ...["staging", "development"].flatMap((stack) => [
        { stack, type: TYPE.repository, count: 0 },
        { stack, type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider", count: 0 },
        { stack, type: "aws:cloudtrail/trail:Trail", count: 0 },
        { stack, type: "aws:guardduty/detector:Detector", count: 0 },
      ]),
      { type: TYPE.repository, count: 3 },
      {
        stack: "development", type: TYPE.task, name: API, property: "containerDefinitions[0].image",
        equals: "240000000001.dkr.ecr.eu-west-1.amazonaws.com/sentia-dashboard:1.0.0",
      },
    ],
  },
  {
    id: "OPS-169",
    what: "Objects move to infrequent access and archive; nothing is reserved, which can't be taken back.",
    proofs: [
      ...lifecycle("bucket-documents", { STANDARD_IA: 90, GLACIER_IR: 365 }), ...lifecycle("bucket-financial", { STANDARD_IA: 90, GLACIER: 400 }),
      ...lifecycle("bucket-analytics", { STANDARD_IA: 90 }),
      { type: "aws:rds/reservedInstance:ReservedInstance", count: 0 },
    ],
  },
  {
    id: "OPS-216",
    what: "The month's cost is told as it rises, and what rises as never before too; somebody looks every month.",
    proofs: [
      ...limited,
      ...facts("aws:costexplorer/anomalyMonitor:AnomalyMonitor", "cost-anomalies-monitor", { monitorType: "CUSTOM" }),
      { document: "docs/operations/maintenance.md", heading: "Every month" },
    ],
  },
  {
    id: "OPS-154",
    what: "What Clerk costs is written down, and that its plan is too small.",
    proofs: [{ document: "docs/systems/operations.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
  {
    id: "OPS-155",
    what: "What Sentry costs is written down.",
    proofs: [{ document: "docs/systems/operations.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
  {
    id: "OPS-156",
    what: "What SendGrid costs is written down.",
    proofs: [{ document: "docs/systems/operations.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
  {
    id: "OPS-157",
    what: "What services outside cost together is written down.",
    proofs: [{ document: "docs/systems/operations.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
];
