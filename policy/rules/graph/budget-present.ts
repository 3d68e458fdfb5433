import { subscribedTopics } from "../../alarm-topics";
import { mustExist, objects, ofType, partRefersTo, refersTo, shown, STACK_URN, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { NOT_ASKED } from "../../not-asked";
import type { GraphRule } from "../../rule";

const BUDGET = "aws:budgets/budget:Budget";
const MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";
const SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription";

export const budgetPresent: GraphRule = {
  id: "budget-present",
  reason: "A loop that starts tasks, or a thief with a key, shows first on the bill, and the bill comes a month later.",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "Set groundwork:budget with a channel for what was spent, one for the forecast, and the anomalies.",
  checklist: [],
  equivalents: [],
  evaluate: (stack, { budget: asked = false }) => {
    if (!asked) return NOT_ASKED;
    const topics = subscribedTopics(stack);
    const budgets = ofType(stack, BUDGET).filter(({ properties }) => properties.budgetType === "COST" && properties.timeUnit === "MONTHLY");
    const silent = budgets.flatMap((budget) =>
      ["ACTUAL", "FORECASTED"]
        .filter(
          (kind) =>
            !objects(budget.properties.notifications).some(
              ({ notificationType, subscriberSnsTopicArns }) => notificationType === kind && topics.some((topic) => partRefersTo(subscriberSnsTopicArns, budget, "notifications", topic)),
            ),
        )
        .map((kind) => violation(budget, "notifications", `nobody hears of ${kind}`, "a topic with a subscription")),
    );
    const monitors = ofType(stack, MONITOR);
    const heard = ofType(stack, SUBSCRIPTION).filter((subscription) => topics.some((topic) => refersTo(subscription, "subscribers", topic)));
    const unwatched = monitors.filter((monitor) => !heard.some((subscription) => refersTo(subscription, "monitorArnLists", monitor)));
    return mustExist(budgets, BUDGET, [
      ...silent,
      ...(monitors.length > 0 ? [] : [{ urn: STACK_URN, property: MONITOR, found: "none", required: "at least one" }]),
      ...unwatched.map((monitor) => violation(monitor, SUBSCRIPTION, shown(undefined), "one with a topic that is heard")),
    ]);
  },
};
