import { strict as assert } from "node:assert";
import { z } from "zod";
import { databaseJobs, outsideSettings, VACUUM } from "../helpers/calendar-settings";
import type { Graph } from "../helpers/graph";
import { changed, configOf, rawSettings } from "../helpers/settings";
import { buildStack } from "../helpers/stacks";

const DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const scholarship = rawSettings("scholarship", "staging");
const container = z.object({
  environment: z.array(z.object({ name: z.string(), value: z.string() })),
  secrets: z.array(z.object({ name: z.string(), valueFrom: z.string() })),
});

function connectionIn(graph: Graph, task: string): Readonly<Record<string, string | undefined>> {
  const [only] = z.array(container).parse(JSON.parse(String(graph.one(DEFINITION, task).inputs.containerDefinitions)));
  const { environment, secrets } = only ?? assert.fail(task);
  const variables: Readonly<Record<string, string | undefined>> = Object.fromEntries(
    environment.filter(({ name }) => /^PG(HOST|PORT|DATABASE|USER|SSLMODE|SSLROOTCERT)$/.test(name)).map(({ name, value }) => [name, value]),
  );
  return { ...variables, secret: secrets.find(({ name }) => name === "PGPASSWORD")?.valueFrom };
}

describe("the jobs on an external database", () => {
  let graph: Graph;
  before(async () => {
    graph = await buildStack("scholarship", "staging", configOf(outsideSettings()));
  });

  it("dump it and audit it with the login and certificates that the settings name", () => {
    const secret = `${String(graph.one("aws:secretsmanager/secret:Secret", "secret-outside").outputs.arn)}:password::`;
    for (const task of ["backup-backup-database-task-definition", "database-jobs-database-security-audit-task-definition"]) {
      assert.deepEqual(connectionIn(graph, task), {
        PGDATABASE: "postgres",
        PGHOST: "db.outside.example.org",
        PGPORT: "6432",
        PGSSLMODE: "verify-full",
        PGSSLROOTCERT: "/etc/ssl/outside/ca.crt",
        PGUSER: "postgres.outside",
        secret,
      });
    }
  });

  it("let a job that only looks log in as the reader, and no other", async () => {
    const reader = { username: "monitoring.outside", passwordSecret: "outside:password" };
    const settings = changed(outsideSettings(), "externalDatabase.reader", reader);
    const other = await buildStack("scholarship", "staging", configOf(changed(settings, "databaseJobs.jobs.vacuum", VACUUM)));
    const userOf = (task: string) => connectionIn(other, task)["PGUSER"];
    assert.equal(userOf("database-jobs-database-security-audit-task-definition"), "monitoring.outside");
    assert.equal(userOf("database-jobs-database-vacuum-task-definition"), "postgres.outside");
    assert.equal(userOf("backup-backup-database-task-definition"), "postgres.outside");
  });

  it("reach its port on the internet, and nobody else does", () => {
    const rules = graph.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").filter(({ inputs }) => inputs.fromPort === 6432);
    assert.deepEqual(rules.map(({ name, inputs }) => [name, inputs.cidrIpv4, inputs.toPort]), [["firewall-jobs-to-internet-6432", "0.0.0.0/0", 6432]]);
  });

  it("need no database, no roles and no tunnel of the stack's own", () => {
    assert.deepEqual(graph.resources.filter(({ type }) => /^(aws:rds|postgresql)/.test(type)), []);
  });
});

describe("the jobs on the stack's own database", () => {
  it("log in as its roles, wait for them, and leave out a dangerous one that is off", async () => {
    const graph = await buildStack("scholarship", "staging", configOf({
      ...scholarship,
      databaseJobs: databaseJobs({ vacuum: VACUUM, full: { ...VACUUM, kind: "dangerously-vacuum-full", enabled: false } }),
    }));
    const { ownerUsername, databaseName } = Object(scholarship["databaseRoles"]);
    const connection = connectionIn(graph, "database-jobs-database-vacuum-task-definition");
    assert.deepEqual([connection["PGUSER"], connection["PGDATABASE"], connection["PGSSLROOTCERT"]], [
      ownerUsername, databaseName, "/etc/ssl/rds/global-bundle.pem",
    ]);
    assert.deepEqual(graph.all(DEFINITION).filter(({ name }) => name.includes("database-full")), []);
    assert.ok(graph.one("groundwork:database-jobs:DatabaseJobs").dependsOn.length > 0);
  });

  it("find their extensions in the database", async () => {
    const graph = await buildStack("scholarship", "staging", configOf({
      ...scholarship,
      database: {
        ...Object(scholarship["database"]),
        parameters: { ...Object(scholarship["database"]).parameters, shared_preload_libraries: "pg_stat_statements" },
      },
      databaseRoles: { ...Object(scholarship["databaseRoles"]), extensions: ["pg_stat_statements", "pgstattuple"] },
    }));
    const { databaseName } = Object(scholarship["databaseRoles"]);
    assert.deepEqual(
      graph.all("postgresql:index/extension:Extension").map(({ inputs }) => [inputs.name, inputs.database]),
      [["pg_stat_statements", databaseName], ["pgstattuple", databaseName]],
    );
    const { parameters } = graph.one("aws:rds/parameterGroup:ParameterGroup").inputs;
    assert.ok(Array.isArray(parameters));
    assert.deepEqual(parameters.find((parameter) => Object(parameter).name === "shared_preload_libraries"), {
      name: "shared_preload_libraries",
      value: "pg_stat_statements",
      applyMethod: "pending-reboot",
    });
  });
});
