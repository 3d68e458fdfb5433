import * as pulumi from "@pulumi/pulumi";
import { ResiliencyPolicy } from "@pulumi/aws/resiliencehub/resiliencyPolicy";
import type { RESILIENCE_TIERS } from "./internal/resilience-tiers";

export interface ResiliencePolicyArgs {
  /** 2 to 60 letters, digits, hyphens and underscores. */
  policyName: string;
  /** How much depends on the system; a label that reports are sorted by. */
  tier: (typeof RESILIENCE_TIERS)[number];
  /** Recovery time objective: whole hours until the system works again. */
  rtoHours: number;
  /** Recovery point objective: whole hours of work that may be lost. */
  rpoHours: number;
}

/**
 * The recovery objectives, held where AWS Resilience Hub measures a system against them.
 *
 * Creates: a resiliency policy with the same objectives for a fault in the software, in the hardware, in a zone and in a
 * region. It states the objectives; backups and replicas are what meets them.
 * Cost: none, an assessment of an application against it is paid for when it is run.
 */
export class ResiliencePolicy extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: ResiliencePolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:resilience-policy:ResiliencePolicy", name, {}, opts);
    const { policyName, tier, rtoHours, rpoHours } = args;
    const objectives = { rto: duration(rtoHours), rpo: duration(rpoHours) };

    const policy = new ResiliencyPolicy(
      `${name}-objectives`,
      {
        name: policyName,
        description: `${policyName}: working again within ${rtoHours} h, at most ${rpoHours} h of work lost`,
        tier,
        policy: { software: objectives, hardware: objectives, az: objectives, region: objectives },
      },
      { parent: this },
    );

    this.arn = policy.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/**
 * A duration as Go writes it. The provider reads seconds back and writes them so; `4h` would come back as `4h0m0s`.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/resiliencehub/resiliency_policy.go
 */
function duration(hours: number): string {
  return `${hours}h0m0s`;
}
