import type { RegisteredResource } from "../../rehearsal/plan/record";

/** Types that an SDK makes; components and providers have no twin. */
const CUSTOM_TYPE = /^(aws|cloudflare|postgresql|random):([^:]+):(\w+)$/;

/**
 * The source of a program that registers the same resources with nothing around them: no settings, no components, no
 * outputs, every input a literal. It pulls every lever there is, compiled code, one import for each resource and no
 * stack traces, so it is the fastest that a program with these resources can be.
 */
export function twinSource(resources: readonly RegisteredResource[]): string {
  const custom = resources.flatMap(({ type, name, inputs }) => {
    const [, packageName, module, className] = CUSTOM_TYPE.exec(type) ?? [];
    return packageName === undefined || module === undefined || className === undefined
      ? []
      : [{ path: `@pulumi/${packageName}/${module.replace(/^index\//, "")}`, className, name, inputs }];
  });
  const imports = [...new Map(custom.map(({ path, className }) => [path, className]))].map(
    ([path, className], index) => ({ path, className, local: `r${index}` }),
  );
  const local = new Map(imports.map((each) => [each.path, each.local]));
  return [
    '"use strict";',
    "Error.stackTraceLimit = 0;",
    ...imports.map(({ path, className, local: name }) => `const { ${className}: ${name} } = require("${path}");`),
    ...custom.map(({ path, name, inputs }) => `new ${local.get(path)}(${JSON.stringify(name)}, ${JSON.stringify(inputs)});`),
    "",
  ].join("\n");
}
