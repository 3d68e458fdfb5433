import { ofType, refersTo } from "./join";
import type { PolicyResource, Stack } from "./model";

export const TOPIC = "aws:sns/topic:Topic";
export const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

/** Topics that somebody hears of. */
export function subscribedTopics(stack: Stack): readonly PolicyResource[] {
  const subscriptions = ofType(stack, SUBSCRIPTION);
  return ofType(stack, TOPIC).filter((topic) => subscriptions.some((subscription) => refersTo(subscription, "topic", topic)));
}
