import type * as pulumi from "@pulumi/pulumi";
import { Canary } from "../components/canary";
import type { CanaryStep } from "../components/internal/canary-steps";
import { parseImageReference } from "../components/internal/image-reference";
import { RealUserMonitoring } from "../components/real-user-monitoring";
import type { Settings } from "../settings/schema";
import type { CanarySettings, StepSettings } from "../settings/synthetics";
import { createBucket } from "./buckets";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import type { Providers } from "./providers";
import type { Secrets } from "./secrets";
import type { AllTiers } from "./tiers";
import { topic } from "./topics";

type Tiers = Pick<AllTiers, "settings" | "providers" | "foundation" | "secrets" | "application">;

/** What visitors' browsers report to; made before the services, whose pages must know its ids. */
export function buildRealUserMonitoring(
  settings: Settings,
  providers: Providers,
  { topicArns }: Foundation,
): RealUserMonitoring | undefined {
  const { account, alarms, realUserMonitoring } = settings;
  if (realUserMonitoring === undefined) return undefined;
  const { domains, sampleRatePercent, allowCookies } = realUserMonitoring;
  return new RealUserMonitoring(
    "browsers",
    {
      namePrefix: namePrefix(settings),
      accountId: account.id,
      region: account.region,
      domains,
      sampleRatePercent,
      allowCookies,
      alarms: Object.fromEntries(
        Object.entries(realUserMonitoring.alarms).flatMap(([key, rule]) =>
          rule === undefined ? [] : [[key, { limit: rule.limit, topicArns: topicsOf(rule.channels, topicArns) }]],
        ),
      ),
      runbookBaseUrl: alarms.runbookBaseUrl,
    },
    { provider: providers.aws },
  );
}

/** Who asks the system from outside. After the services, so that the first run meets what was deployed. */
export function buildProbes(tiers: Tiers): void {
  const { settings, providers, foundation, application } = tiers;
  const { account, alarms, synthetics } = settings;
  if (synthetics === undefined) return;
  const { runtimeVersion, retentionDays, logRetentionDays, canaries } = synthetics;
  const prefix = namePrefix(settings);
  const { keyArns, topicArns } = foundation;
  const bucket = createBucket(settings, providers, foundation, {
    name: "probes",
    baseName: `${prefix}-probes`,
    dataClass: "internal",
    keyPurpose: "data",
    // Scripts stay for as long as a canary runs them.
    lifecycle: [
      { prefix: "runs/", expirationDays: retentionDays, noncurrentDays: 1 },
      { prefix: "scripts/", noncurrentDays: retentionDays },
    ],
    replicateToBackupRegion: false,
  });
  for (const [name, canary] of Object.entries(canaries)) {
    const { rateMinutes, timeoutSeconds, failing, maxMilliseconds } = canary;
    new Canary(
      `probe-${name}`,
      {
        canaryName: `${prefix}-${name}`,
        accountId: account.id,
        region: account.region,
        runtimeVersion,
        rateMinutes,
        timeoutSeconds,
        retentionDays,
        failing,
        maxMilliseconds,
        availability: availabilityOf(canary, topicArns),
        steps: canary.steps.map((step) => stepOf(step, tiers)),
        bucketName: bucket.bucketName,
        bucketKeyArn: keyArns.data,
        secretsKeyArn: keyArns.secrets,
        logRetentionDays,
        logKeyArn: keyArns.logs,
        runbookBaseUrl: alarms.runbookBaseUrl,
        topicArns: topicsOf(canary.channels, topicArns),
      },
      { provider: providers.aws, dependsOn: Object.values(application.services) },
    );
  }
}

function availabilityOf({ availability }: CanarySettings, topicArns: Foundation["topicArns"]) {
  if (availability === undefined) return undefined;
  const { minPercent, overHours, channels } = availability;
  return { minPercent, overHours, topicArns: topicsOf(channels, topicArns) };
}

function stepOf(step: StepSettings, { settings, secrets }: Tiers): CanaryStep {
  const { path, host, externalUrl, versionField, expectedFields, header, ...rest } = step;
  const version = versionField === undefined ? {} : { [versionField.path]: versionOf(versionField.service, settings) };
  return {
    ...rest,
    url: externalUrl ?? `https://${host ?? settings.loadBalancer.domain}${path ?? "/"}`,
    ...(versionField === undefined && expectedFields === undefined ? {} : { expectedFields: { ...expectedFields, ...version } }),
    ...(header === undefined ? {} : { header: headerOf(header, secrets) }),
  };
}

function headerOf({ name, prefix, secret }: NonNullable<StepSettings["header"]>, { valueFrom }: Secrets) {
  const [secretName = "", key] = secret.split(":");
  return { name, prefix, secretArn: valueFrom(secretName), key };
}

/** The tag that a service was deployed with. The settings refuse a service without one. */
function versionOf(service: string, { services }: Settings): string {
  const image = services[service]?.image;
  if (image === undefined) throw new Error(`no service "${service}" whose version a probe could expect`);
  return parseImageReference(image).version.value;
}

function topicsOf(channels: readonly string[], topicArns: Foundation["topicArns"]): readonly pulumi.Output<string>[] {
  return channels.map((channel) => topic(topicArns, channel));
}
