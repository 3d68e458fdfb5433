import { strict as assert } from "node:assert";
import { firewallMatrix } from "../../components/internal/firewall-matrix";
import { parseSettings } from "../../settings/parse";
import { SettingsError } from "../../settings/problems";
import { firewallPlan } from "../../topology/firewall-plan";
import { outsideSettings } from "../helpers/calendar-settings";
import { changed, rawSettings } from "../helpers/settings";
import type { RawSettings } from "../helpers/settings";

const sound = rawSettings("scholarship", "production");
const planOf = (raw: RawSettings) => firewallPlan(parseSettings(raw));
const row = (raw: RawSettings, role: string) => planOf(raw).tasks.find((task) => task.role === role);

describe("the firewall's plan", () => {
  it("lets each service reach what its settings say, and listen on its port", () => {
    assert.deepEqual(row(sound, "backend"), {
      role: "backend",
      port: 8000,
      reaches: ["database", "cache", "storage", "internet"],
      smtpPort: 587,
    });
    assert.deepEqual(row(sound, "frontend"), { role: "frontend", port: 3000, reaches: [] });
  });

  it("lets jobs reach what the backups need, and besides it what any task says", () => {
    assert.deepEqual(row(changed(sound, "tasks", {}), "jobs"), { role: "jobs", reaches: ["database", "storage"] });
    assert.deepEqual(row(changed(sound, "tasks.migrate.reaches", ["cache", "database"]), "jobs"), {
      role: "jobs",
      reaches: ["cache", "database", "storage"],
    });
  });

  it("opens a mail server's port to jobs where a task sends mail", () => {
    const raw = changed(sound, "tasks.migrate.smtpPort", 465);
    assert.equal(row(raw, "jobs")?.smtpPort, 465);
    const mail = firewallMatrix(planOf(raw)).connections.filter(({ port }) => port === 465);
    assert.deepEqual(mail.map(({ from }) => from), [{ kind: "role", role: "jobs" }]);
  });

  it("lets jobs out to an external database, and to no other of the stack's own", () => {
    assert.deepEqual(row(outsideSettings(), "jobs"), { role: "jobs", reaches: ["storage"], externalDatabasePort: 6432 });
    assert.equal(row(sound, "jobs")?.externalDatabasePort, undefined);
  });

  it("lets monitoring read the database and the services it scrapes, and where Prometheus is off, has no such role", () => {
    assert.deepEqual(row(sound, "monitoring"), { role: "monitoring", reaches: ["database", "backend"] });
    assert.equal(row(changed(sound, "prometheus", { enabled: false }), "monitoring"), undefined);
  });

  it("lets the tunnel reach the database and nothing else", () => {
    assert.deepEqual(row(sound, "tunnel"), { role: "tunnel", reaches: ["database"] });
  });

  it("puts the proxy between services and database, and lets the rotation reach both and AWS", () => {
    const reference = rawSettings(undefined, "production");
    assert.deepEqual(row(reference, "worker")?.reaches, ["database", "cache", "storage", "connection-proxy"]);
    assert.deepEqual(row(reference, "connection-proxy"), { role: "connection-proxy", runs: "proxy", port: 5432, reaches: ["database"] });
    assert.deepEqual(row(reference, "rotation"), { role: "rotation", runs: "function", reaches: ["database", "connection-proxy", "internet"] });
    const inside = changed(reference, "network.interfaceEndpoints", ["ecr.api", "ecr.dkr", "ecs", "logs", "secretsmanager"]);
    assert.deepEqual(row(inside, "rotation")?.reaches, ["database", "connection-proxy"]);
    for (const role of ["connection-proxy", "rotation"]) assert.equal(row(sound, role), undefined, "a system without them has no way open for them");
  });

  it("lets Cloudflare alone in where it stands before the load balancer", () => {
    assert.deepEqual(planOf(rawSettings(undefined, "production")).admitLists, ["cloudflare-ipv4", "cloudflare-ipv6"]);
    assert.equal(planOf(sound).admitLists, undefined);
  });

  it("lets the load balancer reach what requests are routed to, and nothing else", () => {
    assert.deepEqual(planOf(sound).loadBalancerReaches, ["frontend", "backend"]);
  });

  it("has no role whose name a service could take: the settings refuse it long before", () => {
    const roles = Object.keys(firewallMatrix(planOf(sound)).roles).filter((role) => role !== "backend" && role !== "frontend");
    assert.ok(roles.length >= 6, roles.join(", "));
    const frontend = Object(sound["services"]).frontend;
    for (const role of roles) {
      assert.throws(
        () => parseSettings(changed(sound, `services.${role}`, frontend)),
        (error) => error instanceof SettingsError && error.problems.some(({ expected }) => expected.startsWith("another name: ")),
        role,
      );
    }
  });
});
