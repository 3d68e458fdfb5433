import type * as pulumi from "@pulumi/pulumi";

/** The topic of a channel. The settings' cross-checks refuse a channel that does not exist long before. */
export function topic(
  topicArns: Readonly<Record<string, pulumi.Output<string>>>,
  channel: string,
): pulumi.Output<string> {
  const arn = topicArns[channel];
  if (arn === undefined) throw new Error(`no channel "${channel}", only ${Object.keys(topicArns).join(", ")}`);
  return arn;
}
