import { createHash } from "node:crypto";
import type { Properties, Value } from "../provider/struct";
import { sdkProperties } from "./sdk-properties";

/** The account that every rehearsal plays in; AWS's own documentation uses this number. */
export const ACCOUNT_ID = "123456789012";

/** Hexadecimal digits that depend on nothing but the seed, so that a rehearsal repeats itself exactly. */
function digits(seed: string, length: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, length);
}

/** What the cloud makes of a new resource: its id and the properties that only the cloud sets. */
export function synthesize(
  type: string,
  logicalName: string,
  inputs: Properties,
): { id: string; outputs: Properties } {
  const [packageName = "", module = ""] = type.split(":");
  const service = module.split("/")[0] ?? "";
  const id = `${service}-${digits(`${type}/${logicalName}`, 17)}`;
  const rules: { [name: string]: Value } = {
    arn: `arn:${packageName}:${service}:eu-central-1:${ACCOUNT_ID}:${id}`,
    tagsAll: inputs.tags ?? {},
  };
  const outputs = [...sdkProperties(type).outputs].map((name) => [name, rules[name] ?? `${id}-${name}`] as const);
  return { id, outputs: { ...inputs, ...Object.fromEntries(outputs), ...OUTPUTS_OF_TYPE[type]?.(inputs) } };
}

/** Outputs whose shape or content follows from the inputs, for the types that a program reads them of. */
const OUTPUTS_OF_TYPE: Readonly<Record<string, (inputs: Properties) => Properties>> = {
  "aws:acm/certificate:Certificate": ({ domainName, subjectAlternativeNames }) => ({
    domainValidationOptions: [
      ...new Set([domainName, ...(Array.isArray(subjectAlternativeNames) ? subjectAlternativeNames : [])]),
    ].map((domain) => {
      const parent = String(domain).replace(/^\*\./, "");
      return {
        domainName: String(domain),
        resourceRecordName: `_${digits(parent, 32)}.${parent}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: `_${digits(`value of ${parent}`, 32)}.acm-validations.aws.`,
      };
    }),
  }),
};
