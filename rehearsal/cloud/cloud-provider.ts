import { isDeepStrictEqual } from "node:util";
import type { PropertyChange, Provider } from "../provider/provider";
import { hasUnknown, UNKNOWN } from "../provider/struct";
import type { Properties } from "../provider/struct";
import { sdkProperties } from "./sdk-properties";
import type { CloudStore } from "./store";
import { synthesize } from "./synthesize";

/** A simulated provider whose resources live in a cloud file. */
export function cloudProvider(packageName: string, store: CloudStore): Provider {
  return {
    packageName,
    configure: async () => {},
    check: async (_subject, inputs) => ({ inputs, failures: [] }),
    diff: async (_subject, old, inputs) => changesBetween(old.inputs, inputs),
    create: async (subject, inputs, preview) => {
      if (preview) {
        const unknown = [...sdkProperties(subject.type).outputs].map((name) => [name, UNKNOWN] as const);
        return { id: "", outputs: { ...inputs, ...Object.fromEntries(unknown) } };
      }
      const { id, outputs } = synthesize(subject.type, subject.logicalName, inputs);
      store.put({ type: subject.type, id, properties: outputs });
      return { id, outputs };
    },
    read: async (subject, id, inputs) => {
      const found = store.find(subject.type, id);
      if (found === undefined) return undefined;
      const live = Object.keys(inputs).map((name) => [name, found.properties[name] ?? null] as const);
      return { id, outputs: found.properties, inputs: Object.fromEntries(live) };
    },
    update: async (subject, old, inputs, preview) => {
      const outputs: Properties = { ...old.outputs, ...inputs };
      if (!preview) store.put({ type: subject.type, id: old.id, properties: outputs });
      return outputs;
    },
    delete: async (subject, id) => store.remove(subject.type, id),
    invoke: async (token) => {
      throw new Error(`the embedded cloud has no data source ${token}`);
    },
  };
}

function changesBetween(old: Properties, next: Properties): ReadonlyMap<string, PropertyChange> {
  const changes = new Map<string, PropertyChange>();
  for (const name of new Set([...Object.keys(old), ...Object.keys(next)])) {
    const before = old[name];
    const after = next[name];
    if (isDeepStrictEqual(before, after)) continue;
    const kind = before === undefined ? "add" : after === undefined && !hasUnknown(after) ? "delete" : "update";
    changes.set(name, { kind, replaces: false });
  }
  return changes;
}
