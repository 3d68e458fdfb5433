import type * as pulumi from "@pulumi/pulumi";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as CloudflareProvider } from "@pulumi/cloudflare/provider";
import { Provider as PostgresqlProvider } from "@pulumi/postgresql/provider";
import type { Settings } from "../settings/schema";
import type { TunnelSettings } from "../settings/tunnel";

/** The providers of a stack. Explicit ones, so that no resource can end up in an account or region by accident. */
export interface Providers {
  readonly aws: AwsProvider;
  /** The same account, in the region of the copies. */
  readonly awsBackupRegion: AwsProvider;
  readonly cloudflare: CloudflareProvider;
}

export function createProviders({ account, system }: Settings): Providers {
  const common = {
    // Refuses to act where the credentials at hand belong to another account.
    allowedAccountIds: [account.id],
    defaultTags: {
      tags: {
        System: system.name,
        Environment: system.environment,
        Owner: system.owner,
        ManagedBy: "groundwork",
        ...(account.residency === undefined ? {} : { DataResidency: account.residency.countries.join(" ") }),
      },
    },
  };
  return {
    aws: new AwsProvider("aws", { ...common, region: account.region }),
    awsBackupRegion: new AwsProvider("aws-backup-region", { ...common, region: account.backupRegion }),
    // The token comes from CLOUDFLARE_API_TOKEN; an unused provider is never started.
    cloudflare: new CloudflareProvider("cloudflare"),
  };
}

/** What the PostgreSQL provider logs in with. */
export interface DatabaseLogin {
  readonly username: string;
  readonly password: pulumi.Output<string>;
}

/**
 * The provider that makes the database's roles. The database has no public address: host and port are those of a tunnel's
 * end (`groundwork:tunnel`), and nothing connects before a role is created or refreshed.
 */
export function createPostgresqlProvider(tunnel: TunnelSettings, login: DatabaseLogin): PostgresqlProvider {
  return new PostgresqlProvider("postgresql", {
    host: tunnel.localHost,
    port: tunnel.localPort,
    username: login.username,
    password: login.password,
    // The tunnel's end has another name than the certificate, so the name can't be verified; RDS refuses clear text.
    sslmode: "require",
    // The master user of RDS is no superuser; the provider then avoids what only a superuser may ask.
    superuser: false,
    connectTimeout: 15,
  });
}
