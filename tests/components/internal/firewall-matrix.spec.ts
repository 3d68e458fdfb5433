import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { firewallMatrix } from "../../../components/internal/firewall-matrix";
import type { FirewallPlan, Peer } from "../../../components/internal/firewall-matrix";

const sound: FirewallPlan = {
  tasks: [
    { role: "backend", port: 8000, reaches: ["database", "cache", "storage", "internet"], smtpPort: 587 },
    { role: "frontend", port: 3000, reaches: [] },
    { role: "monitoring", reaches: ["backend", "database"] },
    { role: "jobs", reaches: ["database", "storage"] },
  ],
  loadBalancerReaches: ["frontend", "backend"],
  databasePort: 5432,
  cachePort: 6379,
  interfaceEndpoints: ["ecr.api", "ecr.dkr", "logs", "secretsmanager"],
};

const nameOf = (peer: Peer) => {
  if (peer.kind === "role") return peer.role;
  if (peer.kind === "list") return peer.list;
  return peer.kind === "s3" ? "s3" : peer.cidr;
};
const matrix = (plan: FirewallPlan) =>
  firewallMatrix(plan).connections.map(({ from, to, port }) => `${nameOf(from)} -> ${nameOf(to)}:${port}`);
const from = (plan: FirewallPlan, role: string) => matrix(plan).filter((line) => line.startsWith(`${role} -> `));

describe("firewallMatrix", () => {
  it("opens exactly what the rows ask for", () => {
    assert.deepEqual(matrix(sound), [
      "0.0.0.0/0 -> load-balancer:80",
      "::/0 -> load-balancer:80",
      "0.0.0.0/0 -> load-balancer:443",
      "::/0 -> load-balancer:443",
      "load-balancer -> frontend:3000",
      "load-balancer -> backend:8000",
      "backend -> database:5432",
      "backend -> cache:6379",
      "backend -> s3:443",
      "backend -> endpoints:443",
      "backend -> 0.0.0.0/0:443",
      "backend -> 0.0.0.0/0:587",
      "frontend -> s3:443",
      "frontend -> endpoints:443",
      "monitoring -> backend:8000",
      "monitoring -> database:5432",
      "monitoring -> s3:443",
      "monitoring -> endpoints:443",
      "jobs -> database:5432",
      "jobs -> s3:443",
      "jobs -> endpoints:443",
    ]);
  });

  it("has a role for each row, the load balancer, the database, the cache and the endpoints", () => {
    assert.deepEqual(firewallMatrix(sound).roles, {
      "load-balancer": "the load balancer, the only public door",
      database: "the database and its replicas",
      cache: "the cache",
      endpoints: "interface endpoints of AWS services",
      backend: "tasks of backend",
      frontend: "tasks of frontend",
      monitoring: "tasks of monitoring",
      jobs: "tasks of jobs",
    });
  });

  it("says what S3 is for: layers of images for all, objects for those who ask", () => {
    const purposes = firewallMatrix(sound).connections.filter(({ to }) => to.kind === "s3").map(({ purpose }) => purpose);
    assert.deepEqual(purposes, [
      "backend to S3 for objects and image layers",
      "frontend to S3 for image layers",
      "monitoring to S3 for image layers",
      "jobs to S3 for objects and image layers",
    ]);
  });

  it("has no role and no rule for endpoints, a database or a cache that don't exist", () => {
    const { databasePort: _database, cachePort: _cache, ...rest } = sound;
    const plan: FirewallPlan = {
      ...rest,
      tasks: [{ role: "frontend", port: 3000, reaches: [] }],
      loadBalancerReaches: ["frontend"],
      interfaceEndpoints: [],
    };
    assert.deepEqual(Object.keys(firewallMatrix(plan).roles), ["load-balancer", "frontend"]);
    assert.deepEqual(from(plan, "frontend"), ["frontend -> s3:443", "frontend -> 0.0.0.0/0:443"]);
  });

  it("lets every task out by HTTPS where an endpoint is missing that it needs to start", () => {
    const plan = { ...sound, interfaceEndpoints: ["ecr.api", "ecr.dkr", "logs"] };
    assert.deepEqual(from(plan, "frontend"), ["frontend -> s3:443", "frontend -> endpoints:443", "frontend -> 0.0.0.0/0:443"]);
  });

  it("opens nothing to a function or a proxy for an image that they don't fetch, nor an API that a proxy doesn't call", () => {
    const { connections, roles } = firewallMatrix({
      tasks: [
        { role: "pool", runs: "proxy", port: 5432, reaches: ["database"] },
        { role: "rotation", runs: "function", reaches: ["pool"] },
      ],
      loadBalancerReaches: [],
      databasePort: 5432,
      interfaceEndpoints: ["ecs"],
    });
    const from = (role: string) =>
      connections.flatMap((connection) => (connection.from.kind === "role" && connection.from.role === role ? [connection.purpose] : []));
    assert.deepEqual(from("pool"), ["pool to database"]);
    assert.deepEqual(from("rotation"), ["rotation to pool", "rotation to AWS APIs inside the VPC"]);
    assert.equal(roles.pool, "the pool");
    assert.equal(roles.rotation, "the function of rotation");
  });

  it("admits the lists of a CDN and nobody else, by HTTPS alone", () => {
    const lines = matrix({ ...sound, admitLists: ["cdn-ipv4", "cdn-ipv6"] });
    assert.deepEqual(lines.slice(0, 3), [
      "cdn-ipv4 -> load-balancer:443",
      "cdn-ipv6 -> load-balancer:443",
      "load-balancer -> frontend:3000",
    ]);
    assert.deepEqual(lines.slice(2), matrix(sound).slice(4));
  });

  it("opens a connection once, however often a row names it", () => {
    const tasks = [{ role: "backend", port: 8000, reaches: ["database", "database", "storage", "storage"] }];
    assert.deepEqual(from({ ...sound, tasks, loadBalancerReaches: ["backend", "backend"] }, "backend"), [
      "backend -> database:5432",
      "backend -> s3:443",
      "backend -> endpoints:443",
    ]);
    assert.deepEqual(from({ ...sound, tasks, loadBalancerReaches: ["backend", "backend"] }, "load-balancer"), [
      "load-balancer -> backend:8000",
    ]);
  });

  it("refuses to reach what listens on no port, and says what can be reached", () => {
    assert.throws(() => firewallMatrix({ ...sound, loadBalancerReaches: ["jobs"] }), {
      message:
        'load-balancer reaches "jobs", which listens on no port; what can be reached: storage, internet, database, cache, backend, frontend',
    });
    const tasks = [{ role: "frontend", port: 3000, reaches: ["databse"] }];
    assert.throws(() => firewallMatrix({ ...sound, tasks, loadBalancerReaches: [] }), {
      message:
        'frontend reaches "databse", which listens on no port; what can be reached: storage, internet, database, cache, frontend',
    });
  });

  it("refuses two roles of one name", () => {
    for (const role of ["database", "load-balancer", "internet", "backend"]) {
      assert.throws(() => firewallMatrix({ ...sound, tasks: [...sound.tasks, { role, reaches: [] }] }), {
        message: `"${role}" can't be the name of a service: the firewall has another role of that name`,
      });
    }
  });

  it("opens the port of a database outside to the row that uses it, and nothing else of it", () => {
    const tasks = [{ role: "jobs", reaches: [], externalDatabasePort: 6432 }];
    const { connections } = firewallMatrix({ ...sound, tasks, loadBalancerReaches: [] });
    assert.deepEqual(connections.filter(({ port }) => port === 6432), [
      {
        from: { kind: "role", role: "jobs" },
        to: { kind: "addresses", cidr: "0.0.0.0/0" },
        port: 6432,
        purpose: "jobs to the database outside",
      },
    ]);
    assert.deepEqual(firewallMatrix(sound).connections.filter(({ purpose }) => purpose.endsWith("outside")), []);
  });

  it("opens nothing to the outside but 80 and 443 of the load balancer, whatever the rows", () => {
    const row = fc.record({
      port: fc.integer({ min: 1, max: 65_535 }),
      reaches: fc.subarray(["database", "cache", "storage", "internet"]),
      smtpPort: fc.constantFrom(25, 465, 587),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.subarray([...sound.interfaceEndpoints]), (rows, endpoints) => {
        const tasks = rows.map((task, index) => ({ ...task, role: `service${index}` }));
        const plan = { ...sound, tasks, loadBalancerReaches: tasks.map(({ role }) => role), interfaceEndpoints: endpoints };
        const { connections } = firewallMatrix(plan);
        const doors = connections.filter(({ from: source }) => source.kind !== "role");
        assert.deepEqual(
          [...new Set(doors.map(({ to, port }) => `${nameOf(to)}:${port}`))],
          ["load-balancer:80", "load-balancer:443"],
        );
        for (const { role, reaches } of tasks) {
          const reached = connections.some(({ from: source, to }) => nameOf(source) === role && nameOf(to) === "database");
          assert.equal(reached, reaches.includes("database"));
        }
      }),
    );
  });
});
