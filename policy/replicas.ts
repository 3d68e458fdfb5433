import { ofType, targets } from "./join";
import type { PolicyResource, Stack } from "./model";

export const INSTANCE = "aws:rds/instance:Instance";
export const CLUSTER = "aws:rds/cluster:Cluster";

/** Type of a database -> the property that makes it a replica of another one. */
const SOURCES: Readonly<Record<string, string>> = { [INSTANCE]: "replicateSourceDb", [CLUSTER]: "replicationSourceIdentifier" };

export interface Replica {
  readonly replica: PolicyResource;
  /** The property that names the source. */
  readonly property: string;
  /** Undefined where the stack has none that is known to be it. */
  readonly source: PolicyResource | undefined;
}

/** Databases that follow another one. That one does is known even where the source is not. */
export function replicasOf(stack: Stack): readonly Replica[] {
  const databases = ofType(stack, INSTANCE, CLUSTER);
  return databases.flatMap((replica): readonly Replica[] => {
    const property = SOURCES[replica.type] ?? "";
    if ((replica.properties[property] ?? undefined) === undefined) return [];
    const [source] = targets(replica, property, databases.filter((database) => database !== replica));
    return [{ replica, property, source }];
  });
}
