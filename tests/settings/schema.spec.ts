import { strict as assert } from "node:assert";
import { settingsSchema } from "../../settings/schema";
import { rawSettings } from "../helpers/settings";
import { filesBelow } from "../helpers/source";
import { STACKS } from "../helpers/stacks";

const kebab = (topic: string) => topic.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const topics = Object.keys(settingsSchema.shape);

describe("the topics of the settings", () => {
  it("each have a file of their own name in settings/", () => {
    const files = filesBelow("settings", ".ts");
    assert.deepEqual(topics.map((topic) => `settings/${kebab(topic)}.ts`).filter((file) => !files.includes(file)), []);
  });

  for (const { system, stack, label } of STACKS) {
    it(`stand in ${label} in their own order`, () => {
      const given = Object.keys(rawSettings(system, stack));
      assert.deepEqual(given, topics.filter((topic) => given.includes(topic)));
    });
  }

  it("are each in the stack file of some system, so that none is there for nobody", () => {
    const used = new Set(STACKS.flatMap(({ system, stack }) => Object.keys(rawSettings(system, stack))));
    // Off by default, and no stack is in maintenance; tests/topology/ turns it on.
    assert.deepEqual(topics.filter((topic) => !used.has(topic)), ["maintenanceMode"]);
  });

  it("leave no key without a word about it", () => {
    const silent: string[] = [];
    const visit = (node: unknown, path: string) => {
      if (!(node instanceof Object)) return;
      for (const [key, child] of Object.entries(node)) {
        const isKey = path.endsWith(".properties");
        if (isKey && child instanceof Object && Reflect.get(child, "description") === undefined) silent.push(`${path}.${key}`);
        visit(child, `${path}.${key}`);
      }
    };
    for (const [topic, schema] of Object.entries(settingsSchema.shape)) visit(schema.toJSONSchema({ io: "input" }), topic);
    assert.deepEqual(silent, []);
  });
});
