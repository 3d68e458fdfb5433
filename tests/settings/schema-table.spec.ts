import { strict as assert } from "node:assert";
import { z } from "zod";
import { schemaTable } from "../../settings/schema-table";

const rows = (schema: z.ZodType) => schemaTable(schema).lines.slice(2);

describe("a table of a schema", () => {
  it("has a row for each key: values, range, whether it is required, meaning", () => {
    assert.deepEqual(rows(z.strictObject({ days: z.int().min(1).max(35).describe("Days."), zone: z.enum(["a", "b"]).optional().describe("Where.") })), [
      "| `days` | integer, 1..35 | required | Days. |",
      "| `zone` | `a`, `b` | none | Where. |",
    ]);
  });

  it("says a default, and what a schema says of itself", () => {
    assert.deepEqual(rows(z.strictObject({ seconds: z.int().min(0).default(30).describe("Seconds.") })), ["| `seconds` | integer, 0.. | `30` | Seconds. |"]);
    assert.equal(schemaTable(z.strictObject({}).describe("A topic.")).description, "A topic.");
  });

  it("goes into lists, maps and objects", () => {
    const inner = z.strictObject({ port: z.int().min(1).max(65535).describe("Port.") }).describe("One.");
    assert.deepEqual(rows(z.strictObject({ list: z.array(inner).describe("A list."), map: z.record(z.string(), inner).describe("A map.") })).map((row) => row.split(" | ").slice(0, 2).join(" ")), [
      "| `list` list of object",
      "| `list[].port` integer, 1..65535",
      "| `map` map of name to object",
      "| `map.<name>.port` integer, 1..65535",
    ]);
  });

  it("tells of a key once, whatever variants have it", () => {
    const schema = z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("owned").describe("Ours.") }), z.strictObject({ kind: z.literal("given").describe("Theirs.") })]);
    assert.deepEqual(rows(schema), ["| `kind` | `owned` or `given` | required | Ours. Theirs. |"]);
  });

  it("stays a table whatever stands in a cell", () => {
    assert.deepEqual(rows(z.strictObject({ or: z.string().describe("one | two\nthree") })), ["| `or` | string | required | one \\| two three |"]);
  });
});
