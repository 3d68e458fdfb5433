import type { BlueGreenArgs } from "../components/internal/blue-green";
import type { DeploymentGuardArgs } from "../components/internal/deployment-guard";
import type { Versions } from "../components/internal/routes";
import { SmokeTest } from "../components/smoke-test";
import type { ServiceSettings } from "../settings/services";
import type { Settings } from "../settings/schema";
import { namePrefix } from "./names";
import type { AllTiers } from "./tiers";
import { topic } from "./topics";

/** One version of a service that runs as an ECS service of its own. */
export interface ServiceVersion {
  /** The service's own name, or with `-blue` and `-green`. */
  readonly name: string;
  readonly image: string;
  /** Whether copies of it run. */
  readonly running: boolean;
}

/** The versions of a service: two where requests are shared between them by weights. */
export function versionsOf(name: string, { image, rollout }: Pick<ServiceSettings, "image" | "rollout">): readonly ServiceVersion[] {
  if (rollout.kind !== "weighted") return [{ name, image, running: true }];
  const { blue, green } = rollout;
  return [{ name: `${name}-blue`, ...blue }, { name: `${name}-green`, ...green }];
}

/** How the load balancer shares requests among the versions of a service. */
export function sharesOf({ rollout }: Pick<ServiceSettings, "rollout">): { readonly versions?: Versions } {
  switch (rollout.kind) {
    case "rolling":
      return {};
    case "weighted":
      return { versions: { kind: "weighted", greenPercent: rollout.greenPercent } };
    case "blue-green":
      return { versions: { kind: "ecs", testPriority: rollout.testPriority } };
  }
}

/** Target groups that may have nobody in them, and nothing is wrong. */
export function restingTargetGroups({ services }: Pick<Settings, "services">): readonly string[] {
  return Object.entries(services).flatMap(([name, service]) =>
    service.rollout.kind === "blue-green"
      ? [name, `${name}-alternate`]
      : versionsOf(name, service).filter(({ running }) => !running).map((version) => version.name),
  );
}

type Tiers = Pick<AllTiers, "settings" | "providers" | "foundation" | "edge">;

/** What guards the deployments of one version, and has ECS do them where the settings say so. */
export function deploymentOf(
  tiers: Tiers,
  service: string,
  { rollout }: ServiceSettings,
  version: string,
): { readonly guard?: Omit<DeploymentGuardArgs, "namePrefix">; readonly blueGreen?: Omit<BlueGreenArgs, "family"> } {
  const { edge, foundation, settings } = tiers;
  const { guard } = rollout;
  if (guard === undefined) return {};
  const { channels, ...limits } = guard;
  const { targetGroups } = edge.loadBalancer;
  const watched = rollout.kind === "blue-green" ? [service, `${service}-alternate`] : [version];
  return {
    guard: {
      limits,
      targetGroups: Object.fromEntries(watched.map((name) => [name, { arnSuffix: known(targetGroups, name).arnSuffix }])),
      loadBalancerArnSuffix: edge.loadBalancer.arnSuffix,
      runbookBaseUrl: settings.alarms.runbookBaseUrl,
      topicArns: channels.map((channel) => topic(foundation.topicArns, channel)),
    },
    ...(rollout.kind === "blue-green" ? { blueGreen: blueGreenOf(tiers, service, rollout) } : {}),
  };
}

function blueGreenOf(
  { edge, foundation, providers, settings }: Tiers,
  service: string,
  { bakeMinutes, smokeTest }: Extract<ServiceSettings["rollout"], { kind: "blue-green" }>,
): Omit<BlueGreenArgs, "family"> {
  const { productionRuleArn, testRuleArn, testHeader } = known(edge.loadBalancer.ecsRules, service);
  const { account, loadBalancer } = settings;
  const { functionArn } = new SmokeTest(
    `smoke-test-${service}`,
    {
      ...smokeTest,
      namePrefix: namePrefix(settings),
      service,
      accountId: account.id,
      origin: `https://${loadBalancer.routes[service]?.hosts[0] ?? loadBalancer.domain}`,
      testHeader,
      logKeyArn: foundation.keyArns.logs,
    },
    // The first version is tested as soon as it is there, and by then the site's name must lead to it.
    { provider: providers.aws, dependsOn: edge.site === undefined ? [] : [edge.site] },
  );
  return {
    alternateTargetGroupArn: known(edge.loadBalancer.targetGroups, `${service}-alternate`).arn,
    productionRuleArn,
    testRuleArn,
    bakeMinutes,
    smokeTestFunctionArn: functionArn,
  };
}

function known<Value>(all: Readonly<Record<string, Value>>, name: string): Value {
  const value = all[name];
  if (value === undefined) throw new Error(`the load balancer sends no requests to ${name}`);
  return value;
}
