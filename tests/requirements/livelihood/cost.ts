import type { Proof } from "../proof";
import { TYPE } from "../resources";
import { facts, RULESET, SCALING_POLICY, SCALING_TARGET, topicOf } from "./resources";

const BUDGET = "aws:budgets/budget:Budget";
const PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";

/** Rows about what it may cost. */
export const COST: readonly Proof[] = [
  {
    id: "LIV-169",
    what: "Hosting is most of what AWS bills, and the budget counts it by the tag of the system.",
    proofs: [
      ...facts(BUDGET, "budget-monthly", {
        budgetType: "COST",
        timeUnit: "MONTHLY",
        "filterExpression.ands[0].tags.key": "System",
        "filterExpression.ands[0].tags.values": ["livelihood"],
      }),
      { document: "docs/systems/livelihood.md", heading: "Costs" },
    ],
  },
  {
    id: "LIV-170",
    what: "What Firebase cost is written down.",
    proofs: [{ document: "docs/systems/livelihood.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
  {
    id: "LIV-171",
    what: "What domain and certificates cost is written down.",
    proofs: [{ document: "docs/systems/livelihood.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
  {
    id: "LIV-172",
    what: "What monitoring tools cost is written down.",
    proofs: [{ document: "docs/systems/livelihood.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
  {
    id: "LIV-173",
    what: "The budget is 195 USD a month, and somebody hears at 115 USD, at 195, and when the month is going to end there.",
    proofs: [
      ...facts(BUDGET, "budget-monthly", {
        limitAmount: "195",
        limitUnit: "USD",
        "notifications.length": 3,
        // 59 % of 195 USD are 115.05.
        "notifications[0].notificationType": "ACTUAL",
        "notifications[0].threshold": 59,
        "notifications[1].notificationType": "ACTUAL",
        "notifications[1].threshold": 100,
        "notifications[2].notificationType": "FORECASTED",
        "notifications[2].threshold": 100,
      }),
      { type: BUDGET, name: "budget-monthly", property: "notifications[0].subscriberSnsTopicArns", linksTo: topicOf("warning") },
    ],
  },
  {
    id: "LIV-174",
    what: "Compute Optimizer watches what is used, and the quarterly review reads it.",
    proofs: [
      ...facts("aws:computeoptimizer/enrollmentStatus:EnrollmentStatus", "account-compute-optimizer", { status: "Active" }),
      { document: "docs/operations/maintenance.md", heading: "Every quarter" },
    ],
  },
  {
    id: "LIV-175",
    what: "The nightly purge runs on Spot; what answers requests does not.",
    proofs: [
      ...facts(PROVIDERS, "cluster-spot", { capacityProviders: ["FARGATE_SPOT"] }),
      ...facts(TYPE.schedule, "task-purge-closed-accounts-schedule", { "target.ecsParameters.capacityProviderStrategies[0].capacityProvider": "FARGATE_SPOT" }),
      ...facts(TYPE.service, /^service-/, { launchType: "FARGATE", capacityProviderStrategies: undefined }),
      { setting: "services.api.capacity", refuses: "spot", expected: /^on-demand: the load balancer sends it requests/ },
    ],
  },
  {
    id: "LIV-176",
    what: "Frontend and API scale by themselves; n8n must be one.",
    proofs: [
      { type: SCALING_TARGET, count: 2 },
      ...facts(SCALING_POLICY, "scaling-frontend-blue-cpu-percent", { policyType: "TargetTrackingScaling" }),
      ...facts(SCALING_POLICY, "scaling-api-blue-busy-policy", { policyType: "StepScaling" }),
      // Fewer again, when there is no load.
      ...facts(SCALING_POLICY, "scaling-api-blue-calm-policy", { "stepScalingPolicyConfiguration.stepAdjustments[0].scalingAdjustment": -1 }),
    ],
  },
  {
    id: "LIV-178",
    what: "The edge answers for static content, so that it costs no transfer out of AWS.",
    proofs: [
      ...facts(RULESET, "edge-cache", { "rules[2].ref": "cache-assets", "rules[2].actionParameters.cache": true }),
      ...facts("cloudflare:index/tieredCache:TieredCache", "edge-zone-tiered-cache", { value: "on" }),
    ],
  },
  {
    id: "LIV-180",
    what: "Tasks reach S3 by an endpoint that costs nothing, and not through NAT.",
    proofs: facts("aws:ec2/vpcEndpoint:VpcEndpoint", "network-s3", {
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.ap-southeast-1.s3",
      // The public table, and that of each zone's tasks.
      "routeTableIds.length": 3,
    }),
  },
  {
    id: "LIV-181",
    what: "Reservations are considered every quarter, when the use of a quarter is known.",
    proofs: [{ document: "docs/operations/maintenance.md", heading: "Every quarter" }],
    noResource: "A reservation is a purchase for a year that no destroy takes back, so a person makes it and no program.",
  },
  {
    id: "LIV-182",
    what: "Costs that rise as never before, by 20 USD or more, are told.",
    proofs: [
      ...facts("aws:costexplorer/anomalyMonitor:AnomalyMonitor", "cost-anomalies-monitor", {
        monitorType: "CUSTOM", "monitorSpecification.Tags.Key": "System", "monitorSpecification.Tags.Values": ["livelihood"],
      }),
      ...facts("aws:costexplorer/anomalySubscription:AnomalySubscription", "cost-anomalies-subscription", {
        frequency: "IMMEDIATE",
        "thresholdExpression.dimension.key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        "thresholdExpression.dimension.values": ["20"],
      }),
      {
        type: "aws:costexplorer/anomalySubscription:AnomalySubscription", name: "cost-anomalies-subscription",
        property: "subscribers[0].address", linksTo: topicOf("warning"),
      },
    ],
  },
];
