import * as pulumi from "@pulumi/pulumi";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { withName } from "../cloud/names";
import { placeOf, synthesize } from "../cloud/synthesize";
import type { Properties, Value } from "../provider/struct";
import { fromStruct, isArchive, isProperties, isSecret } from "../provider/struct";

/** A resource that a program registered, with its options, as one Node process can see it without an engine. */
export interface RegisteredResource {
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** What the program hands to the engine; on a first preview what another resource's outputs give is UNKNOWN. */
  readonly inputs: Properties;
  /**
   * What the provider would answer: the inputs, all that only the cloud sets, and the `id`. Of a component what it registers
   * as its outputs. On a first preview nobody knows more than the inputs.
   */
  readonly outputs: Properties;
  /** Property -> `type::name` of the resources whose outputs it is made of, as the SDK tells the engine. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
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
  /** Whether nothing is there yet and nothing is made, so that no output is known that isn't an input. @default false */
  readonly firstPreview?: boolean;
}

/** V8 makes no trace where the limit isn't a plain number; the SDK's own limit goes nowhere. */
const NO_TRACES: PropertyDescriptor = { get: () => 0, set: () => {}, configurable: true };
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
  const limit = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit") ?? {};
  // The SDK formats a trace for every promise and resource, most of its time for each; launch.cjs does the same.
  if (process.env.GROUNDWORK_DEBUG !== "1") Object.defineProperty(Error, "stackTraceLimit", NO_TRACES);
  try {
    return await recorded(program, options);
  } finally {
    Object.defineProperty(Error, "stackTraceLimit", limit);
  }
}

/** Archives, such as the code of a function, by their kind alone: what is in them is no property. */
function withoutFiles(value: Value): Value {
  if (isArchive(value)) return "(archive)";
  if (Array.isArray(value)) return value.map(withoutFiles);
  return isProperties(value) ? withoutFilesIn(value) : value;
}

async function recorded(program: () => unknown, options: RecordOptions): Promise<Recording> {
  const registrations: Registration[] = [];
  const inputs = new Map<string, Properties>();
  const dependencies = new Map<string, RegisteredResource["propertyDependencies"]>();
  const answers = new Map<string, Properties>();
  const providers = new Map<string, string>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, provider }) => {
        const properties = inputs.get(`${type}::${name}`) ?? {};
        if (provider !== undefined && provider !== "") providers.set(`${type}::${name}`, identityOf(provider));
        if (!customType(type)) return { id: PROVIDER_TYPE.test(type) ? name : undefined, state: properties };
        const named = checkedInputs({ type, name, inputs: properties });
        if (options.firstPreview === true) return { id: undefined, state: named };
        const place = placeOf(inputs.get(providers.get(`${type}::${name}`) ?? "") ?? {}, properties);
        const { id, outputs } = synthesize(type, name, named, place);
        answers.set(`${type}::${name}`, { ...outputs, id });
        return { id, state: { ...outputs } };
      },
      call: ({ token }) => {
        throw new Error(`the program must not read ${token} while it is built`);
      },
    },
    options.project ?? "groundwork",
    options.stack ?? "production",
    options.firstPreview === true,
  );
  const monitor = mockMonitor();
  const register = monitor.registerResource.bind(monitor);
  // The mocks are told neither what is unknown nor what a property is made of; the request says both.
  monitor.registerResource = (request, callback) => {
    if (!(request instanceof RegisterResourceRequest)) throw new Error("the SDK registers resources with a request that is not known here");
    const identity = `${request.getType()}::${request.getName()}`;
    inputs.set(identity, withoutFilesIn(fromStruct(request.getObject())));
    dependencies.set(identity, dependenciesOf(request));
    return register(request, callback);
  };
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
        propertyDependencies: dependencies.get(`${type}::${name}`) ?? {},
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

function withoutFilesIn(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, withoutFiles(value)]));
}

/** The inputs as the provider has checked them, which gives a name to what has none. */
export function checkedInputs({ type, name, inputs }: Pick<RegisteredResource, "type" | "name" | "inputs">): Properties {
  return customType(type) ? withName(type, name, inputs, undefined, `${type}/${name}`) : inputs;
}

function mockMonitor(): MockMonitor {
  const monitor = pulumi.runtime.getMonitor();
  if (!(monitor instanceof MockMonitor)) throw new Error("the program runs without the SDK's mocks");
  return monitor;
}

function dependenciesOf(request: RegisterResourceRequest): RegisteredResource["propertyDependencies"] {
  const found: [string, readonly string[]][] = [];
  request.getPropertydependenciesMap().forEach((sources, property) => {
    const identities = sources.getUrnsList().map(identityOf);
    if (identities.length > 0) found.push([property, identities]);
  });
  return Object.fromEntries(found);
}

/** `type::name` of a URN, `urn:pulumi:<stack>::<project>::<parent's type>$<type>::<name>`, or of a provider's, which ends with an id. */
function identityOf(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split("$").at(-1) ?? ""}::${name}`;
}

/** `type::name` -> what registerResourceOutputs was given, as the mocks' monitor keeps it: a message of the wire's own form. */
function registeredOutputs(monitor: MockMonitor): ReadonlyMap<string, Properties> {
  return new Map(
    [...monitor.getRegisteredResources()].flatMap(([urn, { state }]) => (state instanceof Struct ? [[identityOf(urn), fromStruct(state)] as const] : [])),
  );
}

/** True if a value is a secret or holds one at any depth. */
function holdsSecret(value: Value): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isProperties(value)) return false;
  return isSecret(value) || Object.values(value).some(holdsSecret);
}
