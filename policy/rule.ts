import type { Floors } from "./floors";
import type { PolicyResource, Properties, Stack, Value } from "./model";

export type Severity = "low" | "medium" | "high" | "critical";
export type Level = "mandatory" | "advisory" | "off";
/** How strict a stack is held; production or not is said by its floors, never by its name. */
export type Profile = "production" | "non-production";

/** What a reader of a rule needs, whatever kind it is of. */
export interface RuleInformation {
  /** Kebab case, the service first: `rds-not-public`. */
  readonly id: string;
  /** What must hold and why, in one sentence. */
  readonly reason: string;
  readonly severity: Severity;
  readonly levels: Readonly<Record<Profile, Level>>;
  /** What mends it: our setting or argument. */
  readonly remedy: string;
  /** Items of the security checklist that it serves, `S-14`; empty for one that serves none. */
  readonly checklist: readonly string[];
  /** The same rule elsewhere, `CKV_AWS_17`, `FSBP RDS.2`, `AwsSolutions-RDS2`, `AVD-AWS-0180`. */
  readonly equivalents: readonly string[];
}

/** One thing wrong. */
export interface Violation {
  readonly urn: string;
  /** Path, `redirect.statusCode`; `option:protect` for a resource option. */
  readonly property: string;
  readonly found: string;
  readonly required: string;
}

/** Properties and what they become; `undefined` takes one away. */
export type Change = Readonly<Record<string, Value | undefined>>;

/** A rule over one property of each resource of some types: data, one row of a table. */
export interface PropertyRule extends RuleInformation {
  readonly types: readonly string[];
  /** Path of the property, `transitEncryptionMode`, `versioningConfiguration.status`. */
  readonly property: string;
  /** What the provider takes where the property is absent. @default - absent is a violation unless `accepts` takes undefined */
  readonly absent?: Value;
  /** Only resources that hold this are judged; others are not applicable. @default - all of the types */
  readonly when?: (resource: PolicyResource, stack: Stack) => boolean;
  /** Judges a known value. An unknown one never gets here: it is a violation, since nothing proves the rule. */
  readonly accepts: (value: Value | undefined, floors: Floors, resource: PolicyResource, stack: Stack) => boolean;
  /**
   * Properties that are judged where the value is unknown or holds an unknown: a known copy elsewhere, or the URN of what the
   * value comes from. Undefined where there is none, which is a violation. @default - none
   */
  readonly whenUnknown?: (resource: PolicyResource, stack: Stack) => Properties | undefined;
  /**
   * Values that break the rule, made from one that keeps it: what the mutation matrix puts in its place. `undefined` takes the
   * value away, which is no break where `absent` is right.
   */
  readonly wrong?: (good: Value | undefined, floors: Floors, resource: PolicyResource) => readonly (Value | undefined)[];
  /** Changes of several properties at once that break the rule, where no value of the one alone does. @default - none */
  readonly wrongTogether?: (resource: PolicyResource, floors: Floors) => readonly Change[];
  /** What is allowed, for the message: "true", "one of …". */
  readonly required: (floors: Floors) => string;
}

/** What a graph rule found. */
export interface GraphOutcome {
  /** URNs of what was looked at; none says that the rule had nothing to inspect. */
  readonly inspected: readonly string[];
  readonly violations: readonly Violation[];
}

/** A rule over several resources, or over options: one file each under policy/rules/graph/. */
export interface GraphRule extends RuleInformation {
  readonly evaluate: (stack: Stack, floors: Floors) => GraphOutcome;
}
