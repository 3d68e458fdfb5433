import * as pulumi from "@pulumi/pulumi";
import { DeployIdentity } from "../components/deploy-identity";
import { rolePath } from "../components/internal/deploy-permissions";
import type { Settings } from "../settings/schema";
import { namePrefix } from "./names";
import type { Providers } from "./providers";

const ROLE = "aws:iam/role:Role";

/**
 * The roles that deploy, before anything else: from here on every role of the program lies below the system's path and
 * carries the bound, or the deployer could not make it. Here and not in each component, so that none can forget it.
 * Turning it on for a system that is there replaces its roles, for a path can't be changed.
 */
export function buildDeployIdentity(settings: Settings, providers: Providers): DeployIdentity | undefined {
  const { account, deployIdentity, system } = settings;
  if (deployIdentity === undefined) return undefined;
  const prefix = namePrefix(settings);
  const { maxSessionHours, ...shared } = deployIdentity;

  const identity = new DeployIdentity(
    "deploy-identity",
    {
      ...shared,
      namePrefix: prefix,
      accountId: account.id,
      regions: account.allowedRegions,
      maxSessionSeconds: maxSessionHours * 3600,
      secretPrefix: `${system.name}/${system.environment}/`,
    },
    { provider: providers.aws },
  );

  const { boundaryArn } = identity;
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    // The roles of deployers and of people say where they lie; the bound would keep a deployer from its work.
    type !== ROLE || props["path"] !== undefined
      ? undefined
      : { props: { ...props, path: rolePath(prefix), permissionsBoundary: boundaryArn }, opts },
  );
  return identity;
}
