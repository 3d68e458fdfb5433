import { isOff, isOn, must, oneOf } from "../../judgements";
import { EVERYWHERE } from "../../levels";
import type { PropertyRule } from "../../rule";

const PROXY = "aws:rds/proxy:Proxy";

export const RDS_PROXY_RULES: readonly PropertyRule[] = [
  {
    id: "rds-proxy-tls",
    reason: "a proxy that takes plain connections undoes what the database insists on",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make the proxy with ConnectionProxy",
    checklist: ["S-13"],
    equivalents: ["Prowler rds_instance_transport_encrypted"],
    types: [PROXY],
    property: "requireTls",
    absent: false,
    ...isOn,
  },
  {
    id: "rds-proxy-no-debug",
    reason: "a proxy that logs for debugging writes down every query with its values",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make the proxy with ConnectionProxy",
    checklist: ["S-27", "S-36"],
    equivalents: [],
    types: [PROXY],
    property: "debugLogging",
    absent: false,
    ...isOff,
  },
  {
    id: "rds-proxy-scram",
    reason: "a password that is hashed by MD5 is one that is known",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make the proxy with ConnectionProxy",
    checklist: ["S-13"],
    equivalents: [],
    types: [PROXY],
    property: "auths[*].clientPasswordAuthType",
    when: ({ properties }) => properties.engineFamily === "POSTGRESQL",
    ...oneOf("POSTGRES_SCRAM_SHA_256"),
  },
  {
    id: "rds-proxy-pool",
    reason: "a proxy that may take every connection leaves none to whoever has to look why",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set the share of connections in groundwork:connectionProxy",
    checklist: [],
    equivalents: [],
    types: ["aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup"],
    property: "connectionPoolConfig.maxConnectionsPercent",
    absent: 100,
    ...must("1 to 95", (value) => typeof value === "number" && value >= 1 && value <= 95, [0, 96, 100, undefined]),
  },
];
