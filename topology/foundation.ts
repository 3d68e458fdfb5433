import * as pulumi from "@pulumi/pulumi";
import type { ChannelsArgs } from "../components/channels";
import { Channels } from "../components/channels";
import { Cluster } from "../components/cluster";
import { Discovery } from "../components/discovery";
import { EdgeAddresses } from "../components/edge-addresses";
import { EncryptionKey } from "../components/encryption-key";
import { Firewall } from "../components/firewall";
import type { KeyPurpose } from "../components/internal/key-purposes";
import { firewallMatrix } from "../components/internal/firewall-matrix";
import { Network } from "../components/network";
import { NetworkEndpoints } from "../components/network-endpoints";
import { Registry } from "../components/registry";
import type { Settings } from "../settings/schema";
import { firewallPlan } from "./firewall-plan";
import { namePrefix } from "./names";
import type { Providers } from "./providers";

/** The archives' key is made with them, in topology/audit.ts: a stack without archives has none. */
type KeyArns = Readonly<Record<Exclude<KeyPurpose, "archive">, pulumi.Output<string>>>;

/** What everything else stands on. */
export interface Foundation {
  readonly keyArns: KeyArns;
  /** A key in the backup region, for a key never leaves its own. It is made when it is first asked for: a key costs by the month. */
  readonly backupRegionKeyArn: (purpose: "data" | "backups") => pulumi.Output<string>;
  readonly topicArns: Readonly<Record<string, pulumi.Output<string>>>;
  readonly network: Network;
  readonly firewall: Firewall;
  readonly cluster: Cluster;
  readonly discovery: Discovery;
}

export function buildFoundation(settings: Settings, providers: Providers): Foundation {
  const { account, channels, cluster, network, registry, services, tasks } = settings;
  const prefix = namePrefix(settings);
  const inRegion = { provider: providers.aws };
  const shared = { namePrefix: prefix, accountId: account.id, region: account.region };

  const key = (purpose: KeyPurpose) => new EncryptionKey(`key-${purpose}`, { ...shared, purpose }, inRegion).arn;
  const copyKeyArns = new Map<KeyPurpose, pulumi.Output<string>>();
  const backupRegionKeyArn = (purpose: KeyPurpose): pulumi.Output<string> => {
    const made = copyKeyArns.get(purpose);
    if (made !== undefined) return made;
    const { arn } = new EncryptionKey(
      `copy-key-${purpose}`,
      { ...shared, purpose, region: account.backupRegion },
      { provider: providers.awsBackupRegion },
    );
    copyKeyArns.set(purpose, arn);
    return arn;
  };
  const keyArns: KeyArns = {
    data: key("data"),
    secrets: key("secrets"),
    logs: key("logs"),
    notifications: key("notifications"),
    backups: key("backups"),
  };

  const { topicArns } = new Channels(
    "channels",
    { ...shared, keyArn: keyArns.notifications, channels: subscriptions(channels) },
    inRegion,
  );

  const vpc = new Network(
    "network",
    {
      ...shared,
      cidr: network.cidr,
      zones: network.zones,
      nat: network.nat,
      flowLogRetentionDays: network.flowLogRetentionDays,
      logKeyArn: keyArns.logs,
    },
    inRegion,
  );
  const edgeLists =
    settings.edge === undefined ? {} : { prefixListIds: new EdgeAddresses("edge-addresses", { namePrefix: prefix }, inRegion).listIds };
  const firewall = new Firewall(
    "firewall",
    {
      namePrefix: prefix,
      vpcId: vpc.vpcId,
      s3PrefixListId: vpc.s3PrefixListId,
      ...edgeLists,
      ...firewallMatrix(firewallPlan(settings)),
    },
    inRegion,
  );
  if (network.interfaceEndpoints.length > 0) {
    new NetworkEndpoints(
      "endpoints",
      {
        namePrefix: prefix,
        vpcId: vpc.vpcId,
        subnetIds: vpc.applicationSubnetIds,
        securityGroupId: firewall.groupIdOf("endpoints"),
        services: network.interfaceEndpoints,
        region: account.region,
      },
      inRegion,
    );
  }

  new Registry("registry", { ...registry, keyArn: keyArns.data }, inRegion);

  return {
    keyArns,
    backupRegionKeyArn,
    topicArns,
    network: vpc,
    firewall,
    cluster: new Cluster(
      "cluster",
      {
        namePrefix: prefix,
        logKeyArn: keyArns.logs,
        execLogRetentionDays: cluster.execLogRetentionDays,
        spot: [...Object.values(services), ...Object.values(tasks)].some(({ capacity }) => capacity === "spot"),
      },
      inRegion,
    ),
    discovery: new Discovery(
      "discovery",
      { namePrefix: prefix, vpcId: vpc.vpcId, services: Object.keys(services) },
      inRegion,
    ),
  };
}

/** Endpoints of pagers hold an integration key in their address, so they go on as secrets. */
function subscriptions(channels: Settings["channels"]): ChannelsArgs["channels"] {
  return Object.fromEntries(
    Object.entries(channels).map(([name, { email, sms, https, slack }]) => [
      name,
      {
        email,
        sms,
        slack,
        https: Object.fromEntries(
          Object.entries(https).map(([service, { secretUrl }]) => [service, pulumi.secret(secretUrl)]),
        ),
      },
    ]),
  );
}
