/** Expressions of Cloudflare's rules language. https://developers.cloudflare.com/ruleset-engine/rules-language/ */

/** Characters in one expression. https://developers.cloudflare.com/ruleset-engine/rules-language/expressions/#maximum-rule-expression-length */
export const EXPRESSION_LENGTH_MAX = 4096;

const PATH = "http.request.uri.path";

/** A text in quotes. Nothing that is quoted here holds one, or a backslash: hosts, plain paths, names of cookies. */
function quoted(text: string): string {
  if (/["\\]/.test(text)) throw new Error(`no quotes and backslashes in an expression: ${text}`);
  return `"${text}"`;
}

function set(values: readonly string[]): string {
  return `{${sorted(values).map(quoted).join(" ")}}`;
}

/** Every order of the same values is the same expression, so that reordering a list changes nothing. */
function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

/** Requests to the hosts, `*.example.org` with every name below it. */
export function onHosts(hosts: readonly string[]): string {
  const whole = hosts.filter((host) => !host.startsWith("*."));
  const wildcards = sorted(hosts.filter((host) => host.startsWith("*.")));
  return either([
    ...(whole.length === 0 ? [] : [`http.host in ${set(whole)}`]),
    ...wildcards.map((host) => `ends_with(http.host, ${quoted(host.slice(1))})`),
  ]);
}

/** Requests to the paths and to what is below them, but not to `/apis` where `/api` is meant. */
export function onPaths(paths: readonly string[]): string {
  return pathsIn(PATH, paths);
}

/** The same whatever the case: applications that take `/Metrics` for `/metrics` must not be reached around a block. */
export function onPathsOfAnyCase(paths: readonly string[]): string {
  return pathsIn(`lower(${PATH})`, paths.map((path) => path.toLowerCase()));
}

function pathsIn(field: string, paths: readonly string[]): string {
  return either([
    `${field} in ${set(paths)}`,
    ...sorted(paths).map((path) => `starts_with(${field}, ${quoted(path === "/" ? path : `${path}/`)})`),
  ]);
}

export function onExactPath(path: string): string {
  return `${PATH} eq ${quoted(path)}`;
}

/** Paths with one of the extensions, in lower case and without the dot; the empty one is that of a path without. */
export function withExtension(extensions: readonly string[]): string {
  return `${PATH}.extension in ${set(extensions)}`;
}

/** Requests that only read. */
export const READS = 'http.request.method in {"GET" "HEAD"}';

/**
 * Requests that say nothing about who sends them: no Authorization header, and no cookie whose name holds one of the texts.
 * No texts: no cookie at all.
 */
export function anonymous(sessionCookies: readonly string[]): string {
  return all([
    'not len(http.request.headers["authorization"]) > 0',
    ...(sessionCookies.length === 0
      ? ['http.cookie eq ""']
      : sorted(sessionCookies).map((cookie) => `not http.cookie contains ${quoted(cookie)}`)),
  ]);
}

/** Requests from none of the addresses. */
export function notFrom(cidrs: readonly string[]): string {
  return `not ip.src in {${sorted(cidrs).join(" ")}}`;
}

/** Requests that don't have the header with this value. Names of headers are in lower case there. */
export function withoutHeader(name: string, value: string): string {
  return `not any(http.request.headers[${quoted(name.toLowerCase())}][*] eq ${quoted(value)})`;
}

export function not(part: string): string {
  return `not (${part})`;
}

export function all(parts: readonly string[]): string {
  return joined(parts, " and ");
}

function either(parts: readonly string[]): string {
  const [only, ...others] = parts;
  if (only === undefined) throw new Error("an expression needs at least one alternative");
  return others.length === 0 ? only : `(${joined(parts, " or ")})`;
}

function joined(parts: readonly string[], operator: string): string {
  const text = parts.join(operator);
  if (text.length > EXPRESSION_LENGTH_MAX) {
    throw new Error(`an expression of ${text.length} characters, Cloudflare takes ${EXPRESSION_LENGTH_MAX}: name fewer hosts and paths`);
  }
  return text;
}
