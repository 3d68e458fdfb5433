import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { z } from "zod";
import { parseSettings } from "../../settings/parse";
import { SettingsError } from "../../settings/problems";
import type { Problem } from "../../settings/problems";
import { settingsSchema } from "../../settings/schema";
import { changed, rawSettings } from "../helpers/settings";
import type { RawSettings } from "../helpers/settings";

const sound = rawSettings("scholarship", "production");

function problemsIn(raw: RawSettings): readonly Problem[] {
  try {
    parseSettings(raw);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

/** `key | got | expected` of everything that is wrong once one value is another. */
const told = (path: string, value: unknown) =>
  problemsIn(changed(sound, path, value)).map(({ key, got, expected }) => `${key} | ${got ?? "nothing"} | ${expected}`);

describe("the settings of a whole stack", () => {
  it("are sound as scholarship's production and staging have them", () => {
    assert.deepEqual(problemsIn(sound), []);
    assert.deepEqual(problemsIn(rawSettings("scholarship", "staging")), []);
  });

  for (const { mistake, path, value, expected } of [
    {
      mistake: "a topic that nothing reads",
      path: "netwrok",
      value: {},
      expected: `groundwork:netwrok | a key that nothing reads | one of ${Object.keys(settingsSchema.shape).join(", ")}`,
    },
    {
      mistake: "a misspelt key inside a topic",
      path: "services.backend.memoryMib.limt",
      value: 2048,
      expected: "groundwork:services.backend.memoryMib.limt | 2048 | no such key; check the spelling against docs/settings.md",
    },
    {
      mistake: "a value of the wrong type",
      path: "database.multiAz",
      value: "yes",
      expected: 'groundwork:database.multiAz | "yes" | a value of type boolean',
    },
    {
      mistake: "a number in quotes",
      path: "services.backend.port",
      value: "8000",
      expected: 'groundwork:services.backend.port | "8000" | a value of type number',
    },
    {
      mistake: "a fraction where only a whole number has a sense",
      path: "database.storageGib",
      value: 100.5,
      expected: "groundwork:database.storageGib | 100.5 | a value of type integer",
    },
    {
      mistake: "a required topic that is missing",
      path: "backups",
      value: undefined,
      expected: "groundwork:backups | nothing | a value of type object",
    },
    {
      mistake: "a required value that is missing",
      path: "database.backupRetentionDays",
      value: undefined,
      expected: "groundwork:database.backupRetentionDays | nothing | a value of type number",
    },
    {
      mistake: "a minimum above the maximum",
      path: "services.backend.replicas.minimum",
      value: 5,
      expected: "groundwork:services.backend.replicas.minimum | 5 | at most the maximum 4",
    },
    {
      mistake: "more read replicas than RDS promotes in order",
      path: "database.replicas",
      value: 6,
      expected: "groundwork:database.replicas | 6 | at most 5",
    },
    {
      mistake: "a negative number of read replicas",
      path: "database.replicas",
      value: -1,
      expected: "groundwork:database.replicas | -1 | at least 0",
    },
    {
      mistake: "a VPC too small for its tasks",
      path: "network.cidr",
      value: "10.20.0.0/24",
      expected:
        'groundwork:network.cidr | "10.20.0.0/24" | /16 to /20: in a smaller VPC a zone has fewer than 251 addresses for tasks, and each Fargate task takes one',
    },
    {
      mistake: "a range that overlaps the one it seems to begin beside",
      path: "network.cidr",
      value: "10.20.8.0/16",
      expected: 'groundwork:network.cidr | "10.20.8.0/16" | a range that begins at its first address: 10.20.0.0/16',
    },
    {
      mistake: "a zone twice, whose subnets would overlap",
      path: "network.zones.2",
      value: "eu-central-1a",
      expected: 'groundwork:network.zones[2] | "eu-central-1a" | each zone once; eu-central-1a is there already',
    },
    {
      mistake: "a backup window inside the maintenance window",
      path: "database.backupWindowUtc",
      value: "04:15-04:45",
      expected:
        'groundwork:database.maintenanceWindowUtc | "sun:04:00-sun:05:00" | a window that shares no minute with the daily window 04:15-04:45, which comes every day of the week',
    },
    {
      mistake: "memory that no Fargate task has",
      path: "services.frontend.memoryMib.limit",
      value: 122_881,
      expected: "groundwork:services.frontend.memoryMib.limit | 122881 | at most 122880",
    },
    {
      mistake: "a processor that no Fargate task has",
      path: "tasks.migrate.cpu.limitVcpu",
      value: 32,
      expected: "groundwork:tasks.migrate.cpu.limitVcpu | 32 | at most 16",
    },
    {
      mistake: "a password in clear text",
      path: "services.backend.environment.MAIL_PASSWORD",
      value: "hunter2",
      expected:
        "groundwork:services.backend.environment.MAIL_PASSWORD | (not shown) | MAIL_PASSWORD under secrets, not environment: by its name the value is a secret, and everybody can read this file",
    },
    {
      mistake: "an address with a password in it, whatever its variable is called",
      path: "tasks.migrate.environment.UPSTREAM",
      value: "postgresql://app:hunter2@db:5432/x",
      expected:
        "groundwork:tasks.migrate.environment.UPSTREAM | (not shown) | UPSTREAM under secrets, not environment: the value looks like a credential",
    },
    {
      mistake: "a value for a secret",
      path: "secrets.smtp.value",
      value: "hunter2",
      expected:
        "groundwork:secrets.smtp.value | (not shown) | no such key; check the spelling against docs/settings.md",
    },
    {
      mistake: "more connections than the database takes, counted twice for a rollout",
      path: "services.backend.replicas.maximum",
      value: 7,
      expected:
        "groundwork:database.maxConnections | 700 | at least 708: backend 14 tasks x 50 + 8 for superusers and monitoring; during a deployment each service runs twice",
    },
    {
      mistake: "an image without a tag",
      path: "services.frontend.image",
      value: "nginx",
      expected: 'groundwork:services.frontend.image | "nginx" | a tag or a digest: without one the image is whatever is latest',
    },
    {
      mistake: "an image that can't be read at all",
      path: "services.frontend.image",
      value: "Not An Image",
      expected:
        'groundwork:services.frontend.image | "Not An Image" | an image as registry/repository:tag or registry/repository@sha256:digest',
    },
    {
      mistake: "a choice that there is not",
      path: "tasks.migrate.trigger",
      value: { kind: "sometimes" },
      expected: 'groundwork:tasks.migrate.trigger.kind | "sometimes" | one of before-deployment, by-hand, schedule',
    },
    {
      mistake: "a name that AWS could not take",
      path: "services",
      value: { "Back End": {} },
      expected:
        'groundwork:services["Back End"] | {} | as its name 3 to 24 lower-case letters, digits and hyphens, a letter first',
    },
    {
      mistake: "an address that is none",
      path: "system.owner",
      value: "the admin",
      expected: 'groundwork:system.owner | "the admin" | an email address',
    },
  ]) {
    it(`refuse ${mistake}`, () => {
      const found = told(path, value);
      assert.ok(found.includes(expected), `found\n${found.join("\n")}\nwanted\n${expected}`);
    });
  }

  it("tell all that is wrong in one message, in the order of the topics, with what to do about each", () => {
    const raw = [
      ["netwrok", {}],
      ["network.zones.1", "us-east-1a"],
      ["services.backend.memoryMib.limt", 1],
      ["services.backend.environment.MAIL_PASSWORD", "hunter2"],
      ["database.replicas", 6],
      ["cache.eventChannel", "nobody"],
    ].reduce<RawSettings>((settings, [path, value]) => changed(settings, String(path), value), sound);
    assert.throws(() => parseSettings(raw), {
      message: [
        "the settings have 6 problems; nothing was registered",
        "",
        "  groundwork:netwrok",
        "    got       a key that nothing reads",
        `    expected  one of ${Object.keys(settingsSchema.shape).join(", ")}`,
        "    mend      pulumi config rm groundwork:netwrok",
        "",
        "  groundwork:network.zones[1]",
        '    got       "us-east-1a"',
        "    expected  a zone of the same region as eu-central-1a",
        "    mend      pulumi config set --path 'groundwork:network.zones[1]' VALUE",
        "",
        "  groundwork:services.backend.memoryMib.limt",
        "    got       1",
        "    expected  no such key; check the spelling against docs/settings.md",
        "    mend      pulumi config rm --path 'groundwork:services.backend.memoryMib.limt'",
        "",
        "  groundwork:services.backend.environment.MAIL_PASSWORD",
        "    got       (not shown)",
        "    expected  MAIL_PASSWORD under secrets, not environment: by its name the value is a secret, and everybody can read this file",
        "    mend      pulumi config set --path 'groundwork:services.backend.environment.MAIL_PASSWORD' VALUE",
        "",
        "  groundwork:database.replicas",
        "    got       6",
        "    expected  at most 5",
        "    mend      pulumi config set --path 'groundwork:database.replicas' VALUE",
        "",
        "  groundwork:cache.eventChannel",
        "    got       nobody",
        "    expected  one of groundwork:channels: operations, database, security, on-call",
        "    mend      pulumi config set --path 'groundwork:cache.eventChannel' VALUE",
        "",
      ].join("\n"),
    });
  });
});

/** What the JSON Schema of a topic says about its keys. */
const nodeSchema = z.looseObject({
  required: z.array(z.string()).default([]),
  get properties() {
    return z.record(z.string(), nodeSchema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), nodeSchema]).optional();
  },
  get anyOf() {
    return z.array(nodeSchema).optional();
  },
  get oneOf() {
    return z.array(nodeSchema).optional();
  },
});
type Node = z.infer<typeof nodeSchema>;

interface Key {
  readonly path: string;
  /** As the message writes it. */
  readonly printed: string;
  readonly required: boolean;
}

/** Every key of a value that the schema names itself; names that the writer of the file chose are no keys. */
function keysBelow(value: unknown, node: Node, path: string, printed: string): Key[] {
  if (!(value instanceof Object) || Array.isArray(value)) return [];
  const names = Object.keys(value);
  const fits = (variant: Node) => names.every((name) => Object.hasOwn(variant.properties ?? {}, name));
  const { properties, required, additionalProperties } = [...(node.anyOf ?? []), ...(node.oneOf ?? []), node].find(fits) ?? node;
  return names.flatMap((name): Key[] => {
    const key = { path: `${path}.${name}`, printed: /^\w+$/.test(name) ? `${printed}.${name}` : `${printed}["${name}"]` };
    const child = properties?.[name];
    if (child !== undefined) {
      return [{ ...key, required: required.includes(name) }, ...keysBelow(Reflect.get(value, name), child, key.path, key.printed)];
    }
    return typeof additionalProperties === "object"
      ? keysBelow(Reflect.get(value, name), additionalProperties, key.path, key.printed)
      : [];
  });
}

const keys = Object.entries<z.ZodType>(settingsSchema.shape).flatMap(([topic, schema]) =>
  keysBelow(sound[topic], nodeSchema.parse(z.toJSONSchema(schema, { io: "input" })), topic, `groundwork:${topic}`),
);

describe("any key of a stack file", () => {
  const anyKey = fc.constantFrom(...keys);
  const parent = (path: string) => path.slice(0, path.lastIndexOf("."));
  const valueAt = (path: string) =>
    path.split(".").reduce<unknown>((at, part) => (at instanceof Object ? Reflect.get(at, part) : undefined), sound);

  it("is among those that these properties choose from, in every topic", () => {
    assert.ok(keys.length > 250, `${keys.length} keys`);
    const topics = new Set(keys.map(({ path }) => path.split(".")[0]));
    // Names of secrets, services and so on are the writer's; what stands below them is not.
    assert.deepEqual([...topics], Object.keys(settingsSchema.shape).filter((topic) => Object.hasOwn(sound, topic)));
  });

  it("is named in the message when it is misspelt", () => {
    const misspelt = fc.constantFrom(
      (name: string) => `${name}s`,
      (name: string) => name.slice(0, -1),
      (name: string) => name.replace(/^./, (letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase())),
      (name: string) => name.replace(/(.)(.)$/, "$2$1_"),
    );
    fc.assert(
      fc.property(anyKey, misspelt, ({ path, printed }, spell) => {
        const name = path.slice(parent(path).length + 1);
        const wrong = spell(name);
        const raw = changed(changed(sound, path, undefined), `${parent(path)}.${wrong}`, valueAt(path));
        const named = problemsIn(raw).map(({ key }) => key);
        const key = printed.endsWith(`.${name}`)
          ? `${printed.slice(0, -name.length)}${wrong}`
          : `${printed.slice(0, -name.length - 4)}["${wrong}"]`;
        // Without what tells the kinds of an object apart it can't be read any further, so there that key is told.
        const tellsKinds = name === "kind" || path === "prometheus.enabled";
        assert.ok(named.includes(key) || (tellsKinds && named.includes(printed)), `${key} is not among ${named.join(", ")}`);
      }),
      { numRuns: 200 },
    );
  });

  it("is named in the message when it is missing and has no default", () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys.filter(({ required }) => required)), ({ path, printed }) => {
        const named = problemsIn(changed(sound, path, undefined)).map(({ key }) => key);
        assert.ok(named.includes(printed), `${printed} is not among ${named.join(", ")}`);
      }),
      { numRuns: 200 },
    );
  });

  it("takes any value without a crash, and where it refuses one, says what is allowed and never an internal word", () => {
    const value = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null), fc.constant([]), fc.constant({}));
    fc.assert(
      fc.property(anyKey, value, ({ path }, wrong) => {
        for (const { expected } of problemsIn(changed(sound, path, wrong))) {
          assert.doesNotMatch(expected, /^(Invalid|Too |Unrecognized)|undefined|NaN|\[object/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
