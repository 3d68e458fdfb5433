import { strict as assert } from "node:assert";
import { settingsSchema } from "../../settings/schema";
import { rawSettings } from "../helpers/settings";
import { filesBelow } from "../helpers/source";

const kebab = (topic: string) => topic.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const topics = Object.keys(settingsSchema.shape);

describe("the topics of the settings", () => {
  it("each have a file of their own name in settings/", () => {
    const files = filesBelow("settings", ".ts");
    assert.deepEqual(topics.map((topic) => `settings/${kebab(topic)}.ts`).filter((file) => !files.includes(file)), []);
  });

  for (const stack of ["production", "staging"]) {
    it(`stand in scholarship's ${stack} in their own order`, () => {
      assert.deepEqual(Object.keys(rawSettings("scholarship", stack)), topics);
    });
  }

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
