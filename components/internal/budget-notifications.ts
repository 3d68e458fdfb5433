/** When somebody is told of a budget. */
export interface BudgetNotice {
  /** `actual`: the bill has come so far. `forecast`: the month will end there. */
  readonly when: "actual" | "forecast";
  /** Percent of the limit, above 0 to 1000. */
  readonly percent: number;
}

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html */
export const BUDGET_NOTIFICATIONS_MAX = 5;

/** What is wrong with the notifications of one budget, each a phrase that follows "expected". */
export function budgetExpectations(notices: readonly BudgetNotice[]): readonly string[] {
  const rising = (kind: BudgetNotice["when"]) => {
    const percents = notices.filter(({ when }) => when === kind).map(({ percent }) => percent);
    return percents.every((percent, index) => index === 0 || percent > (percents[index - 1] ?? 0));
  };
  return [
    ...(notices.length >= 1 && notices.length <= BUDGET_NOTIFICATIONS_MAX
      ? []
      : [`1 to ${BUDGET_NOTIFICATIONS_MAX} notifications, not ${notices.length}`]),
    ...(["actual", "forecast"] as const)
      .filter((kind) => !rising(kind))
      .map((kind) => `the percents of kind ${kind} in rising order, each once`),
  ];
}
