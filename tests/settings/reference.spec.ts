import { strict as assert } from "node:assert";
import { settingsReference } from "../../settings/reference";
import { settingsSchema } from "../../settings/schema";

const lines = settingsReference().split("\n");
const row = (key: string, topic: string) => {
  const start = lines.indexOf(`## groundwork:${topic}`);
  return lines.slice(start).find((line) => line.startsWith(`| \`${key}\` |`));
};

describe("the reference of all settings", () => {
  it("has a chapter for each topic, in the order of a stack file", () => {
    assert.deepEqual(
      lines.filter((line) => line.startsWith("## ")),
      Object.keys(settingsSchema.shape).map((topic) => `## groundwork:${topic}`),
    );
  });

  it("says of a required number its type, range and meaning", () => {
    assert.equal(
      row("replicas", "database"),
      "| `replicas` | integer, 0..5 | required | Read replicas, 0 to 5, one zone after the other. Lowering it deletes the last ones. |",
    );
  });

  it("lists what an enumeration allows", () => {
    assert.match(row("nat", "network") ?? "", /^\| `nat` \| `zone`, `single`, `instance`, `none` \| required \| /);
  });

  it("says a default where there is one", () => {
    assert.match(row("<name>.stopTimeoutSeconds", "services") ?? "", /\| `30` \|/);
  });

  it("gives every key a meaning, in a table of four columns", () => {
    const rows = lines.filter((line) => line.startsWith("| `"));
    const silent = rows.filter((line) => line.split(/(?<!\\)\|/).length !== 6 || /\|\s*\|$/.test(line));
    assert.deepEqual(silent, []);
    assert.ok(rows.length > 200, `${rows.length} keys`);
  });

  it("names each key once in a topic", () => {
    for (const chapter of lines.join("\n").split("\n## ").slice(1)) {
      const keys = [...chapter.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key);
      assert.deepEqual(keys, [...new Set(keys)], chapter.split("\n")[0]);
    }
  });
});
