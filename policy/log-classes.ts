import { isProperties } from "../rehearsal/provider/struct";
import { objects, ofType, refersTo, targets } from "./join";
import type { PolicyResource, Stack, Value } from "./model";
import { LOG_GROUP, logsOf, SERVICE } from "./service-logs";

const BUCKET = "aws:s3/bucket:Bucket";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

/** What keeps logs, the property that says for how long, and its value. */
export interface Keeper {
  readonly resource: PolicyResource;
  readonly property: string;
  readonly days: Value | undefined;
}

export type LogClass = "application" | "access" | "error" | "system" | "audit";

/** What keeps the logs of a class, by the names that our components give. */
export function keepersOf(stack: Stack, logClass: LogClass): readonly Keeper[] {
  switch (logClass) {
    case "application":
      return ofType(stack, SERVICE).flatMap((service) => logsOf(stack, service)).map(group);
    case "system":
      // What a probe writes is a copy of its report, which is kept beside it.
      return ofType(stack, LOG_GROUP).filter(({ properties: { name } }) => typeof name === "string" && /^\/aws\/(rds|lambda(?!\/cwsyn-)|vendedlogs)\/|\/vpc-flow-logs$/.test(name)).map(group);
    case "access":
      return buckets(stack, ofType(stack, "aws:lb/loadBalancer:LoadBalancer").flatMap((balancer) => targets(balancer, "accessLogs.bucket", ofType(stack, BUCKET))));
    case "error":
      return buckets(stack, named(stack, /-error-logs-/));
    case "audit":
      return buckets(stack, named(stack, /-audit(-logs)?-\d{12}-/));
  }
}

const group = (resource: PolicyResource): Keeper => ({ resource, property: "retentionInDays", days: resource.properties.retentionInDays });

function named(stack: Stack, pattern: RegExp): readonly PolicyResource[] {
  return ofType(stack, BUCKET).filter(({ properties: { bucket } }) => typeof bucket === "string" && pattern.test(bucket));
}

/** Whether a filter leaves no object out: it is missing, or nothing stands in it. */
const isForAll = (filter: Value | undefined) => filter === undefined || (isProperties(filter) && Object.values(filter).every((value) => value === ""));

/** A bucket keeps an object until a rule for all of them expires it; without such a rule for ever. */
function buckets(stack: Stack, found: readonly PolicyResource[]): readonly Keeper[] {
  return found.map((bucket) => {
    const split = ofType(stack, LIFECYCLE)
      .filter((lifecycle) => refersTo(lifecycle, "bucket", bucket))
      .flatMap(({ properties }) => objects(properties.rules))
      .filter((rule) => rule.status === "Enabled" && isForAll(rule.filter));
    // Rules inside the bucket, the older form: https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket/
    const inline = objects(bucket.properties.lifecycleRules).filter((rule) => rule.enabled === true && isForAll({ prefix: rule.prefix ?? "", tags: rule.tags ?? "" }));
    const days = [...split, ...inline].flatMap((rule) => objects(rule.expiration).map((expiration) => expiration.days)).find((value) => value !== undefined);
    return { resource: bucket, property: `${LIFECYCLE} expiration.days`, days };
  });
}
