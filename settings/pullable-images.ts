import { missingToStart } from "../components/internal/endpoint-services";
import { keyOf } from "./problems";
import type { Problem } from "./problems";
import type { Settings } from "./schema";

type Topics = { readonly [Topic in "account" | "backups" | "network" | "prometheus" | "queues" | "services" | "tasks" | "tunnel"]?: Settings[Topic] | undefined };

/** ECR of this account and region, which the endpoints inside the VPC lead to. */
const registryOf = ({ id, region }: Settings["account"]) => `${id}.dkr.ecr.${region}.amazonaws.com/`;

/**
 * A task that the firewall lets reach no registry but the own one must take its image from there: the deployment would wait
 * for it until it gives up. Where an endpoint that tasks need is missing, all of them have a way out by HTTPS.
 */
export function imagesCanBePulled({ account, backups, network, prometheus, queues, services, tasks, tunnel }: Topics): Problem[] {
  if (account === undefined || network === undefined || missingToStart(network.interfaceEndpoints).length > 0) return [];
  const closedIn = (topic: string, all: Readonly<Record<string, { readonly reaches: readonly string[]; readonly image?: string | undefined }>>) =>
    Object.entries(all).flatMap(([name, { image, reaches }]) =>
      image === undefined || reaches.includes("internet") ? [] : [{ topic, path: [name, "image"], image }],
    );
  // All jobs share one group, so one that reaches the internet opens the way for all.
  const jobsAreClosed = Object.values(tasks ?? {}).every(({ reaches }) => !reaches.includes("internet"));
  const closed = [
    ...closedIn("services", services ?? {}),
    ...Object.entries(services ?? {}).flatMap(([name, { reaches, rollout }]) =>
      rollout.kind !== "weighted" || reaches.includes("internet")
        ? []
        : (["blue", "green"] as const).map((colour) => ({
            topic: "services",
            path: [name, "rollout", colour, "image"],
            image: rollout[colour].image,
          })),
    ),
    ...(jobsAreClosed ? closedIn("tasks", tasks ?? {}) : []),
    ...(jobsAreClosed && backups !== undefined ? [{ topic: "backups", path: ["job", "image"], image: backups.job.image }] : []),
    ...(tunnel === undefined ? [] : [{ topic: "tunnel", path: ["image"], image: tunnel.image }]),
    ...(queues === undefined ? [] : [{ topic: "queues", path: ["publisher", "image"], image: queues.publisher.image }]),
    ...(prometheus?.enabled === true
      ? [{ topic: "prometheus", path: ["collector", "image"], image: prometheus.collector.image }]
      : []),
  ];
  const own = registryOf(account);
  return closed
    .filter(({ image }) => !image.startsWith(own))
    .map(({ topic, path, image }) => ({
      key: keyOf(topic, path),
      got: image,
      expected: `an image below ${own}: this task reaches no other registry`,
    }));
}
