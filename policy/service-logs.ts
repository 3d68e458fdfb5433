import { ofType } from "./join";
import type { PolicyResource, Stack } from "./model";

export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
export const SERVICE = "aws:ecs/service:Service";

/** A version of a service that two of them take turns at, `api-blue`. */
const TURN = /-(blue|green)$/;

/** The name of a service without the version that it stands for: `api` of `api-blue`. */
export function serviceName({ properties: { name } }: PolicyResource): string {
  return typeof name === "string" ? name.replace(TURN, "") : "";
}

/**
 * The groups that a service writes to, by the name that all of our tasks give them: `/<system>-<environment>/<service>`. Those
 * of a version that rests are among them, with what was written while it did not.
 */
export function logsOf(stack: Stack, service: PolicyResource): readonly PolicyResource[] {
  const name = serviceName(service);
  return ofType(stack, LOG_GROUP).filter(({ properties }) => {
    const [, last = ""] = /^\/[^/]+\/([^/]+)$/.exec(typeof properties.name === "string" ? properties.name : "") ?? [];
    return name !== "" && last.replace(TURN, "") === name;
  });
}

/** The groups that RDS writes what PostgreSQL was asked to. */
export function databaseLogs(stack: Stack): readonly PolicyResource[] {
  return ofType(stack, LOG_GROUP).filter(({ properties }) => typeof properties.name === "string" && /^\/aws\/rds\/(instance|cluster)\/[^/]+\/postgresql$/.test(properties.name));
}
