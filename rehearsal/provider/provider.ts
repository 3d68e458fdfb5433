import type { Properties, Value } from "./struct";

/** One resource as the engine speaks of it. */
export interface Subject {
  /** The URN: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<logical name>`. */
  readonly urn: string;
  /** The type token, `aws:ec2/vpc:Vpc`. */
  readonly type: string;
  /** The logical name. */
  readonly logicalName: string;
  /** What the resource's own provider instance was configured with, `{ region: "eu-west-1" }`. */
  readonly configuration: Properties;
}

/** Why an input is refused: the property's path and a sentence for a person. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** How one property differs, keyed by its path, `rules[0].priority`. */
export interface PropertyChange {
  readonly kind: "add" | "delete" | "update";
  /** True if the provider can't change this property on a living resource. */
  readonly replaces: boolean;
}

/** A resource as the provider knows it after an operation. */
export interface Found {
  readonly id: string;
  readonly outputs: Properties;
  /** The inputs as the live resource has them; only `read` tells them. */
  readonly inputs?: Properties;
}

/**
 * A simulated provider: what the engine asks of a package. Every method may throw; the error's message reaches the user
 * as the provider's answer.
 */
export interface Provider {
  /** The package, `aws`. */
  readonly packageName: string;
  configure(inputs: Properties): Promise<void>;
  /** `old`: the inputs of the living resource that this one continues; `undefined` for a new one or a replacement. */
  check(
    subject: Subject,
    inputs: Properties,
    old: Properties | undefined,
  ): Promise<{ inputs: Properties; failures: readonly CheckFailure[] }>;
  diff(subject: Subject, old: Found & { inputs: Properties }, inputs: Properties): Promise<ReadonlyMap<string, PropertyChange>>;
  /** With `preview` nothing is made: what only the cloud can tell is returned as unknown. */
  create(subject: Subject, inputs: Properties, preview: boolean): Promise<Found>;
  /** `undefined`: there is no such resource. `outputs` are those that the engine's state remembers. */
  read(
    subject: Subject,
    id: string,
    inputs: Properties,
    outputs: Properties,
  ): Promise<(Found & { inputs: Properties }) | undefined>;
  update(subject: Subject, old: Found & { inputs: Properties }, inputs: Properties, preview: boolean): Promise<Properties>;
  delete(subject: Subject, id: string, outputs: Properties): Promise<void>;
  /** A data source, `aws:index/getCallerIdentity:getCallerIdentity`. */
  invoke(token: string, args: Properties, configuration: Properties): Promise<{ [key: string]: Value }>;
  /** The run was interrupted: calls in flight end soon. */
  cancel?(): void;
}
