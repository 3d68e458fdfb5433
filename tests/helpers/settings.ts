import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ROOT } from "./source";

const stackFile = z.object({ config: z.record(z.string(), z.unknown()) });

/** @param system a folder under systems/; undefined is the reference topology at the top */
function fileConfig(system: string | undefined, stack: string): Readonly<Record<string, unknown>> {
  const path = join(ROOT, ...(system === undefined ? [] : ["systems", system]), `Pulumi.${stack}.yaml`);
  return stackFile.parse(parse(readFileSync(path, "utf8"))).config;
}

/** Configuration as the engine hands it to the program: every object as JSON text. */
function engineConfig(config: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** The configuration of a stack as the engine hands it over. */
export function stackConfig(system: string | undefined, stack: string): Record<string, string> {
  return engineConfig(fileConfig(system, stack));
}

/** Topic -> raw value. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** What a stack's file gives for each topic. */
export function rawSettings(system: string | undefined, stack: string): RawSettings {
  return Object.fromEntries(
    Object.entries(fileConfig(system, stack)).map(([key, value]) => [key.replace(/^groundwork:/, ""), value]),
  );
}

/** Raw settings as the engine would hand them over. */
export function configOf(raw: RawSettings): Record<string, string> {
  return engineConfig(Object.fromEntries(Object.entries(raw).map(([topic, value]) => [`groundwork:${topic}`, value])));
}

/**
 * A copy of raw settings in which one value is another.
 *
 * @param path `services.backend.port`, `network.zones.1`
 * @param value `undefined` takes the key away
 */
export function changed(raw: RawSettings, path: string, value: unknown): RawSettings {
  const copy: RawSettings = structuredClone(raw);
  const parts = path.split(".");
  const last = parts.pop() ?? "";
  const holder = parts.reduce<unknown>((at, part) => (at instanceof Object ? Reflect.get(at, part) : undefined), copy);
  if (!(holder instanceof Object)) throw new Error(`the settings have no ${parts.join(".")}`);
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else Reflect.set(holder, last, value);
  return copy;
}
