import { Bucket } from "../components/bucket";
import { Certificate } from "../components/certificate";
import { uniqueBucketName } from "../components/internal/bucket-name";
import { loadBalancerLogDelivery } from "../components/internal/bucket-policy";
import type { Route } from "../components/internal/routes";
import { LoadBalancer } from "../components/load-balancer";
import type { SiteRecords } from "../components/site-records";
import { WebFirewall } from "../components/web-firewall";
import type { Settings } from "../settings/schema";
import { buildCdn, buildOriginSecrets } from "./cdn";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import type { Providers } from "./providers";
import type { Secrets } from "./secrets";
import { sharesOf } from "./versions";

/** The public door. */
export interface Edge {
  readonly certificate: Certificate;
  readonly loadBalancer: LoadBalancer;
  /** The records that lead clients here; undefined where people make them. */
  readonly site: SiteRecords | undefined;
}

export function buildEdge(settings: Settings, providers: Providers, foundation: Foundation, secrets: Secrets): Edge {
  const { account, loadBalancer, maintenanceMode, webFirewall } = settings;
  const prefix = namePrefix(settings);
  const inRegion = { provider: providers.aws };

  const certificate = new Certificate(
    "certificate",
    { domain: loadBalancer.domain, alternativeDomains: loadBalancer.alternativeDomains, dns: loadBalancer.dns },
    { providers: [providers.aws, providers.cloudflare] },
  );

  const logBucketName = uniqueBucketName(`${prefix}-access-logs`, account.id, account.region);
  const accessLogs = new Bucket(
    "access-logs",
    {
      bucketName: logBucketName,
      dataClass: "confidential",
      // The load balancer can write to a bucket with S3's own keys only.
      encryption: "s3-managed",
      lifecycle: [
        { prefix: "", expirationDays: loadBalancer.accessLogRetentionDays, noncurrentDays: 1 },
      ],
      allowStatements: [loadBalancerLogDelivery(logBucketName, account.id, account.region)],
    },
    inRegion,
  );

  const balancer = new LoadBalancer(
    "web",
    {
      namePrefix: prefix,
      domain: loadBalancer.domain,
      vpcId: foundation.network.vpcId,
      subnetIds: foundation.network.publicSubnetIds,
      securityGroupId: foundation.firewall.groupIdOf("load-balancer"),
      certificateArn: certificate.arn,
      tlsPolicy: loadBalancer.tlsPolicy,
      accessLogBucket: accessLogs.bucketName,
      idleTimeoutSeconds: loadBalancer.idleTimeoutSeconds,
      drainSeconds: loadBalancer.drainSeconds,
      routes: routesOf(settings),
    },
    inRegion,
  );

  const originSecrets = buildOriginSecrets(settings);
  const firewall = new WebFirewall(
    "web-firewall",
    {
      ...webFirewall,
      namePrefix: prefix,
      loadBalancerArn: balancer.arn,
      logKeyArn: foundation.keyArns.logs,
      ...(maintenanceMode === undefined ? {} : { maintenance: maintenanceMode }),
      ...(originSecrets === undefined ? {} : { originSecrets: originSecrets.accepted }),
    },
    inRegion,
  );

  const site = buildCdn(settings, providers, {
    loadBalancerDnsName: balancer.dnsName,
    originSecrets,
    secrets,
    guards: [balancer, firewall],
  });

  return { certificate, loadBalancer: balancer, site };
}

/** The routes of the load balancer, each with the port and health check of its service. */
function routesOf({ loadBalancer, services }: Settings): readonly Route[] {
  const matches: Readonly<Record<string, Route["match"]>> = {
    [loadBalancer.defaultService]: "default",
    ...loadBalancer.routes,
  };
  return Object.entries(matches).map(([service, match]) => {
    const settings = services[service];
    const { port, healthCheck } = settings ?? {};
    const path = healthCheck?.readyPath ?? healthCheck?.path;
    if (settings === undefined || port === undefined || healthCheck === undefined || path === undefined) {
      throw new Error(`requests are routed to ${service}, which has no port or no health check by path`);
    }
    return {
      service,
      port,
      match,
      ...sharesOf(settings),
      healthCheck: {
        path,
        intervalSeconds: healthCheck.intervalSeconds,
        timeoutSeconds: healthCheck.timeoutSeconds,
        unhealthyThreshold: healthCheck.retries,
      },
    };
  });
}
