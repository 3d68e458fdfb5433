import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { Provider } from "../provider/provider";
import { UNKNOWN } from "../provider/struct";
import type { Properties, Value } from "../provider/struct";
import { check } from "./check";
import { changesBetween } from "./diff";
import { sdkProperties } from "./sdk-properties";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
/** What `special` adds unless `overrideSpecial` says otherwise: https://www.pulumi.com/registry/packages/random/api-docs/randompassword/ */
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";
const WORDS = ["able", "amber", "brave", "calm", "clear", "deep", "early", "fair", "glad", "keen", "lucky", "mild", "neat", "proud", "quick", "warm"];

/** The random provider: it keeps nothing, what it made lives in the engine's state alone. */
export function randomProvider(): Provider {
  return {
    packageName: "random",
    configure: async () => {},
    check: async (subject, inputs) => ({ inputs, failures: check(subject.type, inputs) }),
    diff: async (subject, old, inputs) => changesBetween(subject.type, old.inputs, inputs),
    create: async (subject, inputs, preview) => {
      if (!preview) return makeRandom(subject.type, inputs);
      const unknown = [...sdkProperties(subject.type).outputs].map((name) => [name, UNKNOWN] as const);
      return { id: "", outputs: { ...inputs, ...Object.fromEntries(unknown) } };
    },
    read: async (_subject, id, inputs, outputs) => ({ id, inputs, outputs }),
    update: async (_subject, old, inputs) => ({ ...old.outputs, ...inputs }),
    delete: async () => {},
    invoke: async (token) => {
      throw new Error(`the rehearsal has no data source ${token}`);
    },
  };
}

function makeRandom(type: string, inputs: Properties): { id: string; outputs: Properties } {
  const kind = type.split(":").at(-1) ?? "";
  const length = numberOf(inputs.length, 2);
  switch (kind) {
    case "RandomPassword":
    case "RandomString": {
      const result = text(inputs, length);
      return { id: kind === "RandomPassword" ? "none" : result, outputs: { ...inputs, result } };
    }
    case "RandomId": {
      const bytes = randomBytes(numberOf(inputs.byteLength, 4));
      const b64Url = bytes.toString("base64url");
      const prefix = String(inputs.prefix ?? "");
      const outputs = { b64Std: prefix + bytes.toString("base64"), b64Url: prefix + b64Url, hex: prefix + bytes.toString("hex"), dec: prefix + BigInt(`0x${bytes.toString("hex")}`).toString() };
      return { id: b64Url, outputs: { ...inputs, ...outputs } };
    }
    case "RandomBytes": {
      const bytes = randomBytes(numberOf(inputs.length, 1));
      return { id: "none", outputs: { ...inputs, base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
    }
    case "RandomUuid": {
      const result = randomUUID();
      return { id: result, outputs: { ...inputs, result } };
    }
    case "RandomInteger": {
      const result = randomInt(numberOf(inputs.min, 0), numberOf(inputs.max, 1) + 1);
      return { id: String(result), outputs: { ...inputs, result } };
    }
    case "RandomPet": {
      const words = Array.from({ length }, () => pick(WORDS));
      const id = [...(inputs.prefix === undefined ? [] : [String(inputs.prefix)]), ...words].join(String(inputs.separator ?? "-"));
      return { id, outputs: { ...inputs } };
    }
    default:
      throw new Error(`the rehearsal makes no ${type}; it makes passwords, strings, ids, bytes, UUIDs, integers and pet names`);
  }
}

/** A text with at least as many characters of each class as asked for, in an order that tells nothing. */
function text(inputs: Properties, length: number): string {
  const special = typeof inputs.overrideSpecial === "string" && inputs.overrideSpecial !== "" ? inputs.overrideSpecial : SPECIAL;
  const classes = [
    { symbols: LETTERS, wanted: inputs.lower, atLeast: inputs.minLower },
    { symbols: LETTERS.toUpperCase(), wanted: inputs.upper, atLeast: inputs.minUpper },
    { symbols: DIGITS, wanted: inputs.numeric ?? inputs.number, atLeast: inputs.minNumeric },
    { symbols: special, wanted: inputs.special, atLeast: inputs.minSpecial },
  ].filter(({ wanted }) => wanted !== false);
  const certain = classes.flatMap(({ symbols, atLeast }) => Array.from({ length: numberOf(atLeast, 0) }, () => pick([...symbols])));
  const alphabet = classes.flatMap(({ symbols }) => [...symbols]);
  const rest = Array.from({ length: length - certain.length }, () => pick(alphabet));
  const all = [...certain, ...rest];
  for (let index = all.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    [all[index], all[other]] = [all[other] ?? "", all[index] ?? ""];
  }
  return all.join("");
}

function pick(symbols: readonly string[]): string {
  return symbols[randomInt(symbols.length)] ?? "";
}

function numberOf(value: Value | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
