import { strict as assert } from "node:assert";
import { containers } from "../../settings/containers-of";
import { parseSettings } from "../../settings/parse";
import { rawSettings } from "../helpers/settings";

describe("all containers of a stack", () => {
  const { services, tasks } = parseSettings(rawSettings(undefined, "production"));

  it("are those of services and of tasks, with the topic and name they stand under", () => {
    const named = (topic: string, all: object | undefined) => Object.keys(all ?? {}).map((name) => `${topic} ${name}`);
    assert.deepEqual(containers({ services, tasks }).map(({ topic, name }) => `${topic} ${name}`), [...named("services", services), ...named("tasks", tasks)]);
    assert.ok(containers({ services, tasks }).length > 0);
  });

  it("are none where a stack has neither", () => {
    assert.deepEqual(containers({}), []);
  });
});
