import type * as pulumi from "@pulumi/pulumi";
import { AccountBaseline } from "../components/account-baseline";
import { AccountSecurity } from "../components/account-security";
import { AuditTrail } from "../components/audit-trail";
import { Bucket } from "../components/bucket";
import type { BucketArgs } from "../components/bucket";
import { ConfigRecorder } from "../components/config-recorder";
import { EncryptionKey } from "../components/encryption-key";
import { FindingAlerts } from "../components/finding-alerts";
import { bucketArn, uniqueBucketName } from "../components/internal/bucket-name";
import { cloudTrailDelivery } from "../components/internal/bucket-policy";
import { LogArchive } from "../components/log-archive";
import { LogPrivacy } from "../components/log-privacy";
import { PeopleRoles } from "../components/people-roles";
import { archiveLifecycle } from "../settings/archive";
import type { ArchiveSettings } from "../settings/archive";
import type { Settings } from "../settings/schema";
import { lockOf } from "./buckets";
import { logGroupsOf } from "./log-groups";
import { serviceLogs } from "./log-groups";
import { namePrefix } from "./names";
import type { Providers } from "./providers";
import type { AllTiers } from "./tiers";
import { topic } from "./topics";

type Tiers = Pick<AllTiers, "settings" | "providers" | "foundation" | "data" | "application">;

/** An archive by the end of its name. */
type MakeArchive = (name: string, archive: ArchiveSettings, more?: Partial<BucketArgs>) => { readonly bucket: Bucket; readonly name: string; readonly keyArn: pulumi.Input<string> };

/** What is on record, for how long, who may read it, and what watches the account. */
export function buildAudit(tiers: Tiers): void {
  const { settings } = tiers;
  const makeArchive = archives(tiers);
  buildTrail(tiers, makeArchive);
  buildLogArchives(tiers, makeArchive);
  buildLogPrivacy(tiers);
  buildAccountSecurity(tiers, makeArchive);
  if (settings.people !== undefined) buildPeople(settings, settings.people, tiers.providers);
}

/** The archives of a stack share one key, which is made with the first of them. */
function archives({ settings, providers }: Tiers): MakeArchive {
  const { account } = settings;
  const prefix = namePrefix(settings);
  const inRegion = { provider: providers.aws };
  let keyArn: pulumi.Output<string> | undefined;
  return (name, archive, more) => {
    keyArn ??= new EncryptionKey(
      "key-archive",
      { namePrefix: prefix, accountId: account.id, region: account.region, purpose: "archive" },
      inRegion,
    ).arn;
    const bucketName = uniqueBucketName(`${prefix}-${name}`, account.id, account.region);
    const bucket = new Bucket(
      `archive-${name}`,
      {
        bucketName,
        dataClass: "confidential",
        encryption: { keyArn },
        lifecycle: archiveLifecycle(archive),
        ...lockOf(archive.objectLock),
        ...more,
      },
      inRegion,
    );
    return { bucket, name: bucketName, keyArn };
  };
}

function buildTrail({ settings, providers, data }: Tiers, makeArchive: MakeArchive): void {
  const { account, audit } = settings;
  if (audit === undefined) return;
  const trailName = namePrefix(settings);
  const bucketName = uniqueBucketName(`${trailName}-audit`, account.id, account.region);
  const trailArn = `arn:aws:cloudtrail:${account.region}:${account.id}:trail/${trailName}`;
  const { bucket, keyArn } = makeArchive("audit", audit, {
    allowStatements: cloudTrailDelivery(bucketName, account.id, trailArn),
  });
  new AuditTrail(
    "audit",
    {
      trailName,
      bucketName: bucket.bucketName,
      keyArn,
      ...(audit.objectEvents === "none"
        ? {}
        : {
            objectEvents: {
              kind: audit.objectEvents,
              bucketArns: Object.values(data.buckets).map((stored) => stored.bucketArn),
            },
          }),
    },
    { provider: providers.aws },
  );
}

function buildLogArchives({ settings, providers, foundation, application }: Tiers, makeArchive: MakeArchive): void {
  const { account, alarms, logArchive } = settings;
  if (logArchive === undefined) return;
  for (const [logClass, archive] of Object.entries(logArchive.classes)) {
    const { bucket, keyArn } = makeArchive(`${logClass}-logs`, archive);
    new LogArchive(
      `logs-${logClass}`,
      {
        namePrefix: namePrefix(settings),
        logClass,
        accountId: account.id,
        region: account.region,
        bucketArn: bucket.bucketArn,
        bucketKeyArn: keyArn,
        filterPattern: archive.pattern,
        logGroupNames: serviceLogs(application, archive.services.flatMap((name) => application.versions[name] ?? [])),
        logRetentionDays: logArchive.logRetentionDays,
        logKeyArn: foundation.keyArns.logs,
        runbookBaseUrl: alarms.runbookBaseUrl,
        topicArns: [topic(foundation.topicArns, logArchive.failureChannel)],
      },
      { provider: providers.aws },
    );
  }
}

function buildLogPrivacy(tiers: Tiers): void {
  const { settings, providers, data, application } = tiers;
  const { logPrivacy } = settings;
  if (logPrivacy === undefined) return;
  const services = Object.entries(application.services).map(([name, { logGroupName }]) => [name, logGroupName] as const);
  new LogPrivacy(
    "log-privacy",
    {
      ...logPrivacy,
      policyName: `${namePrefix(settings)}-personal-data`,
      logGroupNames: {
        ...Object.fromEntries(services),
        ...application.taskLogGroupNames,
        ...(data.database === undefined ? {} : logGroupsOf("database", tiers)),
      },
    },
    { provider: providers.aws },
  );
}

function buildAccountSecurity({ settings, providers, foundation }: Tiers, makeArchive: MakeArchive): void {
  const { account, accountSecurity, alarms } = settings;
  if (accountSecurity === undefined) return;
  const { configuration, channels, leastSeverity, ownsAccountWide, ...watched } = accountSecurity;
  const inRegion = { provider: providers.aws };
  const place = { accountId: account.id, region: account.region };

  const { bucket, keyArn } = makeArchive("config", { retentionDays: configuration.retentionDays, transitions: [] }, { dataClass: "internal" });
  const recorder = new ConfigRecorder(
    "configuration",
    {
      ...place,
      bucketName: bucket.bucketName,
      bucketArn: bucket.bucketArn,
      keyArn,
      frequency: configuration.frequency,
      recordsGlobalTypes: ownsAccountWide,
    },
    inRegion,
  );
  new AccountSecurity(
    "account-security",
    { ...watched, ...place, namePrefix: namePrefix(settings) },
    // Security Hub's checks are rules of AWS Config, which it makes when a standard is turned on.
    { ...inRegion, dependsOn: [recorder] },
  );
  if (ownsAccountWide) new AccountBaseline("account", { accountId: account.id }, inRegion);
  new FindingAlerts(
    "findings",
    {
      leastSeverity,
      runbookBaseUrl: alarms.runbookBaseUrl,
      topicArns: channels.map((channel) => topic(foundation.topicArns, channel)),
    },
    inRegion,
  );
}

function buildPeople(settings: Settings, people: NonNullable<Settings["people"]>, { aws }: Providers): void {
  const { account, audit, logArchive, storage } = settings;
  const prefix = namePrefix(settings);
  // By the names of the settings and not of the buckets: the roles are there when a bucket is not.
  const locked = [
    ...(audit === undefined ? [] : [`${prefix}-audit`]),
    ...Object.entries(logArchive?.classes ?? {}).flatMap(([logClass, { objectLock }]) => (objectLock === undefined ? [] : [`${prefix}-${logClass}-logs`])),
    ...Object.values(storage.buckets).flatMap(({ bucketName, objectLock }) => (objectLock === undefined ? [] : [bucketName])),
  ];
  new PeopleRoles(
    "people",
    {
      namePrefix: prefix,
      accountId: account.id,
      principalArns: people.principalArns,
      maxFactorAgeSeconds: people.maxFactorAgeMinutes * 60,
      maxSessionSeconds: people.maxSessionHours * 3600,
      lockedBucketArns: locked.map((base) => bucketArn(uniqueBucketName(base, account.id, account.region))),
    },
    { provider: aws },
  );
}
