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

  it("want the channels that a step tells", () => {
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
    ]);
  });
});
