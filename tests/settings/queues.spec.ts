import { strict as assert } from "node:assert";
import { problemsOf } from "../../settings/problems";
import { queuesSchema } from "../../settings/queues";

const sound = {
  publisher: { image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/redis:7.4.6", logRetentionDays: 30 },
  jobs: { forecasts: { redisKey: "bull:forecasts" }, imports: { redisKey: "{bull}:imports" } },
};
const problems = (change: object) => {
  const value = { ...sound, ...change };
  const { error } = queuesSchema.safeParse(value);
  return error === undefined ? [] : problemsOf("queues", value, error).map(({ key, expected }) => `${key.replace("groundwork:queues.", "")}: ${expected}`);
};

describe("queues settings", () => {
  it("are sound as the fixture has them", () => assert.deepEqual(problems({}), []));

  for (const [change, expected] of [
    [{ jobs: {} }, "jobs: at least one queue, or no queues at all"],
    [{ jobs: { forecasts: { redisKey: "bull forecasts" } } }, "jobs.forecasts.redisKey: BullMQ's prefix and the queue's name, such as bull:forecasts"],
    [{ jobs: { forecasts: { redisKey: "bull=x" } } }, "jobs.forecasts.redisKey: BullMQ's prefix and the queue's name, such as bull:forecasts"],
    [{ publisher: { ...sound.publisher, image: "redis:latest" } }, "publisher.image: a tag that never moves, such as 1.4.2, or a digest: \"latest\" can't be rolled back to"],
  ] as const) {
    it(`refuse ${JSON.stringify(change).slice(0, 80)}`, () => assert.deepEqual(problems(change), [expected]));
  }
});
