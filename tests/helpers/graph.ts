import { strict as assert } from "node:assert";
import { record } from "../../rehearsal/plan/record";
import type { RecordOptions, RegisteredResource } from "../../rehearsal/plan/record";
import type { Properties } from "../../rehearsal/provider/struct";

/** The graph probe's view of a program: find exactly one resource, or all of a type. */
export interface Graph {
  readonly resources: readonly RegisteredResource[];
  /** Those of the stack. @default - they were not asked for */
  readonly outputs?: Properties;
  /** The one resource of a type, or the one with that name among several. Anything but one is a failure. */
  one(type: string, name?: string): RegisteredResource;
  all(type: string): readonly RegisteredResource[];
  /** `type name` of all resources, sorted: the exact list of what was made. */
  list(): readonly string[];
}

export function graphOf(resources: readonly RegisteredResource[]): Graph {
  const all = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    resources,
    all,
    one: (type, name) => {
      const found = all(type).filter((resource) => name === undefined || resource.name === name);
      const [only] = found;
      assert.ok(
        only !== undefined && found.length === 1,
        `expected one ${type} ${name ?? ""}, found ${found.length}: ${all(type).map((resource) => resource.name).join(", ")}`,
      );
      return only;
    },
    list: () => resources.map(({ type, name }) => `${type} ${name}`).sort(),
  };
}

/** Builds components under the SDK's mocks and returns what they registered. */
export async function build(program: () => unknown, options: RecordOptions = {}): Promise<Graph> {
  return graphOf(await record(program, options));
}
