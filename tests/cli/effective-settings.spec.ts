import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { effectiveSettings, valuesOf } from "../../cli/effective-settings";
import { settingsText } from "../../cli/print-settings";
import { SettingsError } from "../../settings/problems";
import { ROOT } from "../helpers/source";

const FILE = "systems/scholarship/Pulumi.production.yaml";
const text = readFileSync(join(ROOT, FILE), "utf8");
const lines = text.split("\n");
const valueOf = (source: string, key: string) => valuesOf(source, FILE).find((value) => value.key === `groundwork:${key}`);

describe("effective settings", () => {
  const { values } = effectiveSettings(ROOT, "scholarship", "production");

  it("say of each value the line of the stack file on which it begins", () => {
    for (const { key, line, value } of values) {
      if (line === undefined) continue;
      const last = key.replace(/\[\d+\]$/, "").split(/[."[\]]+/).findLast((part) => part !== "") ?? "";
      const written = lines.slice(Math.max(0, line - 3), line).join("\n");
      assert.ok(written.includes(`${last}:`) || written.includes(String(value)), `${key} is not at line ${line}: ${written}`);
    }
  });

  it("say what the schema gives where the file says nothing", () => {
    assert.deepEqual(valueOf(text, "loadBalancer.routes.backend.hosts"), {
      key: "groundwork:loadBalancer.routes.backend.hosts", topic: "loadBalancer", value: [], line: undefined, hidden: false,
    });
    assert.equal(valueOf(text, "account.region")?.line, lines.findIndex((line) => line.includes("    region: ")) + 1);
  });

  it("hold every topic of the file, in the schema's order", () => {
    const topics = [...new Set(values.map(({ topic }) => topic))];
    const given = lines.flatMap((line) => /^ {2}groundwork:(\w+):/.exec(line)?.[1] ?? []);
    assert.deepEqual(topics.filter((topic) => given.includes(topic)), given);
  });

  it("never show a secret, encrypted or not", () => {
    const pager = (value: string) => text.replace(/^ {2}groundwork:channels:$/m, `$&\n    pager:\n      https:\n        desk:\n          secretUrl:${value}`);
    for (const value of ["\n            secure: AAABAFxMcipher", " https://events.example.org/key-4711"]) {
      const found = valueOf(pager(value), "channels.pager.https.desk.secretUrl");
      assert.equal(found?.value, "(secret)");
      assert.equal(found.hidden, true);
      assert.ok(!JSON.stringify(valuesOf(pager(value), FILE)).match(/cipher|4711/));
    }
  });

  it("are refused with the program's own words", () => {
    assert.throws(() => valuesOf(text.replace("    cidr: ", "    cird: "), FILE), (error: unknown) => {
      assert.ok(error instanceof SettingsError);
      assert.match(error.message, /groundwork:network\.cird\n {4}got .*\n {4}expected {2}no such key; check the spelling against docs\/settings\.md/);
      return true;
    });
  });

  it("are refused where the file is no YAML", () => {
    assert.throws(() => valuesOf("config: [", FILE), new RegExp(`^Error: ${FILE.replaceAll(".", "\\.")} is no YAML: `));
  });
});

describe("groundwork settings", () => {
  it("prints aligned columns by topic: key, value, line or default", () => {
    const printed = settingsText({
      system: "demo",
      stack: "staging",
      file: "Pulumi.staging.yaml",
      values: [
        { key: "groundwork:network.cidr", topic: "network", value: "10.0.0.0/16", line: 7, hidden: false },
        { key: "groundwork:network.zones", topic: "network", value: ["a", "b"], line: 12, hidden: false },
        { key: 'groundwork:tasks["a-b"].cpu', topic: "tasks", value: 0.5, line: undefined, hidden: false },
      ],
    });
    assert.equal(
      printed,
      [
        "demo staging: 3 values, 2 from Pulumi.staging.yaml, 1 by default",
        "",
        "groundwork:network",
        "  cidr   10.0.0.0/16  line 7",
        "  zones  [a, b]       line 12",
        "",
        "groundwork:tasks",
        '  ["a-b"].cpu  0.5  default',
        "",
      ].join("\n"),
    );
  });
});
