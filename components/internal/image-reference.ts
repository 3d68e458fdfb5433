/** A container image named so that it can only ever mean one thing. */
export interface ImageReference {
  /** Host of the registry, `docker.io` where the text names none. */
  readonly registry: string;
  readonly repository: string;
  readonly version: { readonly kind: "tag" | "digest"; readonly value: string };
}

/** Tags that are moved to another image by convention: what runs could change with no change in the program. */
const MOVING_TAGS: readonly string[] = [
  "latest", "prod", "production", "staging", "stable", "main", "master", "develop", "dev", "edge", "nightly",
];

// https://github.com/distribution/reference/blob/main/regexp.go
const REGISTRY = /^(?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+|localhost|[a-zA-Z0-9-]+(?=:))(?::\d+)?$/;
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+|\/)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const ECR = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/;

/** Why an image reference is refused, as a phrase that follows "expected"; undefined for a good one. */
export function imageProblem(text: string): string | undefined {
  const { registry, repository, tag, digest } = split(text);
  if (!REGISTRY.test(registry) || !REPOSITORY.test(repository)) {
    return "an image as registry/repository:tag or registry/repository@sha256:digest";
  }
  if (digest !== undefined && tag !== undefined) return "either a tag or a digest, ECS takes one of them";
  if (digest !== undefined) return DIGEST.test(digest) ? undefined : "a digest of sha256: and 64 hexadecimal digits";
  if (tag === undefined) return "a tag or a digest: without one the image is whatever is latest";
  if (!TAG.test(tag)) return "a tag of at most 128 letters, digits, dots, hyphens and underscores";
  if (MOVING_TAGS.includes(tag)) return `a tag that never moves, such as 1.4.2, or a digest: "${tag}" can't be rolled back to`;
  return undefined;
}

/** @throws Error where imageProblem has one */
export function parseImageReference(text: string): ImageReference {
  const problem = imageProblem(text);
  const { registry, repository, tag, digest } = split(text);
  const value = digest ?? tag;
  if (problem !== undefined || value === undefined) {
    throw new Error(`image "${text}": expected ${problem ?? "a tag or a digest"}`);
  }
  return { registry, repository, version: { kind: digest === undefined ? "tag" : "digest", value } };
}

/** ARN of the ECR repository that holds the image; undefined where it lies in another registry. */
export function ecrRepositoryArn({ registry, repository }: ImageReference): string | undefined {
  const [, account, region] = ECR.exec(registry) ?? [];
  if (account === undefined || region === undefined) return undefined;
  return `arn:aws:ecr:${region}:${account}:repository/${repository}`;
}

function split(text: string): { registry: string; repository: string; tag: string | undefined; digest: string | undefined } {
  const [named = "", digest] = splitAt(text, text.indexOf("@"));
  const slash = named.lastIndexOf("/");
  const [path = "", tag] = splitAt(named, named.indexOf(":", slash + 1));
  const [host = "", rest] = splitAt(path, path.indexOf("/"));
  // As Docker reads it: a first part without a dot, port or "localhost" is no host but a name on Docker Hub.
  const hasHost = rest !== undefined && (/[.:]/.test(host) || host === "localhost");
  return {
    registry: hasHost ? host : "docker.io",
    repository: hasHost ? rest : path,
    tag,
    digest,
  };
}

function splitAt(text: string, index: number): [string, string | undefined] {
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
