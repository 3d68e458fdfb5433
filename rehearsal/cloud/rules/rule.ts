import type { CheckFailure } from "../../provider/provider";
import { hasUnknown } from "../../provider/struct";
import type { Properties, Value } from "../../provider/struct";

/** What one AWS API refuses beyond a property's type and range: how properties stand to each other. */
export interface Rule {
  readonly types: readonly string[];
  /** The API's error code. */
  readonly code: string;
  /** The properties that the rule reads; it waits until all of them are known. */
  readonly reads: readonly string[];
  /** What is wrong, as a sentence with the value found and the values allowed. `undefined`: nothing. */
  refuse(inputs: Properties): { readonly property: string; readonly reason: string } | undefined;
}

export function failuresOf(rules: readonly Rule[], type: string, inputs: Properties): readonly CheckFailure[] {
  return rules
    .filter(({ types, reads }) => types.includes(type) && !reads.some((property) => hasUnknown(inputs[property])))
    .flatMap((rule) => {
      const refusal = rule.refuse(inputs);
      return refusal === undefined ? [] : [{ property: refusal.property, reason: `${rule.code}: ${refusal.reason}` }];
    });
}

export function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function number(value: Value | undefined): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}
