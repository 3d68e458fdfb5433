import { createHash } from "node:crypto";
import { isProperties } from "../provider/struct";
import type { Properties, Value } from "../provider/struct";
import { FORMS } from "./forms";
import type { Form } from "./forms";
import { sdkProperties } from "./sdk-properties";
import type { PropertyKind, SdkProperty } from "./sdk-properties";

/** The account that every rehearsal plays in; AWS's own documentation uses this number. */
const ACCOUNT_ID = "123456789012";

/** Where a resource is made. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly defaultTags: Properties;
  /** Tells things apart that one program makes under one name: a replacement beside what it replaces. @default 0 */
  readonly attempt?: number;
}

const ANYWHERE: Place = { accountId: ACCOUNT_ID, region: "eu-central-1", defaultTags: {} };

/** The place that a provider instance's configuration and a resource's own `region` name. */
export function placeOf(configuration: Properties, inputs: Properties): Place {
  const region = [inputs.region, configuration.region].find((value) => typeof value === "string");
  const accounts = configuration.allowedAccountIds;
  const account: Value | undefined = Array.isArray(accounts) ? accounts[0] : undefined;
  const tags = isProperties(configuration.defaultTags) ? configuration.defaultTags.tags : undefined;
  return {
    accountId: typeof account === "string" ? account : ANYWHERE.accountId,
    region: typeof region === "string" ? region : ANYWHERE.region,
    defaultTags: isProperties(tags) ? tags : {},
  };
}

/**
 * What the cloud makes of a new resource: its id and the properties that only the cloud sets. It depends on nothing but
 * its arguments, so that a rehearsal repeats itself exactly.
 */
export function synthesize(
  type: string,
  logicalName: string,
  inputs: Properties,
  place: Place = ANYWHERE,
): { id: string; outputs: Properties } {
  const form = FORMS[type] ?? {};
  const seed = `${type}/${logicalName}/${place.attempt ?? 0}`;
  const { inputs: settable, outputs: cloudOnly, all } = sdkProperties(type);
  const known: { [name: string]: Value } = { ...inputs };
  const fill = (template: string, property: string) => expand(template, seed, property, known, place);
  const idTemplate = form.id ?? fallbackId(type, known);
  // An id may hold a name that the cloud gives where the program gives none.
  for (const [, word = ""] of idTemplate.matchAll(/\{(\w+)\}/g)) {
    const template = form.outputs?.[word];
    if (template !== undefined) known[word] ??= fill(template, word);
  }
  const id = fill(idTemplate, "id");
  known.id = id;
  for (const [name, property] of all) {
    if (known[name] !== undefined) continue;
    // An input that the program leaves out has a value afterwards only where the SDK says that it always has one.
    if (!cloudOnly.has(name) && (property.optional || !settable.has(name))) continue;
    const value = valueFor(name, property, type, form, known, place, fill, cloudOnly.has(name));
    if (value !== undefined) known[name] = value;
  }
  const { id: _id, ...outputs } = known;
  // Templates may name each other, an endpoint its port: a second look fills what the first could not.
  for (const [name, template] of Object.entries(form.outputs ?? {})) {
    if (inputs[name] === undefined && all.has(name)) outputs[name] = typed(fill(template, name), all.get(name)?.kind ?? "string");
  }
  if (form.arn !== undefined && form.arn !== "" && all.has("arn")) outputs.arn = fill(`arn:aws:${form.arn}`, "id");
  return { id, outputs };
}

function valueFor(
  name: string,
  { kind, documentedDefault }: SdkProperty,
  type: string,
  form: Form,
  known: Properties,
  place: Place,
  fill: (template: string, property: string) => string,
  isCloudOnly: boolean,
): Value | undefined {
  const template = form.outputs?.[name];
  if (template !== undefined) return typed(fill(template, name), kind);
  if (name === "tagsAll") return { ...place.defaultTags, ...(isProperties(known.tags) ? known.tags : {}) };
  if (name === "region") return place.region;
  if (name === "domainValidationOptions") return validationOptions(known, fill);
  if (name === "memberClusters") return members(known);
  if (documentedDefault !== undefined && kind !== "list" && kind !== "map" && kind !== "object") {
    return typed(documentedDefault, kind);
  }
  switch (kind) {
    case "list":
      return [];
    case "map":
      return {};
    case "number":
      return 0;
    case "boolean":
      return false;
    case "object":
      return undefined;
    case "string":
      return fill(textFor(name, type, form, isCloudOnly), name === "arn" ? "id" : name);
  }
}

function textFor(name: string, type: string, form: Form, isCloudOnly: boolean): string {
  if (name === "arn") return `arn:aws:${form.arn ?? fallbackArn(type)}`;
  // The key that AWS itself holds for an account which names none.
  if (/kmsKey(Id|Arn)?$/i.test(name)) return "arn:aws:kms:{region}:{account}:key/{uuid}";
  if (name === "availabilityZone") return "{region}a";
  // An input that the program leaves out is empty; what only the cloud sets has a value that is like no other.
  return isCloudOnly ? `{id}-${name}` : "";
}

function typed(text: string, kind: PropertyKind): Value {
  if (kind === "number") return Number.isFinite(Number(text)) ? Number(text) : 0;
  return kind === "boolean" ? text === "true" : text;
}

const NAME_PROPERTIES = ["name", "bucket", "identifier"];

function fallbackId(type: string, inputs: Properties): string {
  const [packageName = "", module = ""] = type.split(":");
  if (packageName === "cloudflare") return "{hex32}";
  const named = NAME_PROPERTIES.find((property) => typeof inputs[property] === "string");
  return named === undefined ? `${module.split("/")[0] ?? ""}-{hex17}` : `{${named}}`;
}

function fallbackArn(type: string): string {
  const [service = "", kind = ""] = (type.split(":")[1] ?? "").split("/");
  return `${service}:{region}:{account}:${kind.toLowerCase()}/{id}`;
}

/** ACM asks for one CNAME record for each name, a name and its wildcard sharing theirs. */
function validationOptions(inputs: Properties, fill: (template: string, property: string) => string): Value {
  const alternatives = Array.isArray(inputs.subjectAlternativeNames) ? inputs.subjectAlternativeNames : [];
  const domains: readonly Value[] = [...new Set([inputs.domainName ?? "", ...alternatives])];
  return domains.map((value) => {
    const domain = String(value);
    const bare = domain.replace(/^\*\./, "");
    return {
      domainName: domain,
      resourceRecordName: fill(`_{hex32:name ${bare}}.${bare}.`, "record"),
      resourceRecordType: "CNAME",
      resourceRecordValue: fill(`_{hex32:value ${bare}}.acm-validations.aws.`, "record"),
    };
  });
}

/** ElastiCache numbers a group's nodes from one: `scholarship-production-001`. */
function members(inputs: Properties): Value {
  const count = typeof inputs.numCacheClusters === "number" ? inputs.numCacheClusters : 1;
  return Array.from({ length: count }, (_, index) => `${String(inputs.replicationGroupId)}-${String(index + 1).padStart(3, "0")}`);
}

const ALPHABETS = {
  hex: "0123456789abcdef",
  digits: "0123456789",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
  mixed: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
} as const;

/** Characters of an alphabet that depend on nothing but the seed. */
export function characters(alphabet: keyof typeof ALPHABETS, seed: string, length: number): string {
  const symbols = ALPHABETS[alphabet];
  const bytes = createHash("sha512").update(seed).digest();
  return Array.from({ length }, (_, index) => symbols[(bytes[index % bytes.length] ?? 0) % symbols.length] ?? "").join("");
}

function expand(template: string, seed: string, property: string, known: Properties, place: Place): string {
  return template.replace(/\{([^{}:]+)(?::([^{}]*))?\}/g, (_, word: string, shared: string | undefined) => {
    const own = `${seed}/${shared ?? property}`;
    const random = /^(hex|digits|upper|mixed)(\d+)$/.exec(word);
    if (random !== null) {
      const alphabet = random[1] === "hex" || random[1] === "digits" || random[1] === "upper" ? random[1] : "mixed";
      return characters(alphabet, own, Number(random[2]));
    }
    switch (word) {
      case "region":
        return place.region;
      case "account":
        return place.accountId;
      case "uuid":
        return characters("hex", own, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
      // TEST-NET-3, which RFC 5737 keeps for documentation.
      case "ip":
        return `203.0.113.${1 + (Number.parseInt(characters("hex", `${seed}/ip`, 4), 16) % 254)}`;
      case "ip-dashes":
        return expand("{ip}", seed, property, known, place).replaceAll(".", "-");
      // eu-central-1 -> euc1, as in the names of cache hosts.
      case "zone-short":
        return place.region.replace(/^(\w+)-(\w)\w*-(\d)$/, "$1$2$3");
      case "cluster-name":
        return String(known.cluster ?? "default").replace(/^.*\//, "");
      case "topic-name":
        return String(known.topic).replace(/^.*:/, "");
      case "revision":
        return String(1 + (place.attempt ?? 0));
      case "date":
      case "timestamp":
        return "2026-01-01T00:00:00Z";
      default:
        return String(known[word] ?? DEFAULT_WORDS[word] ?? "");
    }
  });
}

/** Properties that templates name and that a resource may lack. */
const DEFAULT_WORDS: Readonly<Record<string, string>> = { path: "/", groupName: "default", port: "5432" };
