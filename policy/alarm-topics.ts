import { ofType, refersTo } from "./join";
import type { PolicyResource, Stack } from "./model";

export const TOPIC = "aws:sns/topic:Topic";
export const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
export const SLACK = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration";

/** Topics that somebody hears of: by a subscription, or in a channel of Slack, which subscribes itself. */
export function subscribedTopics(stack: Stack): readonly PolicyResource[] {
  const subscriptions = ofType(stack, SUBSCRIPTION);
  const channels = ofType(stack, SLACK);
  return ofType(stack, TOPIC).filter(
    (topic) =>
      subscriptions.some((subscription) => refersTo(subscription, "topic", topic)) ||
      channels.some((channel) => refersTo(channel, "snsTopicArns", topic)),
  );
}
