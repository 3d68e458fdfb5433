import { strict as assert } from "node:assert";
import { z } from "zod";
import type { Graph } from "../helpers/graph";
import { changed, configOf, rawSettings } from "../helpers/settings";
import { buildStack, stackGraph } from "../helpers/stacks";

const sound = rawSettings("scholarship", "production");
const containers = z.tuple([
  z.object({
    environment: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
    secrets: z.array(z.object({ name: z.string(), valueFrom: z.string() })).default([]),
  }),
]);

function container(graph: Graph, task: string) {
  const { inputs } = graph.one("aws:ecs/taskDefinition:TaskDefinition", `${task}-task-definition`);
  const [{ environment, secrets }] = containers.parse(JSON.parse(String(inputs["containerDefinitions"])));
  return {
    environment: new Map(environment.map(({ name, value }) => [name, value])),
    secrets: new Map(secrets.map(({ name, valueFrom }) => [name, valueFrom.replace(/-\w{6}(?=:|$)/, "")])),
  };
}

describe("what runs", () => {
  let graph: Graph;
  let variant: Graph;

  before(async function () {
    this.timeout(120_000);
    graph = await stackGraph("scholarship", "production");
    const raw = [
      ["database.replicas", 0],
      ["services.backend.environmentFrom", {
        REGION: "account.region",
        CACHE_HOST: "cache.primaryHost",
        CACHE_PORT: "cache.port",
        DB: "database.name",
        DB_PORT: "database.port",
        DB_HOST: "database.primaryHost",
        DB_READERS: "database.readerHosts",
        ORIGIN: "site.origin",
        BUCKET: "storage.documents.bucketName",
        STORAGE: "storage.endpoint",
      }],
      ["services.frontend.deployAfter", []],
      ["services.backend.deployAfter", ["frontend"]],
      ["services.frontend.reaches", ["database"]],
      ["tasks.create-admin.trigger", { kind: "schedule", expression: "rate(1 day)", timezone: "Etc/UTC" }],
    ].reduce((settings, [path, value]) => changed(settings, String(path), value), sound);
    variant = await buildStack("scholarship", "production", configOf(raw));
  });

  it("is told where things are by their names in the topology", () => {
    const { environment } = container(variant, "service-backend");
    const host = variant.one("groundwork:database:Database");
    assert.equal(host.name, "database");
    assert.deepEqual(
      Object.fromEntries(["REGION", "CACHE_PORT", "DB", "DB_PORT", "ORIGIN", "BUCKET", "STORAGE"].map((name) => [name, environment.get(name)])),
      {
        REGION: "eu-central-1",
        CACHE_PORT: "6379",
        DB: "scholarship_prod",
        DB_PORT: "5432",
        ORIGIN: "https://scholarship.university.edu",
        BUCKET: "scholarship-documents-123456789012-eu-central-1",
        STORAGE: "https://s3.eu-central-1.amazonaws.com",
      },
    );
    assert.match(environment.get("DB_HOST") ?? "", /^scholarship-production-database\./);
    assert.match(environment.get("CACHE_HOST") ?? "", /scholarship-production-cache/);
  });

  it("reads from the replicas, and without one from the primary, so that there is always somebody to ask", () => {
    assert.match(container(graph, "service-backend").environment.get("DATABASE_READER_HOSTS") ?? "", /^scholarship-production-database-replica-1\./);
    const { environment } = container(variant, "service-backend");
    assert.equal(environment.get("DB_READERS"), environment.get("DB_HOST"));
  });

  it("names each secret by its ARN, and one key of a JSON secret behind it", () => {
    const { secrets } = container(graph, "service-backend");
    const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:scholarship/production";
    assert.equal(secrets.get("SECRET_KEY"), `${arn}/application-key`);
    assert.equal(secrets.get("SMTP_USERNAME"), `${arn}/smtp:username::`);
    assert.equal(secrets.get("REDIS_PASSWORD"), `${arn}/cache:authToken::`);
    assert.equal(secrets.get("DATABASE_URL"), `${arn}/database-application:urlAsync::`);
  });

  it("migrates as its own role, not as the application's", () => {
    assert.match(container(graph, "task-migrate").secrets.get("DATABASE_URL") ?? "", /\/database-migration:urlAsync::$/);
  });

  it("starts no service that reaches the database before the database's roles are there, nor one before those it waits for", () => {
    const waits = (of: Graph, service: string) => of.one("groundwork:service:Service", `service-${service}`).dependsOn;
    const roles = "groundwork:database-roles:DatabaseRoles::database-roles";
    assert.deepEqual(waits(graph, "backend"), [roles]);
    assert.deepEqual(waits(graph, "frontend"), ["groundwork:service:Service::service-backend"]);
    assert.deepEqual(waits(variant, "frontend"), [roles]);
    assert.deepEqual(waits(variant, "backend"), [roles, "groundwork:service:Service::service-frontend"]);
  });

  it("may use the buckets' objects where its settings say that it reaches storage, and only there", () => {
    const named = (service: string) =>
      graph.all("aws:iam/rolePolicy:RolePolicy").filter(({ name, inputs }) => name.startsWith(`service-${service}-`) && String(inputs["policy"]).includes("s3:PutObject"));
    assert.equal(named("backend").length, 1);
    assert.equal(named("frontend").length, 0);
  });

  it("runs a task by the clock or by hand, as its trigger says", () => {
    const kinds = (of: Graph) =>
      of.resources.flatMap(({ type, name }) => (name === "task-create-admin" && type.startsWith("groundwork:") ? [type] : []));
    assert.deepEqual(kinds(graph), ["groundwork:one-off-task:OneOffTask"]);
    assert.deepEqual(kinds(variant), ["groundwork:scheduled-task:ScheduledTask"]);
  });

  it("takes a task's image from the service that it belongs to, so that both always match", () => {
    const images = ["service-backend", "task-migrate"].map((task) => {
      const { inputs } = graph.one("aws:ecs/taskDefinition:TaskDefinition", `${task}-task-definition`);
      return /"image":"([^"]+)"/.exec(String(inputs["containerDefinitions"]))?.[1];
    });
    assert.deepEqual(images, Array(2).fill("123456789012.dkr.ecr.eu-central-1.amazonaws.com/scholarship-backend:1.0.0"));
  });
});
