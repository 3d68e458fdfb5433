import { comesFrom } from "../../evidence";
import { isStated, must } from "../../judgements";
import { ADVISED, EVERYWHERE } from "../../levels";
import type { PropertyRule } from "../../rule";

const CLUSTER = "aws:rds/cluster:Cluster";
const MEMBER = "aws:rds/clusterInstance:ClusterInstance";

/** What a cluster of databases calls by another name than an instance. */
export const RDS_CLUSTER_RULES: readonly PropertyRule[] = [
  {
    id: "rds-cluster-generated-password",
    reason: "a password that a person wrote is one that a person knows",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "make databases with Database, which generates it",
    checklist: ["S-09"],
    equivalents: [],
    types: [CLUSTER],
    property: "masterPassword",
    when: ({ properties }) => !("replicationSourceIdentifier" in properties) && properties.manageMasterUserPassword !== true,
    whenUnknown: comesFrom("masterPassword", ["random:index/randomPassword:RandomPassword"]),
    ...isStated,
    required: () => "a generated password, or none with manageMasterUserPassword",
  },
  {
    id: "rds-cluster-custom-admin",
    reason: "half of a login is the name",
    severity: "low",
    levels: ADVISED,
    remedy: "set masterUsername of groundwork:database",
    checklist: [],
    equivalents: ["FSBP RDS.24"],
    types: [CLUSTER],
    property: "masterUsername",
    when: ({ properties }) => !("replicationSourceIdentifier" in properties),
    ...must("a name that nobody guesses", (value) => typeof value === "string" && !/^(postgres|admin|administrator|root|master|rdsadmin)?$/i.test(value), ["postgres", "admin", undefined]),
  },
  {
    id: "rds-cluster-maintenance-window",
    reason: "updates come at an hour that we chose",
    severity: "low",
    levels: EVERYWHERE,
    remedy: "set maintenanceWindow of groundwork:database",
    checklist: ["S-32"],
    equivalents: [],
    types: [CLUSTER, MEMBER],
    property: "preferredMaintenanceWindow",
    ...must("ddd:hh:mm-ddd:hh:mm", (value) => typeof value === "string" && /^[a-z]{3}:\d\d:\d\d-[a-z]{3}:\d\d:\d\d$/i.test(value), ["", "sunday", undefined]),
  },
];
