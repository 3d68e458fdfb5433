import type * as pulumi from "@pulumi/pulumi";
import { loadSettings } from "./settings/load";
import { buildApplication } from "./topology/application";
import { buildCost } from "./topology/cost";
import { buildAudit } from "./topology/audit";
import { buildData } from "./topology/data";
import type { DatabaseTier } from "./topology/database";
import { buildDatabaseJobs } from "./topology/database-jobs";
import { buildDeployIdentity } from "./topology/deploy-identity";
import { buildEdge } from "./topology/edge";
import { buildFoundation } from "./topology/foundation";
import { buildObservability } from "./topology/observability";
import { buildProbes, buildRealUserMonitoring } from "./topology/probes";
import { buildProtection } from "./topology/protection";
import { createProviders } from "./topology/providers";
import { buildReports } from "./topology/reports";
import { buildRotation } from "./topology/rotation";
import { buildSecrets } from "./topology/secrets";

/**
 * The program: settings in, a topology out. Each tier is built from what stands before it, so a reader who knows this
 * function knows what depends on what.
 */
export function groundwork(): pulumi.Inputs {
  const settings = loadSettings();
  const providers = createProviders(settings);
  const deployers = buildDeployIdentity(settings, providers);

  const foundation = buildFoundation(settings, providers);
  const data = buildData(settings, providers, foundation);
  const secrets = buildSecrets(settings, providers, foundation, data);
  const edge = buildEdge(settings, providers, foundation, secrets);
  const browsers = buildRealUserMonitoring(settings, providers, foundation);
  const application = buildApplication({ settings, providers, foundation, data, edge, secrets, browsers });
  const protection = buildProtection({ settings, providers, foundation, data, secrets });
  buildDatabaseJobs({ settings, providers, foundation, data, secrets });
  buildRotation({ settings, providers, foundation, data, secrets });
  buildAudit({ settings, providers, foundation, data, application });
  const dashboardName = buildObservability({ settings, providers, foundation, data, edge, application, protection });

  buildProbes({ settings, providers, foundation, secrets, application });
  buildReports(settings, providers, foundation);
  buildCost(settings, providers, foundation);

  return {
    url: `https://${settings.loadBalancer.domain}`,
    loadBalancerDnsName: edge.loadBalancer.dnsName,
    certificateValidationRecords: edge.certificate.validationRecords,
    ...(data.database === undefined ? {} : databaseOutputs(data.database)),
    backupBucketName: protection.backupBucket.bucketName,
    dashboardName,
    // What the web client of real user monitoring is started with, beside the region.
    ...(browsers === undefined
      ? {}
      : { browserMonitoring: { appMonitorId: browsers.appMonitorId, identityPoolId: browsers.identityPoolId } }),
    ...(deployers === undefined ? {} : { deployRoleArns: deployers.roleArns }),
    // What a person does after the first deployment or after a loss, ready to be pasted.
    taskCommands: { ...application.runCommands, ...protection.runCommands },
    secretCommands: secrets.fillCommands,
  };
}

function databaseOutputs({ primary, tunnel }: DatabaseTier): pulumi.Inputs {
  return {
    databasePrimaryIdentifier: primary.primaryIdentifier,
    databaseHost: primary.endpointHost,
    databaseReaderHosts: primary.readerHosts,
    // What a person does while a deployment runs (docs/deploying.md), ready to be pasted.
    tunnelOpenCommands: tunnel.openCommands,
    tunnelCloseCommand: tunnel.closeCommand,
    tunnelServiceCommands: tunnel.serviceCommands,
  };
}
