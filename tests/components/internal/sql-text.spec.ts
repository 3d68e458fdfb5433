import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { embeddedMetrics, jsonObject, shellWord, sqlLiteral, sqlName } from "../../../components/internal/sql-text";

describe("SQL text", () => {
  it("keeps quotes in constants and names, and the two parts of a name apart", () => {
    assert.equal(sqlLiteral("O'Brien"), "'O''Brien'");
    assert.equal(sqlName("idx_orders"), '"idx_orders"');
    assert.equal(sqlName("public.orders"), '"public"."orders"');
    assert.equal(sqlName('a"b'), '"a""b"');
  });

  it("reaches bash as one word, whatever is in it", () => {
    const texts = fc.sample(fc.string({ unit: "grapheme" }), 200);
    const tricky = ["'", "it's $(date) `date` \\ \"x\"", "line\nline", ...texts];
    const script = tricky.map((text) => `printf '%s\\0' ${shellWord(text)}`).join("\n");
    const { stdout } = spawnSync("bash", ["-c", script], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    assert.deepEqual(stdout.split("\0").slice(0, -1), tricky);
  });

  it("names namespace, dimensions and metrics in the embedded format, with the system first", () => {
    assert.equal(jsonObject({ a: "1", b: "now()" }), "json_build_object('a', 1, 'b', now())");
    const text = embeddedMetrics("Groundwork/Database", "shop-test", { State: "state" }, [{ name: "Connections", unit: "Count", value: "count(*)" }]);
    assert.match(text, /'Namespace', 'Groundwork\/Database', 'Dimensions', json_build_array\(json_build_array\('System', 'State'\)\)/);
    assert.match(text, /'Metrics', json_build_array\(json_build_object\('Name', 'Connections', 'Unit', 'Count'\)\)/);
    assert.match(text, /'System', 'shop-test', 'State', state, 'Connections', count\(\*\)\)$/);
  });
});
