import { strict as assert } from "node:assert";
import { z } from "zod";
import { keyOf, printable, problemsOf, SettingsError } from "../../settings/problems";

const schema = z.strictObject({
  cidr: z.string(),
  nat: z.enum(["zone", "none"]),
  zones: z.array(z.string()).min(2),
  services: z.record(z.string(), z.strictObject({ port: z.int().min(1).max(65535) })),
});
const sound = { cidr: "10.0.0.0/16", nat: "zone", zones: ["a", "b"], services: { backend: { port: 8000 } } };

function problems(value: unknown) {
  const result = schema.safeParse(value);
  return result.success ? [] : problemsOf("network", value, result.error);
}

describe("the problems of settings", () => {
  it("are none where the settings are sound", () => {
    assert.deepEqual(problems(sound), []);
  });

  it("name a misspelt key and the command that removes it", () => {
    assert.deepEqual(problems({ ...sound, zonse: 3 }), [
      {
        key: "groundwork:network.zonse",
        got: "3",
        expected: "no such key; check the spelling against docs/settings.md",
        remedy: "pulumi config rm --path 'groundwork:network.zonse'",
      },
    ]);
  });

  it("name the type that a key wants", () => {
    assert.deepEqual(problems({ ...sound, cidr: 10 }), [
      { key: "groundwork:network.cidr", got: "10", expected: "a value of type string" },
    ]);
  });

  it("say that a required key is missing", () => {
    const { cidr: _, ...rest } = sound;
    assert.deepEqual(problems(rest), [
      { key: "groundwork:network.cidr", got: undefined, expected: "a value of type string" },
    ]);
  });

  it("list the values that an enumeration allows", () => {
    assert.deepEqual(problems({ ...sound, nat: "each" }), [
      { key: "groundwork:network.nat", got: '"each"', expected: "one of zone, none" },
    ]);
  });

  it("say how many items a list needs, and how large a number may be", () => {
    assert.deepEqual(problems({ ...sound, zones: ["a"], services: { backend: { port: 70000 } } }), [
      { key: "groundwork:network.zones", got: '["a"]', expected: "at least 2 items" },
      { key: "groundwork:network.services.backend.port", got: "70000", expected: "at most 65535" },
    ]);
  });

  it("all stand in one message, each with its key, the value got, what is allowed and the mend", () => {
    assert.equal(
      new SettingsError(problems({ ...sound, cidr: 10, nat: "each" })).message,
      [
        "the settings have 2 problems; nothing was registered",
        "",
        "  groundwork:network.cidr",
        "    got       10",
        "    expected  a value of type string",
        "    mend      pulumi config set --path 'groundwork:network.cidr' VALUE",
        "",
        "  groundwork:network.nat",
        '    got       "each"',
        "    expected  one of zone, none",
        "    mend      pulumi config set --path 'groundwork:network.nat' VALUE",
        "",
      ].join("\n"),
    );
  });
});

describe("keyOf", () => {
  it("writes a path as `pulumi config set --path` reads it", () => {
    assert.equal(keyOf("network", ["zones", 1]), "groundwork:network.zones[1]");
    assert.equal(keyOf("alarms", ["task-cpu", "percent"]), 'groundwork:alarms["task-cpu"].percent');
  });
});

describe("printable", () => {
  for (const [what, value, path] of [
    ["the value of a key named like a secret", "hunter2", ["environment", "SMTP_PASSWORD"]],
    ["a URL with credentials", "postgresql://app:hunter2@db:5432/x", ["environment", "UPSTREAM"]],
    ["an object with a key named like a secret", { apiToken: "hunter2" }, ["secrets"]],
  ] as const) {
    it(`never shows ${what}`, () => {
      assert.equal(printable(value, path), "(not shown)");
    });
  }

  it("shortens a long value", () => {
    assert.equal(printable("x".repeat(200), ["cidr"])?.length, 120);
  });
});
