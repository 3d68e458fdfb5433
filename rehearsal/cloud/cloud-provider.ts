import { isDeepStrictEqual } from "node:util";
import type { PropertyChange, Provider, Subject } from "../provider/provider";
import { hasUnknown, UNKNOWN } from "../provider/struct";
import type { Properties, Value } from "../provider/struct";
import { check } from "./check";
import { changesBetween } from "./diff";
import type { Faults } from "./faults";
import { ADOPTED } from "./forms";
import { withName } from "./names";
import { missingReference, userOf } from "./references";
import { recordConflict } from "./rules/cloudflare";
import { subnetConflict } from "./rules/network";
import { sdkProperties } from "./sdk-properties";
import type { CloudResource, CloudStore } from "./store";
import { placeOf, synthesize } from "./synthesize";
import type { Place } from "./synthesize";
import { nameTaken } from "./unique";

export interface CloudProviderOptions {
  /** `aws` */
  readonly packageName: string;
  readonly store: CloudStore;
  readonly faults: Faults;
  /** Whether the engine's state, as it stood when the run began, holds a living thing. */
  readonly isKnown: (urn: string, id: string) => boolean;
}

/** A simulated provider whose resources live in a cloud file. One set of rules serves every type. */
export function cloudProvider({ packageName, store, faults, isKnown }: CloudProviderOptions): Provider {
  const known = new Set<string>();
  const placeFor = ({ configuration }: Subject, inputs: Properties): Place => placeOf(configuration, inputs);
  const regionOf = (subject: Subject, inputs: Properties) => (packageName === "aws" ? placeFor(subject, inputs).region : "");
  const find = (subject: Subject, id: string, inputs: Properties) =>
    store.find({ type: subject.type, id, region: regionOf(subject, inputs) });

  const make = (subject: Subject, inputs: Properties): { id: string; outputs: Properties } => {
    const orphan = store.all().find(({ urn, id }) => urn === subject.urn && !isKnown(urn, id) && !known.has(`${urn} ${id}`));
    // A run died, or its connection did, after the cloud had made this resource and before the engine was told. Making it
    // again would leave two; what can become the wanted one is taken over, the rest makes room.
    if (orphan !== undefined) {
      store.remove(orphan);
      if (![...changesBetween(subject.type, orphan.properties, { ...orphan.properties, ...inputs }).values()].some(({ replaces }) => replaces)) {
        return { id: orphan.id, outputs: { ...orphan.properties, ...inputs } };
      }
    }
    const living = store.all();
    const region = regionOf(subject, inputs);
    const refusal =
      nameTaken(subject.type, inputs, region, living) ??
      missingReference(subject.type, inputs, living) ??
      (subject.type === "aws:ec2/subnet:Subnet" ? subnetConflict(inputs, living) : undefined) ??
      (subject.type === "cloudflare:index/dnsRecord:DnsRecord" ? recordConflict(inputs, living) : undefined);
    if (refusal !== undefined) throw new Error(refusal);
    return newThing(subject, inputs, placeFor(subject, inputs), living, region);
  };

  return {
    packageName,
    configure: async () => {},
    check: async (subject, inputs, old) => {
      const seed = `${subject.urn}${old === undefined ? `/${store.all().filter(({ urn }) => urn === subject.urn).length}` : ""}`;
      const named = withName(subject.type, subject.logicalName, inputs, old, seed);
      return { inputs: named, failures: check(subject.type, named) };
    },
    diff: async (subject, old, inputs) => {
      const changes = new Map<string, PropertyChange>(changesBetween(subject.type, old.inputs, inputs));
      const tagsBefore = old.outputs.tagsAll;
      const tagsAfter = tagsAll(subject, inputs);
      // Tags of the provider are no input of any resource, and yet a change of them is a change of each.
      if (changes.size === 0 && tagsBefore !== undefined && tagsAfter !== undefined && !isDeepStrictEqual(tagsBefore, tagsAfter)) {
        changes.set("tagsAll", { kind: "update", replaces: false });
      }
      return changes;
    },
    create: async (subject, inputs, preview) => {
      if (preview) return { id: "", outputs: previewed(subject, inputs) };
      return faults.call(`create ${subject.type} ${subject.logicalName}`, () => {
        const { id, outputs } = make(subject, inputs);
        store.put({ type: subject.type, id, region: regionOf(subject, inputs), urn: subject.urn, properties: outputs });
        known.add(`${subject.urn} ${id}`);
        return { id, outputs };
      });
    },
    read: async (subject, id, inputs, outputs) => {
      const found = find(subject, id, { ...outputs, ...inputs });
      if (found === undefined) return undefined;
      const live = Object.keys(inputs).map((name) => [name, found.properties[name] ?? null] as const);
      return { id, outputs: found.properties, inputs: Object.fromEntries(live.filter(([, value]) => value !== null)) };
    },
    update: async (subject, old, inputs, preview) => {
      if (preview) return { ...old.outputs, ...inputs };
      return faults.call(`update ${subject.type} ${subject.logicalName}`, () => {
        const living = find(subject, old.id, { ...old.outputs, ...inputs });
        if (living === undefined) {
          throw new Error(`NotFound: ${old.id} is gone from the cloud; run refresh, then up makes it again`);
        }
        const refusal = missingReference(subject.type, inputs, store.all());
        if (refusal !== undefined) throw new Error(refusal);
        const outputs = updated(subject, living, old.inputs, inputs, placeFor(subject, inputs));
        store.put({ ...living, properties: outputs });
        return outputs;
      });
    },
    delete: async (subject, id, outputs) =>
      faults.call(`delete ${subject.type} ${subject.logicalName}`, () => {
        const living = find(subject, id, outputs);
        // Gone already is what was asked for.
        if (living === undefined) return;
        const refusal = undeletable(living, store.all());
        if (refusal !== undefined) throw new Error(refusal);
        store.remove(living);
      }),
    invoke: async (token) => {
      throw new Error(`the embedded cloud has no data source ${token}`);
    },
    cancel: () => faults.cancel(),
  };
}

function tagsAll({ type, configuration }: Subject, inputs: Properties): Value | undefined {
  if (!sdkProperties(type).outputs.has("tagsAll") || hasUnknown(inputs.tags)) return undefined;
  const tags = inputs.tags;
  return { ...placeOf(configuration, inputs).defaultTags, ...(typeof tags === "object" && tags !== null && !Array.isArray(tags) ? tags : {}) };
}

/** What a preview can tell: what the program gives; what only the cloud will know is unknown. */
function previewed(subject: Subject, inputs: Properties): Properties {
  const { outputs, all, inputs: settable } = sdkProperties(subject.type);
  const unknown = [...all]
    .filter(([name, { optional }]) => inputs[name] === undefined && (outputs.has(name) || (settable.has(name) && !optional)))
    .map(([name]) => [name, UNKNOWN] as const);
  const tags = tagsAll(subject, inputs);
  return { ...inputs, ...Object.fromEntries(unknown), ...(tags === undefined ? {} : { tagsAll: tags }) };
}

function newThing(subject: Subject, inputs: Properties, place: Place, living: readonly CloudResource[], region: string): { id: string; outputs: Properties } {
  const adopted = ADOPTED[subject.type];
  const owner = adopted === undefined ? undefined : living.find(({ type, id }) => type === adopted.of && id === inputs[adopted.by]);
  for (let attempt = 0; ; attempt += 1) {
    const thing = synthesize(subject.type, subject.logicalName, inputs, { ...place, attempt });
    const given = owner?.properties[adopted?.property ?? ""];
    if (typeof given === "string") return { ...thing, id: given };
    const taken = living.some(({ type, id, region: where }) => type === subject.type && id === thing.id && where === region);
    if (!taken) return thing;
    if (attempt > 0 && thing.id === synthesize(subject.type, subject.logicalName, inputs, place).id) {
      throw new Error(`AlreadyExists: there is a ${subject.type} with the id ${thing.id}, which another resource manages`);
    }
  }
}

/**
 * The living thing after an update. What only the cloud sets stays as it is, by hand or not, unless it follows from an
 * input that changes, as an endpoint follows from its port.
 */
function updated({ type, logicalName }: Subject, living: CloudResource, before: Properties, inputs: Properties, place: Place): Properties {
  const was = synthesize(type, logicalName, before, place).outputs;
  const becomes = synthesize(type, logicalName, inputs, place).outputs;
  const names = new Set([...Object.keys(living.properties), ...Object.keys(becomes)]);
  const removed = (name: string) => inputs[name] === undefined && before[name] !== undefined;
  return Object.fromEntries(
    [...names].flatMap((name): [string, Value][] => {
      const follows = name in inputs || removed(name) || !isDeepStrictEqual(was[name], becomes[name]) || name === "tagsAll";
      const value = follows ? becomes[name] : living.properties[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Properties by which a thing refuses its own deletion, and what the API says then. */
const DELETION_GUARDS: Readonly<Record<string, { readonly property: string; readonly code: string }>> = {
  "aws:rds/instance:Instance": { property: "deletionProtection", code: "InvalidParameterCombination: Cannot delete protected DB Instance" },
  "aws:lb/loadBalancer:LoadBalancer": { property: "enableDeletionProtection", code: "OperationNotPermitted: deletion protection is enabled" },
};

function undeletable(resource: CloudResource, living: readonly CloudResource[]): string | undefined {
  const guard = DELETION_GUARDS[resource.type];
  if (guard !== undefined && resource.properties[guard.property] === true) {
    return `${guard.code}: ${resource.id}; set ${guard.property} to false and run up first`;
  }
  const user = ADOPTED[resource.type] === undefined ? userOf(resource, living) : undefined;
  return user === undefined ? undefined : `DependencyViolation: ${resource.id} is in use by ${user.type} ${user.id}`;
}
