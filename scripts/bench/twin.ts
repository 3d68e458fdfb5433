import type { RegisteredResource } from "../../rehearsal/plan/record";
import { isProperties, isSecret } from "../../rehearsal/provider/struct";
import type { Value } from "../../rehearsal/provider/struct";

/** Types that an SDK makes; components and providers have no twin. */
const CUSTOM_TYPE = /^(aws|cloudflare|postgresql|random):([^:]+):(\w+)$/;

/** What a twin does before its first import. */
export const PREAMBLES = {
  /** What is known to make any Pulumi program fast, beside compiled code and an import for each resource. */
  bare: "Error.stackTraceLimit = 0;",
  /** All that launch.cjs does, which no other program is known to do. */
  launched: 'Object.defineProperty(Error, "stackTraceLimit", { get: () => 0, set: () => {} });\nrequire("@pulumi/pulumi/log").debug = () => Promise.resolve();',
} as const;

/**
 * The source of a program that registers the same resources with nothing around them: no settings, no components, no
 * outputs of its own. An input that is another resource's id or ARN is that resource's output, as in any program that can be
 * brought up; all else is a literal. It is compiled code with one import for each resource.
 */
export function twinSource(resources: readonly RegisteredResource[], preamble: string): string {
  const custom = resources.flatMap(({ type, name, inputs, outputs }) => {
    const [, packageName, module, className] = CUSTOM_TYPE.exec(type) ?? [];
    return packageName === undefined || module === undefined || className === undefined
      ? []
      : [{ path: `@pulumi/${packageName}/${module.replace(/^index\//, "")}`, className, name, inputs, outputs }];
  });
  const imports = [...new Map(custom.map(({ path, className }) => [path, className]))].map(
    ([path, className], index) => ({ path, className, local: `r${index}` }),
  );
  const local = new Map(imports.map((each) => [each.path, each.local]));
  // Value -> the expression that gives it, for the resources that stand above; a program registers in order of need.
  const sources = new Map<string, string>();
  return [
    '"use strict";',
    preamble,
    ...imports.map(({ path, className, local: name }) => `const { ${className}: ${name} } = require("${path}");`),
    ...custom.map(({ path, name, inputs, outputs }, index) => {
      const line = `const v${index} = new ${local.get(path)}(${JSON.stringify(name)}, ${expression(inputs, sources)});`;
      for (const output of ["id", "arn"]) {
        const value = outputs[output];
        if (typeof value === "string" && value !== "" && !sources.has(value)) sources.set(value, `v${index}.${output}`);
      }
      return line;
    }),
    "",
  ].join("\n");
}

function expression(value: Value, sources: ReadonlyMap<string, string>): string {
  if (typeof value === "string") return sources.get(value) ?? JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Value) => expression(item, sources)).join(", ")}]`;
  if (!isProperties(value) || isSecret(value)) return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${expression(item, sources)}`).join(", ")} }`;
}
