import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { parse, parseDocument, visit } from "yaml";
import { generatedFiles } from "../scripts/generated-files";
import { filesBelow, ROOT } from "./helpers/source";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

describe("generated files", () => {
  for (const { path, content } of generatedFiles()) {
    it(`${path} is what \`npm run docs\` writes`, () => {
      // Not the whole difference: the name of the command is all that a reader needs.
      assert.ok(existsSync(join(ROOT, path)) && read(path) === content, `${path} is out of date: npm run docs`);
    });
  }
});

const STACK_FILES = [
  ...["Pulumi.production.yaml", "Pulumi.staging.yaml"].filter((path) => existsSync(join(ROOT, path))),
  ...filesBelow("systems", ".yaml").filter((path) => /\/Pulumi\.[^.]+\.yaml$/.test(path)),
];

describe("stack files", () => {
  // The schema that is committed, since that is what an editor reads.
  const validate = new Ajv2020({ allErrors: true, validateFormats: false }).compile(
    JSON.parse(read("settings/stack-file.schema.json")),
  );

  it("are there", () => assert.ok(STACK_FILES.length >= 2, STACK_FILES.join(", ")));

  for (const path of STACK_FILES) {
    const depth = path.split("/").length - 1;

    it(`${path} names the schema in its first line, for editors`, () => {
      const [first] = read(path).split("\n");
      assert.equal(first, `# yaml-language-server: $schema=${"../".repeat(depth)}settings/stack-file.schema.json`);
    });

    it(`${path} is what the schema describes`, () => {
      validate(parse(read(path)));
      assert.deepEqual(
        (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`),
        [],
      );
    });
  }
});

/**
 * Topics in which no document says anything beyond these keys: what else stands there was chosen, and a comment says why, on
 * its line or on that of a key above it.
 */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  "groundwork:account": [],
  "groundwork:network": [],
  "groundwork:cluster": [],
};

/** Topics in which the documents of some systems give values and those of others none. */
const GIVEN_IN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  scholarship: {
    "groundwork:webFirewall": [],
    "groundwork:alarms": [],
    "groundwork:storage": ["rules", "bucketName"],
    "groundwork:cache": ["shards", "replicasPerShard"],
    "groundwork:prometheus": ["enabled", "path"],
  },
  livelihood: {
    "groundwork:account": ["countries", "reason"],
    "groundwork:network": ["flowLogRetentionDays"],
    "groundwork:cluster": ["execLogRetentionDays"],
  },
};

describe("a value that no document gives", () => {
  for (const path of STACK_FILES.filter((file) => file.startsWith("systems/"))) {
    it(`says why it was chosen (${path})`, () => {
      const text = read(path);
      const lines = text.split("\n");
      const chosen = (offset: number) => /#.*\bchosen\b/.test(lines[text.slice(0, offset).split("\n").length - 1] ?? "");
      const silent: string[] = [];
      let asked = 0;
      visit(parseDocument(text), {
        Pair: (_, pair, ancestors) => {
          const keys = [...ancestors, pair].flatMap((node) => (isPair(node) ? [node.key] : []));
          const given = { ...GIVEN, ...GIVEN_IN[path.split("/")[1] ?? ""] }[String(keys[1])];
          if (given === undefined || isBlock(pair.value) || given.includes(String(pair.key))) return;
          asked += 1;
          if (!keys.some((key) => isRanged(key) && chosen(key.range[0]))) silent.push(keys.slice(1).map(String).join("."));
        },
      });
      assert.deepEqual(silent, []);
      assert.ok(asked > 0, `${asked} values`);
    });
  }
});

interface Ranged {
  readonly range: readonly [number, number, number];
}

function isRanged(node: unknown): node is Ranged {
  return node instanceof Object && "range" in node && Array.isArray(node.range);
}

function isPair(node: unknown): node is { readonly key: unknown; readonly value: unknown } {
  return node instanceof Object && "key" in node && "value" in node;
}

/** A map or a list of maps, whose own keys carry the comments. */
function isBlock(node: unknown): boolean {
  return node instanceof Object && "items" in node && Array.isArray(node.items) && node.items.some(isPair);
}
