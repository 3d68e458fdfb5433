import { strict as assert } from "node:assert";
import { floorsSchema } from "../../policy/floors";
import { floorsReference } from "../../scripts/floors-reference";

const rows = floorsReference().split("\n").filter((line) => line.startsWith("| `"));
const keyOf = (row: string) => /^\| `([^`]+)` \|/.exec(row)?.[1] ?? assert.fail(row);

describe("the page of the floors", () => {
  it("has a row for each key, in the order of the schema, and for what stands within", () => {
    assert.deepEqual(rows.map(keyOf).filter((key) => !/[.[]/.test(key)), Object.keys(floorsSchema.shape));
    assert.ok(rows.map(keyOf).includes("retentionDays.audit.exactly"));
  });

  it("gives every key a meaning", () => {
    assert.deepEqual(rows.filter((row) => row.split(/(?<!\\)\|/).length !== 6 || /\|\s*\|$/.test(row)), []);
  });
});
