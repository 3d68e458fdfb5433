import { strict as assert } from "node:assert";
import { serviceChecks } from "../../../settings/checks/services";
import { parseSettings } from "../../../settings/parse";
import { changed, rawSettings } from "../../helpers/settings";

const reference = parseSettings(rawSettings(undefined, "production"));
const given = Object.keys(reference);
const problems = (change: Partial<typeof reference>, topics: readonly string[] = given) =>
  serviceChecks({ ...reference, ...change }, topics).map(({ key, got, expected }) => `${key} | ${got ?? "nothing"} | ${expected}`);

describe("rules over services", () => {
  it("are held by the reference", () => assert.deepEqual(problems({}), []));

  it("let no scaler follow a queue whose length nobody publishes", () => {
    const key = "groundwork:services.worker.autoscaling.queueDepth.source.queue";
    assert.deepEqual(problems({ queues: undefined }, given.filter((topic) => topic !== "queues")), [
      `${key} | documents | a queue of groundwork:queues, which the stack lacks; nobody else publishes its length`,
    ]);
    const { queues } = reference;
    assert.ok(queues !== undefined);
    assert.deepEqual(problems({ queues: { ...queues, jobs: { mail: { redisKey: "bull:mail" } } } }), [
      `${key} | documents | a queue of groundwork:queues: mail; nobody else publishes its length`,
    ]);
  });

  it("say nothing of a queue while the queues have problems of their own", () => assert.deepEqual(problems({ queues: undefined }), []));

  it("want a cache that holds the queues", () => {
    assert.deepEqual(problems({}, given.filter((topic) => topic !== "cache")), [
      "groundwork:queues | documents | no queues: the stack has no groundwork:cache that holds them",
    ]);
  });

  it("want the channels that a step and a guard tell", () => {
    const { services } = parseSettings(
      changed(rawSettings(undefined, "production"), "services.api.autoscaling.steps", [
        {
          name: "busy",
          when: [{ metric: "cpu-percent", comparison: "above", threshold: 70 }],
          forMinutes: 3,
          changes: [{ beyond: 0, tasks: 1 }],
          cooldownSeconds: 60,
          notifyChannels: ["operations"],
        },
      ]),
    );
    assert.deepEqual(problems({ services, channels: {} }).filter((text) => text.includes("api")), [
      "groundwork:services.api.autoscaling.steps[0].notifyChannels[0] | operations | one of groundwork:channels: ",
      "groundwork:services.api.rollout.guard.channels[0] | operations | one of groundwork:channels: ",
    ]);
  });

  const { services, loadBalancer } = reference;
  const { api, frontend, worker } = services;
  const having = (change: typeof services) => problems({ services: { ...services, ...change } });

  it("shift and watch only requests that come through the load balancer", () => {
    assert.ok(api !== undefined && worker !== undefined);
    assert.deepEqual(having({ worker: { ...worker, rollout: api.rollout } }).filter((text) => text.includes("worker")), [
      "groundwork:services.worker.rollout | weighted | rolling without a guard: the load balancer sends requests to frontend, api only",
    ]);
  });

  it("have the rule for tests asked first, and each rule at a priority of its own", () => {
    assert.ok(api !== undefined && frontend?.rollout.kind === "blue-green");
    const route = loadBalancer.routes["api"]?.priority ?? 0;
    const at = (testPriority: number) => ({ ...frontend.rollout, testPriority });
    assert.deepEqual(having({ frontend: { ...frontend, rollout: at(route) } }), [
      `groundwork:services.frontend.rollout.testPriority | ${route} | a priority other than ${route}, which api has`,
    ]);
    const scaled = { targetTracking: [], steps: [], schedules: [] };
    assert.deepEqual(having({ api: { ...api, autoscaling: scaled, rollout: at(route + 1) } }), [
      `groundwork:services.api.rollout.testPriority | ${route + 1} | less than ${route}, the priority of its route, which would answer first`,
    ]);
  });

  it("scale what ECS shifts by the metrics of its tasks, since its requests change their target group", () => {
    assert.ok(frontend?.rollout.kind === "blue-green");
    const tracking = { metric: "requests-per-task", target: 100, scaleIn: true, scaleOutCooldownSeconds: 60, scaleInCooldownSeconds: 60 } as const;
    assert.deepEqual(having({ frontend: { ...frontend, autoscaling: { targetTracking: [tracking], steps: [], schedules: [] } } }), [
      "groundwork:services.frontend.autoscaling.targetTracking[0].metric | requests-per-task | a metric of the service's tasks: with rollout blue-green the requests change their target group",
    ]);
  });

  it("leave the names of the two colours free", () => {
    assert.ok(worker !== undefined);
    assert.deepEqual(having({ "api-green": worker }), [
      "groundwork:services.api.rollout.kind | weighted | another kind, or another name for api-green, which one of the two versions would have",
    ]);
  });
});
