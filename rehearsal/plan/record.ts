import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { withName } from "../cloud/names";
import { placeOf, synthesize } from "../cloud/synthesize";
import type { Properties, Value } from "../provider/struct";
import { isProperties, isSecret, propertiesSchema } from "../provider/struct";

/** A resource that a program registered, with its options, as one Node process can see it without an engine. */
export interface RegisteredResource {
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** What the engine would send to the provider, every output resolved. */
  readonly inputs: Properties;
  /**
   * What the provider would answer: the inputs, all that only the cloud sets, and the `id`. Of a component what it registers
   * as its outputs, every output resolved.
   */
  readonly outputs: Properties;
  /** Type and logical name of the parent, `type::name`; the stack's own children have none. */
  readonly parent: string | undefined;
  /** Type and logical name of the provider that it was given, `type::name`; a component has none. */
  readonly provider: string | undefined;
  /** Top-level inputs whose value is a secret. */
  readonly secretInputs: readonly string[];
  /** `type::name` of what it waits for by option, where the option holds resources and no promises of them. */
  readonly dependsOn: readonly string[];
  readonly options: pulumi.CustomResourceOptions;
}

/** All that a program made, and what it says of it. */
export interface Recording {
  readonly resources: readonly RegisteredResource[];
  /** The stack's outputs, every one resolved. */
  readonly outputs: Properties;
}

interface Registration {
  readonly type: string;
  readonly name: string;
  readonly parent: string | undefined;
  readonly options: pulumi.CustomResourceOptions;
}

export interface RecordOptions {
  /** @default "groundwork" */
  readonly project?: string;
  /** @default "production" */
  readonly stack?: string;
  /** Stack configuration, `groundwork:network` -> JSON. @default - none */
  readonly config?: Readonly<Record<string, string>>;
}

const STACK_TYPE = "pulumi:pulumi:Stack";
const PROVIDER_TYPE = /^pulumi:providers:/;
const customType = (type: string) => /^(aws|cloudflare|postgresql|random):/.test(type);

/**
 * Runs a program against the SDK's mocks and returns all that it registered, in order of registration. The outputs come
 * from the same rules as the embedded cloud's, so ids and ARNs look real. It proves what the program asks for; it does
 * not prove that an engine or a provider accepts it.
 */
export async function record(program: () => unknown, options: RecordOptions = {}): Promise<readonly RegisteredResource[]> {
  return (await recordWithOutputs(program, options)).resources;
}

/** The same, with the stack's outputs. */
export async function recordWithOutputs(program: () => unknown, options: RecordOptions = {}): Promise<Recording> {
  const { stackTraceLimit } = Error;
  // The SDK formats a trace for every promise it makes, most of its time for each resource; launch.cjs does the same.
  if (process.env.GROUNDWORK_STACK_TRACES !== "1") Error.stackTraceLimit = 0;
  try {
    return await recorded(program, options);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Archives, such as the code of a function, by their kind alone: what is in them is no property. */
function withoutFiles(value: unknown): unknown {
  // The SDK's own guard narrows everything away: an archive has no property that others lack.
  const isArchive: boolean = pulumi.asset.Archive.isInstance(value);
  if (isArchive) return "(archive)";
  if (Array.isArray(value)) return value.map(withoutFiles);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutFiles(inner)]));
}

async function recorded(program: () => unknown, options: RecordOptions): Promise<Recording> {
  const registrations: Registration[] = [];
  const inputs = new Map<string, Properties>();
  const answers = new Map<string, Properties>();
  const providers = new Map<string, string>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs: raw, provider }) => {
        const properties = propertiesSchema.parse(withoutFiles(raw));
        inputs.set(`${type}::${name}`, properties);
        // urn:pulumi:<stack>::<project>::<parent's type>$<type>::<name>::<id>
        const [, , types = "", providerName] = provider?.split("::") ?? [];
        if (providerName !== undefined) providers.set(`${type}::${name}`, `${types.split("$").at(-1) ?? ""}::${providerName}`);
        if (!customType(type)) return { id: PROVIDER_TYPE.test(type) ? name : undefined, state: properties };
        const place = placeOf(inputs.get(providers.get(`${type}::${name}`) ?? "") ?? {}, properties);
        const { id, outputs } = synthesize(type, name, withName(type, name, properties, undefined, `${type}/${name}`), place);
        answers.set(`${type}::${name}`, { ...outputs, id });
        return { id, state: { ...outputs } };
      },
      call: ({ token }) => {
        throw new Error(`the program must not read ${token} while it is built`);
      },
    },
    options.project ?? "groundwork",
    options.stack ?? "production",
    false,
  );
  pulumi.runtime.setAllConfig({ ...options.config });
  const identities = new Map<pulumi.Resource, string>();
  await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation(({ resource, type, name, opts }) => {
      identities.set(resource, `${type}::${name}`);
      registrations.push({
        type,
        name,
        parent: opts.parent === undefined ? undefined : identities.get(opts.parent),
        options: opts,
      });
      return undefined;
    });
    return program();
  });
  const monitor = pulumi.runtime.getMonitor();
  await pulumi.runtime.disconnect(false);
  const componentOutputs = registeredOutputs(monitor);
  const [, outputs = {}] = [...componentOutputs].find(([key]) => key.startsWith(`${STACK_TYPE}::`)) ?? [];
  const resources = registrations
    .filter(({ type }) => type !== STACK_TYPE)
    .map(({ type, name, parent, options: opts }) => {
      const given = inputs.get(`${type}::${name}`) ?? {};
      return {
        type,
        name,
        parent,
        provider: providers.get(`${type}::${name}`),
        inputs: given,
        outputs: answers.get(`${type}::${name}`) ?? componentOutputs.get(`${type}::${name}`) ?? {},
        secretInputs: Object.keys(given).filter((key) => holdsSecret(given[key] ?? null)),
        dependsOn: [opts.dependsOn].flat().flatMap((item) => {
          const identity = pulumi.Resource.isInstance(item) ? identities.get(item) : undefined;
          return identity === undefined ? [] : [identity];
        }),
        options: opts,
      };
    });
  return { resources, outputs };
}

/** `type::name` -> what registerResourceOutputs was given, as the mocks' monitor keeps it: a message of the wire's own form. */
function registeredOutputs(monitor: unknown): ReadonlyMap<string, Properties> {
  if (!(monitor instanceof MockMonitor)) throw new Error("the program ran without the SDK's mocks");
  return new Map(
    [...monitor.getRegisteredResources()].flatMap(([urn, { state }]) => {
      // urn:pulumi:<stack>::<project>::<parent's type>$<type>::<name>
      const [, , types = "", name = ""] = urn.split("::");
      return state instanceof Struct ? [[`${types.split("$").at(-1) ?? ""}::${name}`, propertiesSchema.parse(state.toJavaScript())] as const] : [];
    }),
  );
}

/** True if a value is a secret or holds one at any depth. */
function holdsSecret(value: Value): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isProperties(value)) return false;
  return isSecret(value) || Object.values(value).some(holdsSecret);
}
