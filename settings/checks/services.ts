import { LOAD_BALANCER_METRICS } from "../../components/internal/scaling-metrics";
import type { SoundTopics } from "../cross-checks";
import { keyOf } from "../problems";
import type { Problem } from "../problems";

/** Rules over services, queues and who is told. */
export function serviceChecks(settings: SoundTopics, given: readonly string[]): Problem[] {
  return [
    ...scaledMetricsExist(settings),
    ...answersComeOnDemand(settings),
    ...queuesAreCounted(settings, given),
    ...namedChannels(settings),
    ...shiftedServicesGetRequests(settings),
    ...testsHaveTheirPriority(settings),
    ...shiftedServicesScaleByThemselves(settings),
    ...coloursHaveTheirNames(settings),
  ];
}

/** Response times and requests are counted by the load balancer, so only for a service behind it. */
function scaledMetricsExist({ services, loadBalancer }: SoundTopics): Problem[] {
  if (services === undefined || loadBalancer === undefined) return [];
  const routed = [loadBalancer.defaultService, ...Object.keys(loadBalancer.routes)];
  return Object.entries(services)
    .filter(([name]) => !routed.includes(name))
    .flatMap(([name, { autoscaling }]) => {
      const used = [
        ...(autoscaling?.targetTracking ?? []).map(({ metric }, index) => ({ path: ["targetTracking", index], metric })),
        ...(autoscaling?.steps ?? []).flatMap(({ when }, index) =>
          when.map(({ metric }, at) => ({ path: ["steps", index, "when", at], metric })),
        ),
      ];
      return used
        .filter(({ metric }) => LOAD_BALANCER_METRICS.includes(metric))
        .map(({ path, metric }) => ({
          key: keyOf("services", [name, "autoscaling", ...path, "metric"]),
          got: String(metric),
          expected: `a metric of the service itself: the load balancer sends requests to ${routed.join(", ")} only`,
        }));
    });
}

/** Whoever waits for an answer must not lose the copy that works on it. */
function answersComeOnDemand({ services, loadBalancer }: SoundTopics): Problem[] {
  if (services === undefined || loadBalancer === undefined) return [];
  return [loadBalancer.defaultService, ...Object.keys(loadBalancer.routes)]
    .filter((name) => services[name]?.capacity === "spot")
    .map((name) => ({
      key: keyOf("services", [name, "capacity"]),
      got: "spot",
      expected: "on-demand: the load balancer sends it requests, and spot takes a copy away with two minutes' notice",
    }));
}

/** A scaler whose metric nobody publishes never acts, and nobody notices until the queue is long. */
function queuesAreCounted({ services, queues }: SoundTopics, given: readonly string[]): Problem[] {
  const known = Object.keys(queues?.jobs ?? {});
  const followed = Object.entries(services ?? {}).flatMap(([name, { autoscaling }]): Problem[] => {
    const source = autoscaling?.queueDepth?.source;
    if (source?.kind !== "queue" || known.includes(source.queue) || (queues === undefined && given.includes("queues"))) return [];
    return [
      {
        key: keyOf("services", [name, "autoscaling", "queueDepth", "source", "queue"]),
        got: source.queue,
        expected: `a queue of groundwork:queues${known.length === 0 ? ", which the stack lacks" : `: ${known.join(", ")}`}; nobody else publishes its length`,
      },
    ];
  });
  const counted: Problem[] =
    queues === undefined || given.includes("cache")
      ? []
      : [{ key: "groundwork:queues", got: known.join(", "), expected: "no queues: the stack has no groundwork:cache that holds them" }];
  return [...followed, ...counted];
}

function namedChannels({ services, channels }: SoundTopics): Problem[] {
  if (channels === undefined) return [];
  const known = Object.keys(channels);
  const named = Object.entries(services ?? {}).flatMap(([name, { autoscaling, rollout }]) => [
    ...(autoscaling?.steps ?? []).map(({ notifyChannels }, step) => ({
      path: [name, "autoscaling", "steps", step, "notifyChannels"],
      list: notifyChannels,
    })),
    { path: [name, "rollout", "guard", "channels"], list: rollout.guard?.channels ?? [] },
  ]);
  return named.flatMap(({ path, list }) =>
    list.flatMap((channel, index) =>
      known.includes(channel)
        ? []
        : [{ key: keyOf("services", [...path, index]), got: channel, expected: `one of groundwork:channels: ${known.join(", ")}` }],
    ),
  );
}

/** Weights, tests and the alarms of a rollout are about requests that come through the load balancer. */
function shiftedServicesGetRequests({ services, loadBalancer }: SoundTopics): Problem[] {
  if (loadBalancer === undefined) return [];
  const routed = [loadBalancer.defaultService, ...Object.keys(loadBalancer.routes)];
  return Object.entries(services ?? {}).flatMap(([name, { rollout }]) =>
    routed.includes(name) || (rollout.kind === "rolling" && rollout.guard === undefined)
      ? []
      : [
          {
            key: keyOf("services", [name, "rollout"]),
            got: rollout.kind === "rolling" ? "a guard" : rollout.kind,
            expected: `rolling without a guard: the load balancer sends requests to ${routed.join(", ")} only`,
          },
        ],
  );
}

/** The rule for tests must be asked before the route's own, and no two rules have one priority. */
function testsHaveTheirPriority({ services, loadBalancer }: SoundTopics): Problem[] {
  if (loadBalancer === undefined) return [];
  const { routes } = loadBalancer;
  const tests = Object.entries(services ?? {}).flatMap(([name, { rollout }]) =>
    rollout.kind === "blue-green" ? [{ name, priority: rollout.testPriority }] : [],
  );
  return tests.flatMap(({ name, priority }, index) => {
    const key = keyOf("services", [name, "rollout", "testPriority"]);
    const owner =
      Object.keys(routes).find((route) => routes[route]?.priority === priority) ??
      tests.find((other, at) => at < index && other.priority === priority)?.name;
    const own = routes[name]?.priority;
    return [
      ...(owner === undefined ? [] : [{ key, got: String(priority), expected: `a priority other than ${priority}, which ${owner} has` }]),
      ...(own === undefined || priority < own
        ? []
        : [{ key, got: String(priority), expected: `less than ${own}, the priority of its route, which would answer first` }]),
    ];
  });
}

/** What the load balancer counts, it counts for one target group, and a deployment by ECS moves the requests to the other. */
function shiftedServicesScaleByThemselves({ services }: SoundTopics): Problem[] {
  return Object.entries(services ?? {}).flatMap(([name, { autoscaling, rollout }]) => {
    if (rollout.kind !== "blue-green") return [];
    const used = [
      ...(autoscaling?.targetTracking ?? []).map(({ metric }, index) => ({ path: ["targetTracking", index, "metric"], metric })),
      ...(autoscaling?.steps ?? []).flatMap(({ when }, index) =>
        when.map(({ metric }, at) => ({ path: ["steps", index, "when", at, "metric"], metric })),
      ),
    ];
    return used
      .filter(({ metric }) => LOAD_BALANCER_METRICS.includes(metric))
      .map(({ path, metric }) => ({
        key: keyOf("services", [name, "autoscaling", ...path]),
        got: String(metric),
        expected: "a metric of the service's tasks: with rollout blue-green the requests change their target group",
      }));
  });
}

/** A weighted service runs as two, each with a log group, a family and a target group of its name. */
function coloursHaveTheirNames({ services, tasks }: SoundTopics): Problem[] {
  const taken = [...Object.keys(services ?? {}), ...Object.keys(tasks ?? {})];
  return Object.entries(services ?? {}).flatMap(([name, { rollout }]) =>
    rollout.kind !== "weighted"
      ? []
      : [`${name}-blue`, `${name}-green`]
          .filter((colour) => taken.includes(colour))
          .map((colour) => ({
            key: keyOf("services", [name, "rollout", "kind"]),
            got: "weighted",
            expected: `another kind, or another name for ${colour}, which one of the two versions would have`,
          })),
  );
}
