import type { PolicyResource, Stack } from "./model";

/** The resources of one stack by what the rules ask for. A stack never changes, so each part is worked out once, when asked for. */
class StackIndex {
  readonly #resources: readonly PolicyResource[];
  #byType: ReadonlyMap<string, readonly PolicyResource[]> | undefined;
  #byUrn: ReadonlyMap<string, PolicyResource> | undefined;

  constructor({ resources }: Stack) {
    this.#resources = resources;
  }

  get byType(): ReadonlyMap<string, readonly PolicyResource[]> {
    this.#byType ??= grouped(this.#resources);
    return this.#byType;
  }

  get byUrn(): ReadonlyMap<string, PolicyResource> {
    this.#byUrn ??= new Map(this.#resources.map((resource) => [resource.urn, resource]));
    return this.#byUrn;
  }
}

function grouped(resources: readonly PolicyResource[]): ReadonlyMap<string, readonly PolicyResource[]> {
  const groups = new Map<string, PolicyResource[]>();
  for (const resource of resources) {
    const type = canonical(resource.type);
    const group = groups.get(type);
    if (group === undefined) groups.set(type, [resource]);
    else group.push(resource);
  }
  return groups;
}

const indexes = new WeakMap<Stack, StackIndex>();

function indexOf(stack: Stack): StackIndex {
  const known = indexes.get(stack);
  if (known !== undefined) return known;
  const made = new StackIndex(stack);
  indexes.set(stack, made);
  return made;
}

/** Type token -> the spelling that the rules use, each worked out once: a stack has many resources of few types. */
const spellings = new Map<string, string>();

/** Takes older spellings of the same resource types, `aws:alb/listener:Listener`, `aws:s3/bucketV2:BucketV2`. */
export function canonical(type: string): string {
  const known = spellings.get(type);
  if (known !== undefined) return known;
  const spelling = type.replace(/^aws:(alb|elasticloadbalancingv2|applicationloadbalancing)\//, "aws:lb/").replace(/V2(?=:|$)/g, "");
  spellings.set(type, spelling);
  return spelling;
}

/** The resources of some types, type by type, in order of registration. */
export function ofType(stack: Stack, ...types: readonly string[]): readonly PolicyResource[] {
  const { byType } = indexOf(stack);
  const [first = ""] = types;
  return types.length === 1 ? (byType.get(first) ?? []) : types.flatMap((type) => byType.get(type) ?? []);
}

export function byUrn(stack: Stack, urn: string): PolicyResource | undefined {
  return indexOf(stack).byUrn.get(urn);
}

/** Our own components, which publish copies of what the engine does not know yet. */
export function components(stack: Stack): readonly PolicyResource[] {
  return [...indexOf(stack).byType].flatMap(([type, resources]) => (type.startsWith("groundwork:") ? resources : []));
}
