import * as pulumi from "@pulumi/pulumi";
import { Budget as CostBudget } from "@pulumi/aws/budgets/budget";
import { CostAllocationTag } from "@pulumi/aws/costexplorer/costAllocationTag";
import { budgetExpectations } from "./internal/budget-notifications";
import type { BudgetNotice } from "./internal/budget-notifications";

export interface BudgetNotification extends BudgetNotice {
  /** The SNS topic that is told; its policy and its key must admit Budgets. */
  topicArn: pulumi.Input<string>;
}

export interface BudgetArgs {
  /** One name in the account. Changing this replaces the budget, and with it its history. */
  budgetName: string;
  /** US dollars for a month of the calendar. */
  monthlyLimitUsd: number;
  /** The tags by which costs are counted, all of which must be on a resource: `{ System: "reference", Environment: "staging" }`. */
  tags: Readonly<Record<string, string>>;
  /**
   * Whether to have AWS count costs by the tags, which one stack of the organisation's paying account does. AWS knows a tag a
   * day after the first resource has it, so on a first deployment this fails.
   */
  activateTags: boolean;
  /** Who is told when, 1 to 5, each kind in rising order. */
  notifications: readonly BudgetNotification[];
}

/**
 * How much the system may cost a month, and who hears when it costs more.
 *
 * Creates: a budget with its notifications, and where asked for the activation of each tag.
 * Guarantees: counts what AWS bills for resources with all the tags, as it is billed, taxes aside; changes nothing by itself.
 * It sees AWS only: not Cloudflare, a pager or any other bill. Nor what has no tags, such as traffic between zones.
 * Until the tags are activated the budget counts nothing, and afterwards nothing from before. Figures are up to a day old.
 * Cost: none. https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/
 * The provider calls Budgets and Cost Explorer in us-east-1 by itself, whatever its region.
 * Not verified without AWS: that the topic may be in any region, and that the filter names tags without `user:`.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
 */
export class Budget extends pulumi.ComponentResource {
  public readonly budgetName: pulumi.Output<string>;

  constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:budget:Budget", name, {}, opts);
    const expectations = budgetExpectations(args.notifications);
    if (expectations.length > 0) throw new Error(`budget ${args.budgetName}: expected ${expectations.join("; ")}`);

    const activated = args.activateTags
      ? Object.keys(args.tags).map(
          (tagKey) => new CostAllocationTag(`${name}-tag-${tagKey}`, { tagKey, status: "Active" }, { parent: this }),
        )
      : [];
    const budget = new CostBudget(
      `${name}-monthly`,
      {
        name: args.budgetName,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(args.monthlyLimitUsd),
        limitUnit: "USD",
        // The older costFilters would count what has any one of the tags.
        filterExpression: { ands: Object.entries(args.tags).map(([key, value]) => ({ tags: { key, values: [value] } })) },
        metrics: "UnblendedCost",
        notifications: args.notifications.map(({ when, percent, topicArn }) => ({
          notificationType: when === "forecast" ? "FORECASTED" : "ACTUAL",
          comparisonOperator: "GREATER_THAN",
          threshold: percent,
          thresholdType: "PERCENTAGE",
          subscriberSnsTopicArns: [topicArn],
        })),
      },
      { parent: this, dependsOn: activated },
    );

    this.budgetName = budget.name;
    this.registerOutputs({ budgetName: this.budgetName });
  }
}
