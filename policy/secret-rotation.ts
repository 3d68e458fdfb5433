import { heardAlarms } from "./heard-alarms";
import { at, list, ofType, refersTo } from "./join";
import type { PolicyResource, Stack, Value } from "./model";
import { readThrough } from "./path";

export const SECRET = "aws:secretsmanager/secret:Secret";
export const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";
export const LAMBDA = "aws:lambda/function:Function";

export const classOf = ({ properties }: PolicyResource): Value | undefined => at(properties, "tags.SecretClass");

/** The schedules by which a function changes a secret. */
export function rotationsOf(stack: Stack, secret: PolicyResource): readonly PolicyResource[] {
  return ofType(stack, ROTATION).filter((rotation) => refersTo(rotation, "secretId", secret));
}

/**
 * Days after which somebody is told that a value is too old: the secret is among those whose age a function reports, and an
 * alarm on the report of its class is heard. Undefined where nobody is told.
 */
export function remindedAfterDays(stack: Stack, secret: PolicyResource): number | undefined {
  const secretClass = classOf(secret);
  const { name } = secret.properties;
  if (typeof secretClass !== "string" || typeof name !== "string") return undefined;
  const isHeard = heardAlarms(stack, "Groundwork/Secrets", "DaysOverdue").some(({ properties }) => at(properties, "dimensions.SecretClass") === secretClass);
  if (!isHeard) return undefined;
  return ofType(stack, LAMBDA)
    .map(({ properties }) => at(readThrough(at(properties, "environment.variables.WATCHED")), secretClass))
    .filter((watched) => list(at(watched, "names")).includes(name))
    .map((watched) => at(watched, "everyDays"))
    .find((days) => typeof days === "number");
}
