import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";

export interface OriginSecretArgs {
  /**
   * Which value the edge sends, 1 or more. Raised by one, a new value is made and sent, and the origin accepts the one
   * before as well, so that requests on their way pass; raised again, that one is gone.
   */
  generation: number;
}

/** 48 letters and digits carry 285 bits. */
const LENGTH = 48;

/**
 * The value by which an origin knows the requests of its own edge. Nobody chooses or sees it, and nothing but the state, the
 * edge's rule and the origin's web firewall holds it: there is no copy in Secrets Manager for somebody to read.
 *
 * Creates: a random value for the generation and for the one before.
 */
export class OriginSecret extends pulumi.ComponentResource {
  /** What the edge sends; a secret. */
  public readonly current: pulumi.Output<string>;
  /** What the origin accepts: the current value and the one before; secrets. */
  public readonly accepted: readonly pulumi.Output<string>[];

  constructor(name: string, args: OriginSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:origin-secret:OriginSecret", name, {}, opts);
    const { generation } = args;
    if (!Number.isInteger(generation) || generation < 1) throw new Error(`a generation of 1 or more, not ${generation}`);

    // The generation is part of the name, so that raising it makes a value and changes none.
    const value = (number: number) =>
      pulumi.secret(new RandomPassword(`${name}-${number}`, { length: LENGTH, special: false }, { parent: this }).result);

    this.current = value(generation);
    this.accepted = generation === 1 ? [this.current] : [this.current, value(generation - 1)];

    this.registerOutputs({});
  }
}
