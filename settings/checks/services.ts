import type { SoundTopics } from "../cross-checks";
import { keyOf } from "../problems";
import type { Problem } from "../problems";

/** Rules over services, queues and who is told. */
export function serviceChecks(settings: SoundTopics, given: readonly string[]): Problem[] {
  return [...queuesAreCounted(settings, given), ...stepsTellSomebody(settings)];
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

function stepsTellSomebody({ services, channels }: SoundTopics): Problem[] {
  if (channels === undefined) return [];
  const known = Object.keys(channels);
  return Object.entries(services ?? {}).flatMap(([name, { autoscaling }]) =>
    (autoscaling?.steps ?? []).flatMap(({ notifyChannels }, step) =>
      notifyChannels.flatMap((channel, index) =>
        known.includes(channel)
          ? []
          : [
              {
                key: keyOf("services", [name, "autoscaling", "steps", step, "notifyChannels", index]),
                got: channel,
                expected: `one of groundwork:channels: ${known.join(", ")}`,
              },
            ],
      ),
    ),
  );
}
