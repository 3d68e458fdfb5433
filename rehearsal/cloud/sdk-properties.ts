import { readFileSync } from "node:fs";

/** What kind of value a property holds. */
export type PropertyKind = "string" | "number" | "boolean" | "list" | "map" | "object";

export interface SdkProperty {
  readonly kind: PropertyKind;
  /** True if a resource may have no value for it. */
  readonly optional: boolean;
  /** What the documentation says of an absent value: ``Defaults to `true` ``. */
  readonly documentedDefault: string | undefined;
}

/** What the installed SDK says about one resource type. */
export interface SdkProperties {
  /** Property names that the program may set. */
  readonly inputs: ReadonlySet<string>;
  /** Inputs without which the type can't be made. */
  readonly required: readonly string[];
  /** Property names that only the cloud sets. */
  readonly outputs: ReadonlySet<string>;
  /** Every property that a living resource has. */
  readonly all: ReadonlyMap<string, SdkProperty>;
}

const cache = new Map<string, SdkProperties>();

/**
 * Reads a resource type's properties off the generated SDK: the constructor of `@pulumi/aws/rds/instance` assigns
 * `args?.name` to every input and `undefined /*out*\/` to every output-only property; the declaration tells the types.
 *
 * @param type a type token, `aws:rds/instance:Instance`
 */
export function sdkProperties(type: string): SdkProperties {
  const known = cache.get(type);
  if (known !== undefined) return known;
  const [packageName = "", module = ""] = type.split(":");
  // A module of `index/` lies at the package's root: `random:index/randomPassword:RandomPassword`.
  const file = require.resolve(`@pulumi/${packageName}/${module.replace(/^index\//, "")}`);
  const source = readFileSync(file, "utf8");
  const declaration = readFileSync(file.replace(/\.js$/, ".d.ts"), "utf8");
  const properties = {
    inputs: names(source, /resourceInputs\["(\w+)"\] = (?!undefined|state).*\bargs\b/g),
    required: [...names(source, /args\?\.(\w+) === undefined && !opts\.urn/g)],
    outputs: names(source, /resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g),
    all: typesOf(declaration),
  };
  cache.set(type, properties);
  return properties;
}

function names(source: string, pattern: RegExp): ReadonlySet<string> {
  return new Set([...source.matchAll(pattern)].map(([, name]) => name ?? ""));
}

function typesOf(declaration: string): ReadonlyMap<string, SdkProperty> {
  const start = declaration.indexOf("export declare class");
  const end = declaration.indexOf("\n}", start);
  const pattern = /(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\s*)?readonly (\w+): pulumi\.Output<([^]*?)>;\n/g;
  return new Map(
    [...declaration.slice(start, end).matchAll(pattern)].map(([, comment = "", name = "", type = ""]) => {
      const bare = type.replace(/ \| undefined$/, "");
      const documentedDefault = /[Dd]efaults? (?:value )?(?:to|is) [`"]([^`"]+)[`"]/.exec(comment)?.[1];
      return [name, { kind: kindOf(bare), optional: bare !== type, documentedDefault }];
    }),
  );
}

function kindOf(type: string): PropertyKind {
  if (type.endsWith("[]")) return "list";
  if (type.startsWith("{")) return "map";
  if (type === "number" || type === "boolean") return type;
  return type.startsWith("outputs.") ? "object" : "string";
}
