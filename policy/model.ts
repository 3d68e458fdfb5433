import type { Properties, Value } from "../rehearsal/provider/struct";

/** A resource as a rule sees it, the same on a preview, in the state and in a test. */
export interface PolicyResource {
  /** Type token, `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly urn: string;
  /** What the program set; UNKNOWN stands where only a deployment will tell. */
  readonly properties: Properties;
  readonly options: PolicyOptions;
  /** Property -> URNs of the resources that its value comes from, known even where the value is not. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** The region that its provider works in; UNKNOWN where only a deployment will tell. @default - its provider knows no regions, or it has none */
  readonly region?: Value | undefined;
  /** URN of its provider, the engine's own default one included. @default - it is a component, or a test's program gave it none */
  readonly provider?: string | undefined;
}

export interface PolicyOptions {
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  /** Undefined where nobody knows: a state does not keep it. */
  readonly deleteBeforeReplace: boolean | undefined;
}

/** Everything that a stack registered. */
export interface Stack {
  readonly resources: readonly PolicyResource[];
}

export type { Properties, Value };
