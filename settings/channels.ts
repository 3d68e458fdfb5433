import { z } from "zod";

const NAME = /^[a-z][a-z0-9-]{1,30}[a-z0-9]$/;
const name = z.string().regex(NAME, "3 to 32 lower-case letters, digits and hyphens, a letter first");

const different = (values: readonly string[]) => new Set(values).size === values.length;

const channel = z
  .strictObject({
    email: z
      .array(z.email())
      .refine(different, "addresses that differ")
      .default([])
      .meta({ description: "Addresses that get a message. Each must confirm AWS's first message before it gets another." }),
    sms: z
      .array(
        z
          .string()
          // https://docs.aws.amazon.com/sns/latest/dg/sns-mobile-phone-number-as-subscriber.html
          .regex(/^\+[1-9]\d{6,14}$/, "a number in E.164 form, + and 7 to 15 digits without spaces, in quotes"),
      )
      .refine(different, "numbers that differ")
      .default([])
      .meta({ description: "Telephone numbers that get a text message, in E.164 form and in quotes." }),
    https: z
      .record(
        name,
        z.strictObject({
          secretUrl: z
            .url({ protocol: /^https$/, error: "an https URL" })
            .meta({ description: "The endpoint. It holds an integration key: set it with `pulumi config set --secret --path`." }),
        }),
      )
      .default({})
      .meta({ description: "Pager services that get each message as a POST, by a name that you choose." }),
    slack: z
      .array(
        z.strictObject({
          workspaceId: z
            .string()
            .regex(/^[TE][A-Z0-9]{8,20}$/, "a workspace's ID such as T07EA123LEP, not its name")
            .meta({ description: "The workspace, T07EA123LEP. A person authorises it once in the account's console (Amazon Q Developer in chat applications)." }),
          channelId: z
            .string()
            .regex(/^[CG][A-Z0-9]{8,20}$/, "a channel's ID such as C07EZ1ABC23, not its name")
            .meta({ description: "The channel, C07EZ1ABC23; Slack shows it below a channel's details. Two stacks of one account need a channel each." }),
        }),
      )
      .refine((listed) => different(listed.map(({ channelId }) => channelId)), "channels that differ")
      .default([])
      .meta({ description: "Channels of Slack that show each message. Nobody there can do anything in AWS." }),
  })
  .refine(
    ({ email, sms, https, slack }) => email.length + sms.length + Object.keys(https).length + slack.length > 0,
    "at least one address, number or endpoint: a channel that nobody hears is no channel",
  );

/** The channels that something tells, by their names. */
export const toldChannels = z
  .array(z.string())
  .min(1)
  .max(5)
  .refine(different, "channels that differ")
  .meta({ description: "Who is told, names of groundwork:channels, 1 to 5." });

/** Who hears what. Alarms name these channels. */
export const channelsSchema = z
  .record(name, channel)
  .refine((channels) => Object.keys(channels).length > 0, "at least one channel");

export type ChannelsSettings = z.infer<typeof channelsSchema>;
