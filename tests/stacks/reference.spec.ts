import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Graph } from "../helpers/graph";
import { rawSettings } from "../helpers/settings";
import { filesBelow, ROOT, sourceFile } from "../helpers/source";
import { stackGraph } from "../helpers/stacks";

const STACKS = ["production", "staging"] as const;
const POLICY = "aws:appautoscaling/policy:Policy";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const RECORD = "cloudflare:index/dnsRecord:DnsRecord";

/** What the reference topology promises to whoever edits it. That it comes up is for the engine to prove. */
describe("the reference topology", () => {
  const graphs = new Map<string, Graph>();
  const graph = (stack: (typeof STACKS)[number]) => graphs.get(stack) ?? assert.fail(stack);
  before(async () => {
    for (const stack of STACKS) graphs.set(stack, await stackGraph(undefined, stack));
  });

  it("shows every component that there is, in one stack or the other", () => {
    const components = filesBelow("components", ".ts").flatMap((path) =>
      [...sourceFile(path).text.matchAll(/super\("(groundwork:[^"]+)"/g)].map(([, token = ""]) => token),
    );
    const made = new Set(STACKS.flatMap((stack) => graph(stack).resources.map(({ type }) => type)));
    assert.ok(components.length > 40);
    assert.deepEqual(components.filter((token) => !made.has(token)), []);
  });

  for (const stack of STACKS) {
    describe(stack, () => {
      it("scales in all four forms: a value held, steps after minutes, the clock, the length of a queue", () => {
        assert.deepEqual(graph(stack).all(POLICY).map(({ name, inputs }) => [name, inputs.policyType]).sort(), [
          ["scaling-api-blue-busy-policy", "StepScaling"],
          ["scaling-api-blue-calm-policy", "StepScaling"],
          ["scaling-api-blue-failing-policy", "StepScaling"],
          ["scaling-api-blue-slow-policy", "StepScaling"],
          ["scaling-frontend-cpu-percent", "TargetTrackingScaling"],
          ["scaling-worker-queue-depth", "TargetTrackingScaling"],
        ]);
        const scheduled = graph(stack).all("aws:appautoscaling/scheduledAction:ScheduledAction");
        assert.deepEqual(scheduled.map(({ name }) => name).sort(), ["scaling-frontend-after-work", "scaling-frontend-before-work"]);
        const minutes = (name: string) => graph(stack).one(ALARM, `scaling-api-blue-${name}-alarm`).inputs.evaluationPeriods;
        assert.deepEqual([minutes("busy"), minutes("slow"), minutes("calm")], [3, 5, 15]);
      });

      it("leaves the number of copies to the scaler, for every service that it scales", () => {
        for (const service of ["frontend", "api-blue", "worker"]) {
          const { options } = graph(stack).one("aws:ecs/service:Service", `service-${service}-service`);
          assert.deepEqual(options.ignoreChanges, ["desiredCount"], service);
        }
      });

      it("sends the API its host and paths, the frontend all else, and the worker nothing", () => {
        const [api] = hostsOf(stack).slice(1);
        assert.deepEqual(graph(stack).one("aws:lb/listenerRule:ListenerRule", "web-api").inputs.conditions, [
          { hostHeader: { values: [api] } },
          { pathPattern: { values: ["/v1/*", "/docs"] } },
        ]);
        const targets = graph(stack).all("aws:lb/targetGroup:TargetGroup").map(({ inputs }) => inputs.port);
        assert.deepEqual(targets.toSorted(), [3000, 3000, 8000, 8000], "two versions of each have a target group");
        assert.equal(graph(stack).one("aws:ecs/service:Service", "service-worker-service").inputs.loadBalancers, undefined);
      });

      it("points each name of the site at the load balancer by way of Cloudflare, one nowhere, and nothing else", () => {
        const site = graph(stack).all(RECORD).filter(({ name }) => name.startsWith("site-"));
        const [dashboard, ...led] = site.toReversed();
        assert.deepEqual(led.toReversed().map(({ inputs }) => inputs.name), hostsOf(stack));
        for (const { inputs } of led) {
          assert.match(String(inputs.content), new RegExp(`^reference-${stack}-\\d+\\.eu-central-1\\.elb\\.amazonaws\\.com$`));
        }
        assert.equal(dashboard?.inputs.content, "100::");
        assert.deepEqual(site.map(({ inputs }) => [inputs.proxied, inputs.ttl]), site.map(() => [true, 1]));
        const others = graph(stack).all(RECORD).filter((record) => !site.includes(record));
        assert.deepEqual(others.filter(({ name }) => !name.startsWith("certificate-")), []);
      });

      it("runs its jobs by the clock, and leaves two to the deployment and to people", () => {
        const schedules = graph(stack).all("aws:scheduler/schedule:Schedule").filter(({ name }) => name.startsWith("task-"));
        assert.deepEqual(schedules.map(({ name }) => name).sort(), [
          "task-purge-expired-schedule",
          "task-send-digest-schedule",
        ]);
        assert.deepEqual(graph(stack).all("groundwork:one-off-task:OneOffTask").map(({ name }) => name).filter((name) => name.startsWith("task-")), [
          "task-migrate",
          "task-create-admin",
        ]);
      });

      it("keeps a queue in the cache, which therefore drops nothing", () => {
        assert.deepEqual(graph(stack).one("aws:elasticache/parameterGroup:ParameterGroup").inputs.parameters, [
          { name: "maxmemory-policy", value: "noeviction" },
        ]);
      });

      it("watches the collector, which watches the services", () => {
        const { inputs } = graph(stack).one(ALARM, "alarms-monitoring-few-tasks-critical");
        assert.deepEqual([inputs.name, inputs.threshold], [`reference-${stack}-monitoring-few-tasks-critical`, 1]);
      });

      it("leads from every alarm that is for people to a runbook that exists", () => {
        const descriptions = graph(stack).all(ALARM).map(({ inputs }) => String(inputs.alarmDescription));
        const forPeople = descriptions.filter((text) => !text.includes("not for people"));
        assert.ok(forPeople.length > 50);
        const lost = forPeople.filter((text) => {
          const page = /Runbook: https:\/\/runbooks\.example\.org\/reference\/([a-z-]+)\.md$/.exec(text)?.[1];
          return page === undefined || !existsSync(join(ROOT, "docs/runbooks", `${page}.md`));
        });
        assert.deepEqual(lost, []);
      });

      it("names the schema in its first line, for editors", () => {
        const [first] = readFileSync(join(ROOT, `Pulumi.${stack}.yaml`), "utf8").split("\n");
        assert.equal(first, "# yaml-language-server: $schema=settings/stack-file.schema.json");
        assert.ok(existsSync(join(ROOT, "settings/stack-file.schema.json")));
      });
    });
  }

  it("spreads production over three zones, each with its own way out, its own replica and its own cache node", () => {
    assert.equal(graph("production").all("aws:ec2/natGateway:NatGateway").length, 3);
    const databases = graph("production").all("aws:rds/instance:Instance");
    assert.deepEqual(
      databases.map(({ name, inputs }) => [name, inputs.multiAz ?? inputs.availabilityZone]),
      [
        ["database-primary", true],
        ["database-replica-1-instance", "eu-central-1b"],
        ["database-replica-2-instance", "eu-central-1c"],
      ],
    );
    assert.equal(graph("production").one("aws:elasticache/replicationGroup:ReplicationGroup").inputs.numCacheClusters, 3);
  });

  it("gives staging a small machine for its way out", () => {
    assert.deepEqual(graph("staging").all("aws:ec2/natGateway:NatGateway"), []);
    assert.equal(graph("staging").all("aws:ec2/instance:Instance").length, 1);
  });

  it("makes records only where it keeps the zone: scholarship's belongs to the university", async () => {
    assert.deepEqual((await stackGraph("scholarship", "production")).all(RECORD), []);
  });

  it("has the same settings in the same order in both stacks, but for lists, and for what the account has once", () => {
    // AWS refuses a second one of each, so production owns them for both.
    const ofTheAccount = /^(accountSecurity|audit)(\.|$)/;
    const production = keysOf(rawSettings(undefined, "production"));
    assert.deepEqual(keysOf(rawSettings(undefined, "staging")), production.filter((key) => !ofTheAccount.test(key)));
    assert.ok(production.includes("accountSecurity") && production.includes("audit"));
  });
});

function hostsOf(stack: (typeof STACKS)[number]): readonly string[] {
  return stack === "production" ? ["app.example.org", "api.example.org"] : ["app.example.net", "api.example.net"];
}

/** Every key of the settings, each with the path that leads to it. What a list holds is a value. */
function keysOf(value: unknown, path = ""): readonly string[] {
  if (!(value instanceof Object) || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${path}${key}`, ...keysOf(inner, `${path}${key}.`)]);
}
