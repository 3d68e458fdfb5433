import { parseImageReference } from "../../components/internal/image-reference";
import type { SoundTopics } from "../cross-checks";
import { containers } from "../containers-of";
import { keyOf, printable } from "../problems";
import type { Problem } from "../problems";

/** Rules over groundwork:synthetics, groundwork:realUserMonitoring and groundwork:budget, and what they name. */
export function probeChecks(settings: SoundTopics, given: readonly string[]): Problem[] {
  return [
    ...hostsAreOurs(settings),
    ...versionsAreKnown(settings),
    ...secretsAreThere(settings),
    ...channelsExist(settings),
    ...browsersAreWatched(settings, given),
  ];
}

function steps({ synthetics }: SoundTopics) {
  return Object.entries(synthetics?.canaries ?? {}).flatMap(([canary, settings]) =>
    settings.steps.map((step, index) => ({ at: ["canaries", canary, "steps", index], step })),
  );
}

/** A probe of a host that the load balancer doesn't have watches somebody else's system, or nothing. */
function hostsAreOurs(settings: SoundTopics): Problem[] {
  const { loadBalancer, realUserMonitoring } = settings;
  if (loadBalancer === undefined) return [];
  const known = [loadBalancer.domain, ...loadBalancer.alternativeDomains];
  const named = [
    ...steps(settings).map(({ at, step }) => ({ key: keyOf("synthetics", [...at, "host"]), host: step.host })),
    ...(realUserMonitoring?.domains ?? []).map((host, index) => ({ key: keyOf("realUserMonitoring", ["domains", index]), host })),
  ];
  // A wildcard stands for one label, as in the certificate.
  const isOurs = (host: string) => known.includes(host) || known.includes(host.replace(/^[^.]+/, "*"));
  return named.flatMap(({ key, host }) =>
    host === undefined || isOurs(host) ? [] : [{ key, got: host, expected: `one of the load balancer's hosts: ${known.join(", ")}` }],
  );
}

function versionsAreKnown(settings: SoundTopics): Problem[] {
  const { services } = settings;
  if (services === undefined) return [];
  const tagged = Object.keys(services).filter((name) => {
    const image = services[name]?.image;
    return image !== undefined && parseImageReference(image).version.kind === "tag";
  });
  return steps(settings).flatMap(({ at, step: { versionField } }) =>
    versionField === undefined || tagged.includes(versionField.service)
      ? []
      : [
          {
            key: keyOf("synthetics", [...at, "versionField", "service"]),
            got: versionField.service,
            expected: `a service whose image has a tag: ${tagged.join(", ")}`,
          },
        ],
  );
}

function secretsAreThere(settings: SoundTopics): Problem[] {
  const { secrets } = settings;
  if (secrets === undefined) return [];
  return steps(settings).flatMap(({ at, step: { header } }): Problem[] => {
    if (header === undefined) return [];
    const [name = "", key] = header.secret.split(":");
    const keys = secrets[name]?.keys;
    const problem = (got: string | undefined, expected: string) => [{ key: keyOf("synthetics", [...at, "header", "secret"]), got, expected }];
    // What names no secret may be one, written where its name belongs.
    if (keys === undefined) {
      return problem(printable(header.secret, ["secrets"]), `one of groundwork:secrets: ${Object.keys(secrets).join(", ")}`);
    }
    if (key === undefined ? keys.length === 0 : keys.includes(key)) return [];
    return problem(header.secret, `one of ${keys.length === 0 ? name : keys.map((each) => `${name}:${each}`).join(", ")}`);
  });
}

function channelsExist({ channels, synthetics, realUserMonitoring, budget }: SoundTopics): Problem[] {
  if (channels === undefined) return [];
  const known = Object.keys(channels);
  const each = (topic: string, path: readonly PropertyKey[], names: readonly string[]) =>
    names.map((name, index) => ({ topic, path: [...path, index], name }));
  const named = [
    ...Object.entries(synthetics?.canaries ?? {}).flatMap(([canary, settings]) => [
      ...each("synthetics", ["canaries", canary, "channels"], settings.channels),
      ...each("synthetics", ["canaries", canary, "availability", "channels"], settings.availability?.channels ?? []),
    ]),
    ...Object.entries(realUserMonitoring?.alarms ?? {}).flatMap(([alarm, rule]) =>
      each("realUserMonitoring", ["alarms", alarm, "channels"], rule?.channels ?? []),
    ),
    ...(budget?.notifications ?? []).map(({ channel }, index) => ({
      topic: "budget",
      path: ["notifications", index, "channel"],
      name: channel,
    })),
    ...(budget?.anomalies === undefined ? [] : [{ topic: "budget", path: ["anomalies", "channel"], name: budget.anomalies.channel }]),
  ];
  return named.flatMap(({ topic, path, name }) =>
    known.includes(name) ? [] : [{ key: keyOf(topic, path), got: name, expected: `one of groundwork:channels: ${known.join(", ")}` }],
  );
}

/** A container that is told where browsers report needs such a place; a topic with problems of its own is there all the same. */
function browsersAreWatched({ services, tasks }: SoundTopics, given: readonly string[]): Problem[] {
  if (given.includes("realUserMonitoring")) return [];
  return containers({ services, tasks }).flatMap(({ topic, name, container }) =>
    Object.entries(container.environmentFrom).flatMap(([variable, reference]) =>
      reference.startsWith("realUserMonitoring.")
        ? [
            {
              key: keyOf(topic, [name, "environmentFrom", variable]),
              got: reference,
              expected: "something that the stack has: it has no groundwork:realUserMonitoring",
            },
          ]
        : [],
    ),
  );
}
