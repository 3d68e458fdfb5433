import { primaries } from "../../backup-selections";
import { clientsOf, loginsOf, maxConnections, poolsOf } from "../../connections";
import type { Client } from "../../connections";
import { mustExist, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

/** What services may hold day by day; the rest is for jobs, people and whoever has to look why. */
const SHARE = 0.8;
/** https://www.postgresql.org/docs/17/runtime-config-connection.html#GUC-SUPERUSER-RESERVED-CONNECTIONS */
const RESERVED = 3;

const overlap = (some: readonly string[], others: readonly string[]) => some.some((urn) => others.includes(urn));
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Every service is counted against every database of the stack: which one a password opens, no resource says. */
export const ecsConnectionBudget: GraphRule = {
  id: "ecs-connection-budget",
  reason: "A database that has no connection left refuses everybody, and it is in the rush that tasks open all of theirs.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "State databasePool of the service in groundwork:services; lower it or replicas.maximum, raise groundwork:database.maxConnections, or lower groundwork:connectionProxy.maxConnectionsPercent.",
  checklist: [],
  equivalents: [],
  evaluate: (stack) => {
    const databases = primaries(stack);
    const proxies = poolsOf(stack);
    const logins = loginsOf(stack);
    // PostgreSQL itself holds a login with a limit to it, whatever its clients want.
    const unlimited = logins.filter(({ limit }) => limit === Number.POSITIVE_INFINITY);
    const clients = clientsOf(stack);
    const pooled = (client: Client) => unlimited.filter(({ passwords }) => overlap(passwords, client.passwords));
    const unstated = clients
      .filter((client) => pooled(client).length > 0 && !(client.perTask >= 0))
      .map(({ service }) => violation(service, "databaseConnections", "nothing that is known", "the connections of one task, as Service publishes them"));
    /** What all services may take together: through a proxy no more than its share, which is where the others wait. */
    const taken = (most: number, tasks: (client: Client) => number) => {
      const asked = clients.flatMap((client) => pooled(client).map(({ passwords }) => ({ passwords, connections: tasks(client) * client.perTask })));
      const of = (claims: typeof asked) => sum(claims.map(({ connections }) => connections));
      const direct = asked.filter(({ passwords }) => !proxies.some((proxy) => overlap(proxy.passwords, passwords)));
      const through = proxies.map((proxy) => Math.min(of(asked.filter(({ passwords }) => overlap(proxy.passwords, passwords))), Math.floor((most * proxy.percent) / 100)));
      return of(direct) + sum(through);
    };
    const beyond = databases.flatMap((database) => {
      const most = maxConnections(database, stack);
      const daily = taken(most, ({ tasks }) => tasks);
      const limits = sum(logins.filter((login) => !unlimited.includes(login)).map(({ limit }) => limit));
      const worst = taken(most, ({ tasksAtDeployment }) => tasksAtDeployment) + limits + RESERVED;
      return [
        ...(daily <= most * SHARE ? [] : [violation(database, "max_connections", `${most}, of which services may take ${daily}`, `services take at most ${SHARE * 100} % of them`)]),
        ...(worst <= most ? [] : [violation(database, "max_connections", `${most}, and ${worst} are wanted while services are deployed`, "room for both versions, limited logins and superusers")]),
      ];
    });
    return mustExist(databases, "aws:rds/instance:Instance", unstated.length > 0 ? unstated : beyond);
  },
};
