import { subscribedTopics, SUBSCRIPTION, TOPIC } from "../../alarm-topics";
import { mustExist, ofType, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

export const snsSubscribed: GraphRule = {
  id: "sns-subscribed",
  reason: "What is sent to a topic without a subscription is gone.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Name a receiver of the channel in groundwork:channels.",
  checklist: ["S-30", "S-41"],
  equivalents: [],
  evaluate: (stack) => {
    const topics = ofType(stack, TOPIC);
    const heard = subscribedTopics(stack);
    const silent = topics.filter((topic) => !heard.includes(topic)).map((topic) => violation(topic, SUBSCRIPTION, "none", "one at least"));
    return mustExist(topics, TOPIC, silent);
  },
};
