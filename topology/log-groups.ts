import * as pulumi from "@pulumi/pulumi";
import type { Application } from "./application";
import type { Data } from "./data";

type LogGroups = Readonly<Record<string, pulumi.Input<string>>>;

/** The log groups of what settings call a log: a service's own, or PostgreSQL's of the primary and each replica. */
export function logGroupsOf(log: string, { application, data }: { readonly application: Application; readonly data: Data }): LogGroups {
  const versions = application.versions[log];
  if (versions !== undefined) return serviceLogs(application, versions);
  if (log !== "database" || data.database === undefined) throw new Error(`no log of "${log}"`);
  const { primary } = data.database;
  const identifiers = { database: primary.primaryIdentifier, ...numbered(primary.replicaIdentifiers) };
  return Object.fromEntries(
    // The name that RDS writes to; the groups are made before the instances.
    Object.entries(identifiers).map(([name, identifier]) => [name, pulumi.interpolate`/aws/rds/instance/${identifier}/postgresql`]),
  );
}

/** The log groups of a service's versions, by their names. */
export function serviceLogs({ services }: Application, versions: readonly string[]): Readonly<Record<string, pulumi.Output<string>>> {
  return Object.fromEntries(
    versions.flatMap((version) => {
      const service = services[version];
      return service === undefined ? [] : [[version, service.logGroupName] as const];
    }),
  );
}

function numbered(identifiers: readonly pulumi.Output<string>[]): Readonly<Record<string, pulumi.Output<string>>> {
  return Object.fromEntries(identifiers.map((identifier, index) => [`database-replica-${index + 1}`, identifier]));
}
