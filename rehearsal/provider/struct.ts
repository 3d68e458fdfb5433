import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { z } from "zod";

/** A property value as it travels between the engine and a provider, secrets already unwrapped by the engine. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };
/** The properties of one resource. */
export type Properties = { readonly [key: string]: Value };

/** Checks that foreign data is a property value. */
export const valueSchema: z.ZodType<Value> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(valueSchema), propertiesSchema]),
);
/** Checks that foreign data, a file's or a mock's, is nothing but property values. */
export const propertiesSchema: z.ZodType<Properties> = z.record(z.string(), valueSchema);

/** What stands for a value that is not known until something else has been created. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isProperties(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True if a value is unknown or holds an unknown at any depth. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isProperties(value) && Object.values(value).some(hasUnknown);
}

export function fromStruct(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : toProperties(struct.toJavaScript());
}

export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(toJavaScript(properties));
}

function toProperties(object: object): Properties {
  return Object.fromEntries(Object.entries(object).map(([key, value]: [string, JavaScriptValue]) => [key, toValue(value)]));
}

function toValue(value: JavaScriptValue): Value {
  if (Array.isArray(value)) return value.map(toValue);
  return typeof value === "object" && value !== null ? toProperties(value) : value;
}

function toJavaScript(properties: Properties): { [key: string]: JavaScriptValue } {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, toJavaScriptValue(value)]));
}

function toJavaScriptValue(value: Value): JavaScriptValue {
  if (Array.isArray(value)) return value.map(toJavaScriptValue);
  return isProperties(value) ? toJavaScript(value) : value === undefined ? null : value;
}

/** How the SDK marks a secret: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** The envelope that a secret travels in. */
export interface Sealed {
  readonly value: Value;
  readonly [key: string]: Value;
}

export function isSecret(value: Value | undefined): value is Sealed {
  return isProperties(value) && value[SIGNATURE] === SECRET;
}

export function isArchive(value: Value | undefined): boolean {
  return isProperties(value) && value[SIGNATURE] === ARCHIVE;
}
