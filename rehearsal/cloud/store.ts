import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { propertiesSchema } from "../provider/struct";
import type { Properties } from "../provider/struct";

/** One living thing in the embedded cloud. */
export interface CloudResource {
  readonly type: string;
  readonly id: string;
  /** Everything the cloud knows of it: the inputs it was made with and what the cloud added. */
  readonly properties: Properties;
}

const fileSchema = z.strictObject({
  resources: z.array(
    z.strictObject({ type: z.string(), id: z.string(), properties: propertiesSchema }),
  ),
});

/**
 * The embedded cloud of one stack: a JSON file that survives the run and that a person may edit to make drift. It is read
 * afresh for every question, and a change is on disk before it is answered, so a killed run loses nothing that the
 * engine was told of.
 */
export class CloudStore {
  constructor(private readonly file: string) {}

  all(): readonly CloudResource[] {
    let text: string;
    try {
      text = readFileSync(this.file, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
    return fileSchema.parse(JSON.parse(text)).resources;
  }

  find(type: string, id: string): CloudResource | undefined {
    return this.all().find((resource) => resource.type === type && resource.id === id);
  }

  put(resource: CloudResource): void {
    const others = this.all().filter(({ type, id }) => type !== resource.type || id !== resource.id);
    this.write([...others, resource]);
  }

  remove(type: string, id: string): void {
    this.write(this.all().filter((resource) => resource.type !== type || resource.id !== id));
  }

  private write(resources: readonly CloudResource[]): void {
    mkdirSync(dirname(this.file), { recursive: true });
    const unfinished = `${this.file}.${process.pid}`;
    writeFileSync(unfinished, `${JSON.stringify({ resources }, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(unfinished, this.file);
  }
}
