import { strict as assert } from "node:assert";
import { z } from "zod";
import { buildStack, stackGraph } from "../helpers/stacks";
import { changed, configOf, rawSettings } from "../helpers/settings";
import type { Graph } from "../helpers/graph";
import { variablesOf } from "../helpers/policy-text";

const FUNCTION = "aws:lambda/function:Function";
const SCHEDULE = "aws:secretsmanager/secretRotation:SecretRotation";
const SECRET = "aws:secretsmanager/secret:Secret";
const plan = z.object({ secrets: z.record(z.string(), z.object({ kind: z.string(), services: z.array(z.string()), host: z.string().optional() })) });
const tags = z.object({ RotationPolicy: z.string().optional() });

const planOf = (graph: Graph) => plan.parse(JSON.parse(String(variablesOf(graph.one(FUNCTION, "rotation").inputs).ROTATION))).secrets;

describe("the rotation of a stack", function () {
  this.timeout(60_000);
  let graph: Graph;
  before(async () => {
    graph = await stackGraph(undefined, "production");
  });

  it("redeploys exactly the services that run and hold a secret, the collector of metrics among them, and no resting colour", () => {
    const readers = Object.fromEntries(Object.entries(planOf(graph)).map(([name, { services }]) => [name.replace("reference/production/", ""), services]));
    assert.deepEqual(readers, {
      "database-reports": ["worker"],
      "database-owner": [],
      "database-application": ["api-blue", "worker"],
      "database-migration": [],
      "database-monitoring": ["monitoring"],
      "application-key": ["api-blue"],
    });
    const services = new Set(graph.all("aws:ecs/service:Service").map(({ inputs }) => inputs.name));
    for (const service of Object.values(readers).flat()) assert.ok(services.has(service), `${service} is a service of the stack`);
  });

  it("leads the application to the proxy, and the other roles, which it doesn't know, to the primary", () => {
    for (const [name, { kind, host }] of Object.entries(planOf(graph))) {
      if (kind === "key") continue;
      assert.match(String(host), name.endsWith("application") ? /\.proxy-/ : /^reference-production-database\./, name);
    }
  });

  it("says on every secret of a class who changes it, and schedules exactly those that a function changes", () => {
    const scheduled = new Set(graph.all(SCHEDULE).map(({ inputs }) => String(inputs.secretId)));
    for (const { inputs, outputs } of graph.all(SECRET)) {
      const { RotationPolicy } = tags.parse(inputs.tags);
      assert.equal(scheduled.has(String(outputs.arn)), RotationPolicy?.startsWith("automatic-") === true, String(inputs.name));
    }
    assert.equal(scheduled.size, 6);
  });

  it("watches the age of all that the clock changes, a person's and the master user's as well", () => {
    const watched = z.record(z.string(), z.object({ everyDays: z.number(), names: z.array(z.string()) }));
    const classes = watched.parse(JSON.parse(String(variablesOf(graph.one(FUNCTION, "secret-age").inputs).WATCHED)));
    assert.deepEqual(
      Object.entries(classes).map(([name, { everyDays, names }]) => [name, everyDays, names.map((secret) => secret.replace("reference/production/", ""))]),
      [
        ["database", 90, ["database-master", "database-owner", "database-application", "database-migration", "database-monitoring", "database-reports", "cache"]],
        ["application-key", 90, ["application-key"]],
        ["api-key", 30, ["geocoder"]],
        ["external", 180, ["smtp"]],
      ],
    );
  });

  it("makes no function, no second user and no tag in a stack that says nothing about rotation", async () => {
    const raw = changed(changed(rawSettings(undefined, "production"), "rotation", undefined), "connectionProxy", undefined);
    const still = await buildStack(undefined, "production", configOf(changed(raw, "database.maxConnections", 500)));
    assert.deepEqual(still.all(SCHEDULE), []);
    assert.ok(!still.all("postgresql:index/role:Role").some(({ name }) => name.endsWith("-clone")));
    for (const { inputs } of still.all(SECRET)) assert.equal(tags.parse(inputs.tags).RotationPolicy, undefined);
  });

  it("has jobs take a role's user from the secret, as it changes with the password", () => {
    const text = JSON.stringify(graph.all("aws:ecs/taskDefinition:TaskDefinition").find(({ name }) => name.includes("backup-database"))?.inputs.containerDefinitions);
    assert.match(text, /database-owner-[A-Za-z0-9]{6}:username::/);
  });
});
