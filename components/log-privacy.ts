import * as pulumi from "@pulumi/pulumi";
import { LogDataProtectionPolicy } from "@pulumi/aws/cloudwatch/logDataProtectionPolicy";
import { dataIdentifierExpectation, dataProtectionPolicy } from "./internal/data-identifiers";
import type { DataProtection } from "./internal/data-identifiers";

export interface LogPrivacyArgs extends DataProtection {
  /** The policy's name, a dimension of the metric that counts findings. */
  policyName: string;
  /** Whose log -> its log group. Changing a key replaces the policy, and lines that come in between stay in clear. */
  logGroupNames: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * Masks personal data in log groups: for whoever reads or searches them, and in what metric filters and subscriptions get.
 *
 * Creates: a data protection policy for each log group.
 * Guarantees: what the identifiers find is seen in clear only by who has logs:Unmask, and by nobody in an archive. What was
 * logged before the policy, and what they don't find, stays as it is: masking is no reason to log personal data, and no
 * erasure. One policy for the whole account would also mask what other systems log, and two stacks would fight over it.
 * Cost: 0.12 USD for each GB that is searched. https://aws.amazon.com/cloudwatch/pricing/
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html
 */
export class LogPrivacy extends pulumi.ComponentResource {
  constructor(name: string, args: LogPrivacyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:log-privacy:LogPrivacy", name, {}, opts);
    const expectations = args.identifiers.flatMap((identifier) => dataIdentifierExpectation(identifier) ?? []);
    if (expectations.length > 0) throw new Error(`log privacy: expected ${expectations.join("; ")}`);

    const policyDocument = dataProtectionPolicy(args.policyName, args);
    for (const [source, logGroupName] of Object.entries(args.logGroupNames)) {
      new LogDataProtectionPolicy(`${name}-${source}`, { logGroupName, policyDocument }, { parent: this });
    }

    this.registerOutputs();
  }
}
