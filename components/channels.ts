import * as pulumi from "@pulumi/pulumi";
import { Topic } from "@pulumi/aws/sns/topic";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription";
import { physicalName } from "./internal/names";
import { createSlackChannels } from "./internal/slack-channels";
import type { SlackDelivery, SlackDestination } from "./internal/slack-channels";
import { topicPolicy } from "./internal/topic-policy";

/** Who hears a channel. */
export interface ChannelSubscriptions {
  /** Addresses. Each must click the link in AWS's first message; until then its subscription is pending. */
  email: readonly string[];
  /** Telephone numbers in E.164 form, `+12025550123`. */
  sms: readonly string[];
  /** Name of a service, `pagerduty` -> its endpoint, a secret since such an address holds an integration key. */
  https: Readonly<Record<string, pulumi.Output<string>>>;
  /** Channels of Slack. */
  slack: readonly SlackDestination[];
}

export interface ChannelsArgs {
  /** Prefix of the topics' names, `<system>-<environment>`. Changing this replaces the topics and all subscriptions. */
  namePrefix: string;
  /** The account whose services may publish. */
  accountId: string;
  /** The region of the topics. */
  region: string;
  /** The key for notifications; its policy must admit the services that publish. */
  keyArn: pulumi.Input<string>;
  /** Name of the channel -> who hears it. Renaming a channel replaces its topic. */
  channels: Readonly<Record<string, ChannelSubscriptions>>;
}

/**
 * One SNS topic per channel, so that an alert reaches the people who can mend it and nobody else.
 *
 * Creates: for each channel a topic with its policy, and a subscription for each address, number and endpoint; for each channel
 * of Slack its configuration, and one role for all of those.
 * Guarantees: encrypted with our key; TLS only; only services of this account publish; nobody in Slack can do anything in AWS.
 * Before the first deployment with Slack a person authorises the workspace once in the account's console (Amazon Q Developer in
 * chat applications, Configure new client, Slack), and in a private channel invites `@Amazon Q`; an ID alone opens nothing.
 * A subscription by e-mail stays pending until a person confirms it. Until then AWS can't delete it either: it lapses by
 * itself after some days. docs/runbooks/README.md says how to find pending ones.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html
 */
export class Channels extends pulumi.ComponentResource {
  /** Channel -> ARN of its topic. */
  public readonly topicArns: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: ChannelsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:channels:Channels", name, {}, opts);

    const deliveries: SlackDelivery[] = [];
    const create = (channel: string, subscriptions: ChannelSubscriptions): pulumi.Output<string> => {
      const topicName = physicalName("snsTopic", args.namePrefix, channel);
      const topic = new Topic(
        `${name}-${channel}`,
        {
          name: topicName,
          // Senders show this on telephones.
          displayName: topicName,
          kmsMasterKeyId: args.keyArn,
          // Version 2 signs with SHA-256, version 1 with SHA-1.
          signatureVersion: 2,
          policy: topicPolicy(topicName, args.accountId, args.region),
        },
        { parent: this },
      );
      for (const address of subscriptions.email) {
        new TopicSubscription(
          `${name}-${channel}-email-${address}`,
          { topic: topic.arn, protocol: "email", endpoint: address },
          { parent: this },
        );
      }
      for (const number of subscriptions.sms) {
        new TopicSubscription(
          `${name}-${channel}-sms-${number}`,
          { topic: topic.arn, protocol: "sms", endpoint: number },
          { parent: this },
        );
      }
      for (const [service, endpoint] of Object.entries(subscriptions.https)) {
        new TopicSubscription(
          `${name}-${channel}-https-${service}`,
          {
            topic: topic.arn,
            protocol: "https",
            endpoint: pulumi.secret(endpoint),
            // Pager services answer AWS's question for confirmation by themselves; the deployment waits for it.
            endpointAutoConfirms: true,
          },
          { parent: this },
        );
      }
      deliveries.push(...subscriptions.slack.map((destination) => ({ ...destination, topicArn: topic.arn })));
      return topic.arn;
    };

    this.topicArns = Object.fromEntries(
      Object.entries(args.channels).map(([channel, subscriptions]) => [channel, create(channel, subscriptions)]),
    );
    createSlackChannels(this, name, { ...args, deliveries });

    this.registerOutputs({ topicArns: this.topicArns });
  }
}
