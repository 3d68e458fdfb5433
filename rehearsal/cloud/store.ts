import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { propertiesSchema } from "../provider/struct";
import type { Properties } from "../provider/struct";

/** One living thing in the embedded cloud. */
export interface CloudResource {
  readonly type: string;
  readonly id: string;
  /** Two regions may hold things of the same type and id. Empty where a cloud has no regions. */
  readonly region: string;
  /** The resource of the program that asked for it. */
  readonly urn: string;
  /** Everything the cloud knows of it: the inputs it was made with and what the cloud added. */
  readonly properties: Properties;
}

type Key = Pick<CloudResource, "type" | "id" | "region">;

const fileSchema = z.strictObject({
  resources: z.array(
    z.strictObject({
      type: z.string(),
      id: z.string(),
      region: z.string(),
      urn: z.string(),
      properties: propertiesSchema,
    }),
  ),
});

/**
 * The embedded cloud of one stack: a JSON file that survives the run and that a person may edit to make drift. A change is
 * on disk before it is answered, so a killed run loses nothing that the engine was told of, and an edit made while a run
 * goes on is seen by the next question.
 */
export class CloudStore {
  /** What the file held when it was last read or written, and the file's stamp at that moment. */
  private known: { stamp: string; resources: Map<string, CloudResource> } = { stamp: "", resources: new Map() };
  /** A resource's text is made once, for a file of 500 resources is written 500 times. */
  private readonly texts = new WeakMap<CloudResource, string>();

  constructor(readonly file: string) {}

  all(): readonly CloudResource[] {
    return [...this.load().values()];
  }

  find(key: Key): CloudResource | undefined {
    return this.load().get(keyOf(key));
  }

  put(resource: CloudResource): void {
    this.write(new Map(this.load()).set(keyOf(resource), resource));
  }

  remove(key: Key): void {
    const resources = new Map(this.load());
    if (resources.delete(keyOf(key))) this.write(resources);
  }

  private load(): Map<string, CloudResource> {
    const stamp = stampOf(this.file);
    if (stamp === this.known.stamp) return this.known.resources;
    const resources = stamp === "" ? [] : parse(this.file);
    this.known = { stamp, resources: new Map(resources.map((resource) => [keyOf(resource), resource])) };
    return this.known.resources;
  }

  private write(resources: Map<string, CloudResource>): void {
    mkdirSync(dirname(this.file), { recursive: true });
    const unfinished = `${this.file}.${process.pid}`;
    const list = [...resources.values()].map((resource) => this.textOf(resource)).join(",\n");
    writeFileSync(unfinished, `{ "resources": [\n${list}\n] }\n`, { mode: 0o600 });
    // Renaming is atomic: a run killed here leaves the file as it was or as it is to be.
    renameSync(unfinished, this.file);
    this.known = { stamp: stampOf(this.file), resources };
  }

  private textOf(resource: CloudResource): string {
    const known = this.texts.get(resource);
    if (known !== undefined) return known;
    const text = JSON.stringify(resource, undefined, 2);
    this.texts.set(resource, text);
    return text;
  }
}

function keyOf({ type, id, region }: Key): string {
  return `${type}|${region}|${id}`;
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? "" : `${stat.ino}/${stat.mtimeNs}/${stat.size}`;
}

function parse(file: string): readonly CloudResource[] {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, "utf8"))).resources;
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
    throw new Error(`the cloud file ${file} can't be read: ${problem}`, { cause: error });
  }
}
