import { hasUnknown, isProperties, UNKNOWN } from "../rehearsal/provider/struct";
import { objectsOf } from "./judgements";
import type { Judgement } from "./judgements";
import type { PolicyResource, Properties, Stack, Value } from "./model";
import { readThrough } from "./path";
import { components } from "./stack-index";

/** The containers of a task definition, from JSON text or a list; none where it is neither. */
export function containersOf(definitions: Value | undefined): readonly Properties[] {
  return objectsOf(readThrough(definitions));
}

/** Makes one thing wrong in a container. */
export type Break = (container: Properties) => Properties;

/** Sets a key of a container; undefined takes it away. */
export function key(name: string, value: Value | undefined): Break {
  return (container) => ({ ...Object.fromEntries(Object.entries(container).filter(([known]) => known !== name)), ...(value === undefined ? {} : { [name]: value }) });
}

/** Adds a variable to a container. */
export function variable(name: string, value: string): Break {
  return (container) => ({ ...container, environment: [...objectsOf(container.environment), { name, value }] });
}

/** The definitions with each break in each container, as text where they were one. */
function eachBroken(good: Value | undefined, breaks: readonly Break[]): readonly Value[] {
  const containers = containersOf(good);
  return containers.flatMap((broken) =>
    breaks.map((change) => {
      const all = containers.map((container) => (container === broken ? change(container) : container));
      return typeof good === "string" ? JSON.stringify(all) : all;
    }),
  );
}

/**
 * Judges each container; a task without one proves nothing.
 *
 * @param breaks what makes a container wrong, for the mutation matrix
 */
export function everyContainer(required: string, accepts: (container: Properties) => boolean, breaks?: readonly Break[]): Judgement {
  return {
    ...(breaks === undefined ? {} : { wrong: (good) => [...eachBroken(good, breaks), "[]", undefined] }),
    accepts: (value) => {
      const containers = containersOf(value);
      return containers.length > 0 && containers.every(accepts);
    },
    required: () => required,
  };
}

/**
 * What is known of a task's containers where the JSON is not, for one unknown ARN in it makes all of it unknown: the copy
 * that the component with the same family publishes, with the variables that it was given.
 */
export function containerCopy(resource: PolicyResource, stack: Stack): Properties | undefined {
  const task = components(stack).find((candidate) => familyOf(candidate) === resource.properties.family);
  if (task === undefined || familyOf(task) === undefined) return undefined;
  const published = readThrough(task.properties.containers);
  const containers = Array.isArray(published) ? published.filter((item: Value) => isProperties(item)) : [];
  if (containers.length === 0 || hasUnknown(containers)) return undefined;
  const environment = isProperties(task.properties.environment) ? task.properties.environment : {};
  return {
    ...resource.properties,
    containerDefinitions: containers.map((container: Properties) => ({
      ...container,
      environment: texts(container.environmentNames).map((name) => ({ name, value: known(environment[name]) })),
      secrets: texts(container.secretNames).map((name) => ({ name })),
    })),
  };
}

/** The variables of a container, name and value. A value that is not known yet is empty: it comes from another resource. */
export function environmentOf(container: Properties): readonly { readonly name: string; readonly value: string }[] {
  return objectsOf(container.environment).map(({ name, value }) => ({ name: String(name), value: value === UNKNOWN ? "" : String(value ?? "") }));
}

/** A name under which a secret goes; what ends in a public word is none, `SECRET_NAME`, `TOKEN_EXPIRE_MINUTES`. */
export function namesSecret(name: string): boolean {
  return (
    /(^|_)(SECRET|PASSWORD|PASSWD|PWD|TOKEN|API_?KEY|SECRET_?KEY|PRIVATE_?KEY|ACCESS_?KEY|KEY|CREDENTIALS?|DSN|DATABASE_URL|REDIS_URL)$/i.test(name) &&
    // What a browser gets is no secret: https://vite.dev/guide/env-and-mode
    !/^(VITE|NEXT_PUBLIC|REACT_APP)_/.test(name)
  );
}

/** A value that is a secret whatever its name: a JWT, an AWS key, a private key, a URL with a password in it. */
export function looksSecret(value: string): boolean {
  return /^eyJ[\w-]+\.|\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i.test(value);
}

/** Image of a registry with a digest, or with a tag that does not move. */
export function isPinned(image: Value | undefined): boolean {
  if (typeof image !== "string") return false;
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag !== undefined && !/^(latest|stable|edge|main|master|develop|dev|staging|production|prod)$/i.test(tag);
}

/** Whether a user, `uid:gid` or a name, is certainly not root. */
export function isNotRoot(user: Value | undefined): boolean {
  if (typeof user !== "string" || user === "") return false;
  const [uid = "", gid = ""] = user.split(":");
  return ![uid, gid].some((part) => /^(0+|root)$/i.test(part)) && uid !== "";
}

function familyOf({ properties: { family } }: PolicyResource): string | undefined {
  return typeof family === "string" && family !== UNKNOWN ? family : undefined;
}

function known(value: Value | undefined): Value {
  return value === undefined || hasUnknown(value) ? "" : value;
}

function texts(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
