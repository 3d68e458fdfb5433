import type * as pulumi from "@pulumi/pulumi";
import { SlackChannelConfiguration } from "@pulumi/aws/chatbot/slackChannelConfiguration";
import { Role } from "@pulumi/aws/iam/role";
import { serviceTrust } from "./policy-document";

/** A channel in Slack, by its IDs; Slack shows them in the links of a channel. */
export interface SlackDestination {
  /** `T07EA123LEP`, the workspace. */
  readonly workspaceId: string;
  /** `C07EZ1ABC23`, not the channel's name. */
  readonly channelId: string;
}

/** Messages of one topic in one channel of Slack. */
export interface SlackDelivery extends SlackDestination {
  readonly topicArn: pulumi.Output<string>;
}

/**
 * What people in a channel may have AWS do, whatever their role: nothing. Without a guardrail it is all that an administrator
 * may. https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html#channel-guardrails
 */
const GUARDRAIL = "arn:aws:iam::aws:policy/AWSDenyAll";

/**
 * Messages of topics in channels of Slack, by Amazon Q Developer in chat applications, once AWS Chatbot: a configuration for
 * each channel of Slack, and one role without any permission.
 *
 * The channels only show messages; nobody there can run a command or look at AWS. So alarms come without their graphs.
 * An account has one configuration for a channel of Slack, so topics that lead to the same one share it; two stacks of one
 * account need a channel each.
 */
export function createSlackChannels(
  parent: pulumi.Resource,
  name: string,
  args: { readonly namePrefix: string; readonly accountId: string; readonly deliveries: readonly SlackDelivery[] },
): void {
  if (args.deliveries.length === 0) return;
  const role = new Role(
    `${name}-slack`,
    {
      description: `${args.namePrefix}: channels of Slack, which may do nothing`,
      assumeRolePolicy: serviceTrust("chatbot.amazonaws.com", args.accountId),
    },
    { parent },
  );
  const keyOf = ({ workspaceId, channelId }: SlackDestination) => `${workspaceId}-${channelId}`;
  const channels = new Map(args.deliveries.map((delivery) => [keyOf(delivery), delivery]));
  for (const [key, { workspaceId, channelId }] of channels) {
    new SlackChannelConfiguration(
      `${name}-slack-${key}`,
      {
        configurationName: `${args.namePrefix}-${key}`,
        slackTeamId: workspaceId,
        slackChannelId: channelId,
        iamRoleArn: role.arn,
        guardrailPolicyArns: [GUARDRAIL],
        snsTopicArns: args.deliveries.filter((delivery) => keyOf(delivery) === key).map(({ topicArn }) => topicArn),
        // What fails. INFO would copy every message into a log group of the service's own in us-east-1.
        loggingLevel: "ERROR",
        userAuthorizationRequired: false,
      },
      { parent },
    );
  }
}
