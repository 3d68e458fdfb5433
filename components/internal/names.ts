/**
 * How long AWS lets the name of a thing be, where groundwork gives it one.
 * Each number is from the API reference of the service's Create call.
 */
export const NAME_LIMITS = {
  loadBalancer: 32,
  replicationGroup: 40,
  bucket: 63,
  databaseInstance: 63,
  databaseProxy: 63,
  role: 64,
  deliveryStream: 64,
  lambdaFunction: 64,
  schedule: 64,
  policy: 128,
  trail: 128,
  webAcl: 128,
  alarm: 255,
  analyzer: 255,
  cluster: 255,
  dashboard: 255,
  snsTopic: 256,
  logGroup: 512,
  secret: 512,
} as const;

export type NamedThing = keyof typeof NAME_LIMITS;

/**
 * Joins the parts of a physical name with hyphens and refuses one that AWS would refuse for its length. It never cuts: a
 * cut name is a name that nobody finds in a runbook, and two cut names may be the same.
 */
export function physicalName(thing: NamedThing, ...parts: readonly string[]): string {
  const name = parts.join("-");
  const limit = NAME_LIMITS[thing];
  if (name.length > limit) {
    throw new Error(
      `the ${thing} name "${name}" has ${name.length} characters, AWS allows ${limit}: shorten groundwork:system.name or the name of the part`,
    );
  }
  return name;
}
