import { missingToStart } from "./endpoint-services";

/** One end of a connection: a role's group, a range of addresses, a prefix list by our name for it, or the region's S3. */
export type Peer =
  | { readonly kind: "role"; readonly role: string }
  | { readonly kind: "addresses"; readonly cidr: string }
  | { readonly kind: "list"; readonly list: string }
  | { readonly kind: "s3" };

/** Who may open a TCP connection to whom. What is not here is not open. */
export interface Connection {
  readonly from: Peer;
  readonly to: Peer;
  readonly port: number;
  /** What for; it becomes the description of the rules. */
  readonly purpose: string;
}

/** One row of the matrix: a service, or other tasks such as `jobs` and `monitoring`. */
export interface TaskRow {
  readonly role: string;
  /** What stands behind the role. Only a container fetches an image, and a proxy calls nobody's API. @default "container" */
  readonly runs?: "container" | "function" | "proxy";
  /** The TCP port that it listens on. @default - it listens on none */
  readonly port?: number;
  /** `database`, `cache`, `storage` (S3), `internet` (HTTPS), or the role of another row that listens on a port. */
  readonly reaches: readonly string[];
  /** The TCP port of a mail server on the internet that it sends through. @default - it sends no mail */
  readonly smtpPort?: number;
  /** The TCP port of a database on the internet that it uses. @default - it uses none */
  readonly externalDatabasePort?: number;
}

export interface FirewallPlan {
  readonly tasks: readonly TaskRow[];
  /** Roles of the rows that the load balancer reaches. */
  readonly loadBalancerReaches: readonly string[];
  /** @default - there is no database */
  readonly databasePort?: number;
  /** @default - there is no cache */
  readonly cachePort?: number;
  /** The interface endpoints of the VPC. Where they leave out one that tasks need to start, tasks go out by HTTPS instead. */
  readonly interfaceEndpoints: readonly string[];
  /** The prefix lists of a CDN, which alone the load balancer admits, and by HTTPS alone. @default - everybody */
  readonly admitLists?: readonly string[];
}

export interface FirewallMatrix {
  /** Role -> description of its group. */
  readonly roles: Readonly<Record<string, string>>;
  readonly connections: readonly Connection[];
}

const HTTP = 80;
const HTTPS = 443;
const EVERYBODY = ["0.0.0.0/0", "::/0"] as const;
/** The VPC has no IPv6, so that is all of the internet that a task can reach. */
const INTERNET: Peer = { kind: "addresses", cidr: "0.0.0.0/0" };
const LOAD_BALANCER: Peer = { kind: "role", role: "load-balancer" };
const ENDPOINTS: Peer = { kind: "role", role: "endpoints" };
const S3: Peer = { kind: "s3" };

const DESCRIPTIONS: Readonly<Record<NonNullable<TaskRow["runs"]>, (role: string) => string>> = {
  container: (role) => `tasks of ${role}`,
  function: (role) => `the function of ${role}`,
  proxy: (role) => `the ${role}`,
};

/** Turns the description of a system into its groups and all connections between them. */
export function firewallMatrix(plan: FirewallPlan): FirewallMatrix {
  const ports = listeningPorts(plan);
  const hasEndpoints = plan.interfaceEndpoints.length > 0;
  const toRole = (from: Peer, fromName: string, role: string): Connection => {
    const port = ports.get(role);
    if (port === undefined) {
      const open = ["storage", "internet", ...ports.keys()].join(", ");
      throw new Error(`${fromName} reaches "${role}", which listens on no port; what can be reached: ${open}`);
    }
    return { from, to: { kind: "role", role }, port, purpose: `${fromName} to ${role}` };
  };
  const isRole = (target: string) => target !== "storage" && target !== "internet";

  const ofTask = ({ role, runs = "container", reaches, smtpPort, externalDatabasePort }: TaskRow): readonly Connection[] => {
    const from: Peer = { kind: "role", role };
    const isContainer = runs === "container";
    const out = reaches.includes("internet") || (isContainer && missingToStart(plan.interfaceEndpoints).length > 0);
    // Even a task that keeps nothing in S3 reaches it: the layers of its image lie there.
    const objects = reaches.includes("storage") ? "objects and image layers" : "image layers";
    return [
      ...distinct(reaches.filter(isRole)).map((target) => toRole(from, role, target)),
      ...(isContainer ? [{ from, to: S3, port: HTTPS, purpose: `${role} to S3 for ${objects}` }] : []),
      ...(hasEndpoints && runs !== "proxy" ? [{ from, to: ENDPOINTS, port: HTTPS, purpose: `${role} to AWS APIs inside the VPC` }] : []),
      ...(out ? [{ from, to: INTERNET, port: HTTPS, purpose: `${role} to the internet by HTTPS` }] : []),
      ...(smtpPort === undefined ? [] : [{ from, to: INTERNET, port: smtpPort, purpose: `${role} to its mail server` }]),
      ...(externalDatabasePort === undefined
        ? []
        : [{ from, to: INTERNET, port: externalDatabasePort, purpose: `${role} to the database outside` }]),
    ];
  };

  return {
    roles: {
      "load-balancer": "the load balancer, the only public door",
      ...(plan.databasePort === undefined ? {} : { database: "the database and its replicas" }),
      ...(plan.cachePort === undefined ? {} : { cache: "the cache" }),
      ...(hasEndpoints ? { endpoints: "interface endpoints of AWS services" } : {}),
      ...Object.fromEntries(plan.tasks.map(({ role, runs = "container" }) => [role, DESCRIPTIONS[runs](role)])),
    },
    connections: [
      ...doors(plan.admitLists),
      ...distinct(plan.loadBalancerReaches).map((role) => toRole(LOAD_BALANCER, "load-balancer", role)),
      ...plan.tasks.flatMap(ofTask),
    ],
  };
}

/** Who reaches the load balancer. Everybody on 80 too, where it redirects to 443; a CDN redirects before it connects. */
function doors(lists: readonly string[] | undefined): readonly Connection[] {
  const to = LOAD_BALANCER;
  if (lists !== undefined) {
    return lists.map((list) => ({ from: { kind: "list", list }, to, port: HTTPS, purpose: "the CDN to the load balancer" }));
  }
  return [HTTP, HTTPS].flatMap((port) =>
    EVERYBODY.map((cidr): Connection => ({ from: { kind: "addresses", cidr }, to, port, purpose: "clients to the load balancer" })),
  );
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

/** Role -> the port that others reach it on. */
function listeningPorts({ tasks, databasePort, cachePort }: FirewallPlan): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  if (databasePort !== undefined) ports.set("database", databasePort);
  if (cachePort !== undefined) ports.set("cache", cachePort);
  const taken = new Set(["load-balancer", "database", "cache", "endpoints", "storage", "internet"]);
  for (const { role, port } of tasks) {
    if (taken.has(role)) throw new Error(`"${role}" can't be the name of a service: the firewall has another role of that name`);
    taken.add(role);
    if (port !== undefined) ports.set(role, port);
  }
  return ports;
}
