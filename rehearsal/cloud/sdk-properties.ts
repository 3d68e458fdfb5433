import { readFileSync } from "node:fs";

/** What the installed SDK says about one resource type. */
export interface SdkProperties {
  /** Property names that the program may set. */
  readonly inputs: ReadonlySet<string>;
  /** Property names that only the cloud sets. */
  readonly outputs: ReadonlySet<string>;
}

const cache = new Map<string, SdkProperties>();

/**
 * Reads a resource type's properties off the generated SDK: the constructor of `@pulumi/aws/rds/instance` assigns
 * `args?.name` to every input and `undefined /*out*\/` to every output-only property.
 *
 * @param type a type token, `aws:rds/instance:Instance`
 */
export function sdkProperties(type: string): SdkProperties {
  const known = cache.get(type);
  if (known !== undefined) return known;
  const [packageName = "", module = ""] = type.split(":");
  // A module of `index/` lies at the package's root: `random:index/randomPassword:RandomPassword`.
  const source = readFileSync(require.resolve(`@pulumi/${packageName}/${module.replace(/^index\//, "")}`), "utf8");
  const inputs = [...source.matchAll(/resourceInputs\["(\w+)"\] = (?!undefined|state).*\bargs\b/g)];
  const outputs = [...source.matchAll(/resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g)];
  const properties = {
    inputs: new Set(inputs.map(([, name]) => name ?? "")),
    outputs: new Set(outputs.map(([, name]) => name ?? "")),
  };
  cache.set(type, properties);
  return properties;
}
