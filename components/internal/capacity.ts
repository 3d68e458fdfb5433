export const CAPACITIES = ["on-demand", "spot"] as const;

/**
 * What a task runs on. Spot costs about a third, may be had at no time, and is taken back with two minutes' notice, so only
 * what nobody waits for runs there. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export type Capacity = (typeof CAPACITIES)[number];

const SPOT = "FARGATE_SPOT";

/** The capacity providers of a cluster in which something runs on spot. On demand needs none, it is asked for by launch type. */
export const SPOT_PROVIDERS: readonly string[] = [SPOT];

/** How a service or a schedule asks for it: a launch type or a strategy, never both. */
export function capacityArgs(capacity: Capacity) {
  return capacity === "spot"
    ? { capacityProviderStrategies: [{ capacityProvider: SPOT, weight: 1 }] }
    : { launchType: "FARGATE" };
}

/** The same for `aws ecs run-task`. */
export function capacityOption(capacity: Capacity): string {
  return capacity === "spot" ? `--capacity-provider-strategy capacityProvider=${SPOT},weight=1` : "--launch-type FARGATE";
}
