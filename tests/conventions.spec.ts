import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { Visitor } from "oxc-parser";
import { z } from "zod";
import type { Class, Expression } from "oxc-parser";
import { filesBelow, lineOf, ROOT, sourceFile } from "./helpers/source";
import type { SourceFile } from "./helpers/source";

/** The style guide as far as a machine can hold it. Each rule returns offences; a person reads them in the failure. */

const program = ["components", "settings", "topology"].flatMap((folder) => filesBelow(folder, ".ts")).concat("index.ts");
const components = filesBelow("components", ".ts").filter((path) => !path.startsWith("components/internal/"));
const everySource = [...program, ...["policy", "rehearsal", "cli", "scripts"].flatMap((folder) => filesBelow(folder, ".ts"))];
const sources = new Map(everySource.map((path) => [path, sourceFile(path)]));

function offences(paths: readonly string[], find: (file: SourceFile) => readonly string[]): string[] {
  return paths.flatMap((path) => find(sources.get(path) ?? sourceFile(path)).map((offence) => `${path}: ${offence}`));
}

function componentClasses(file: SourceFile): Class[] {
  const found: Class[] = [];
  new Visitor({
    ClassDeclaration: (node) => {
      if (node.superClass?.type === "MemberExpression" && textOf(file, node.superClass).endsWith("ComponentResource")) {
        found.push(node);
      }
    },
  }).visit(file.program);
  return found;
}

function textOf(file: SourceFile, node: { start: number; end: number }): string {
  return file.text.slice(node.start, node.end);
}

/** The top-level statements of a class's constructor. */
function constructorStatements(node: Class): readonly { start: number; end: number; call: Expression | undefined }[] {
  for (const member of node.body.body) {
    if (member.type === "MethodDefinition" && member.kind === "constructor") {
      return (member.value.body?.body ?? []).map((statement) => ({
        start: statement.start,
        end: statement.end,
        call: statement.type === "ExpressionStatement" ? statement.expression : undefined,
      }));
    }
  }
  return [];
}

describe("conventions", () => {
  it("one component a file, and every file of components/ has one or exports only what its component needs", () => {
    assert.deepEqual(
      offences(components, (file) => {
        const count = componentClasses(file).length;
        return count === 1 ? [] : [`${count} components`];
      }),
      [],
    );
  });

  it("a component hands its options to the SDK: four arguments to super, and a token that names file and class", () => {
    assert.deepEqual(
      offences(components, (file) =>
        componentClasses(file).flatMap((node) => {
          const [first] = constructorStatements(node);
          const stem = file.path.replace(/^components\//, "").replace(/\.ts$/, "");
          const wanted = `super("groundwork:${stem}:${node.id?.name ?? ""}", name, {}, opts)`;
          const got = first === undefined ? "no statement" : textOf(file, first).replace(/;$/, "");
          return got === wanted ? [] : [`the constructor begins with ${got}, not ${wanted}`];
        }),
      ),
      [],
    );
  });

  it("a component publishes its outputs: registerOutputs is the last statement of its constructor", () => {
    assert.deepEqual(
      offences(components, (file) =>
        componentClasses(file).flatMap((node) => {
          const last = constructorStatements(node).at(-1);
          return last !== undefined && textOf(file, last).startsWith("this.registerOutputs(") ? [] : ["it is not"];
        }),
      ),
      [],
    );
  });

  it("no resource is made inside apply, where a preview can't see it", () => {
    assert.deepEqual(
      offences(program, (file) => {
        const found: string[] = [];
        let depth = 0;
        const isApply = (callee: Expression) =>
          callee.type === "MemberExpression" && /(\.apply|pulumi\.all)$/.test(textOf(file, callee));
        new Visitor({
          CallExpression: (node) => {
            if (isApply(node.callee)) depth += 1;
          },
          "CallExpression:exit": (node) => {
            if (isApply(node.callee)) depth -= 1;
          },
          NewExpression: (node) => {
            const made = textOf(file, node.callee);
            if (depth > 0 && !/^(Error|Set|Map|RegExp|SettingsError)$/.test(made)) {
              found.push(`line ${lineOf(file, node.start)}: new ${made}`);
            }
          },
        }).visit(file.program);
        return found;
      }),
      [],
    );
  });

  it("a default is given with ??, because || also replaces 0, false and the empty string", () => {
    assert.deepEqual(
      offences(everySource, (file) => {
        const found: string[] = [];
        new Visitor({
          LogicalExpression: (node) => {
            const right = node.right.type;
            if (node.operator === "||" && /^(Literal|ArrayExpression|ObjectExpression|TemplateLiteral)$/.test(right)) {
              found.push(`line ${lineOf(file, node.start)}: ${textOf(file, node)}`);
            }
          },
        }).visit(file.program);
        return found;
      }),
      [],
    );
  });

  it("configuration is read in settings/load.ts and nowhere else in the program", () => {
    const reads = /pulumi\.Config\b|new Config\(|getStack\(|getProject\(|process\.env|allConfig\(/;
    assert.deepEqual(
      offences(
        program.filter((path) => path !== "settings/load.ts"),
        (file) => (reads.test(file.text) ? [`reads ${reads.exec(file.text)?.[0] ?? ""}`] : []),
      ),
      [],
    );
  });

  for (const { folder, may } of [
    // What the program and a function agree on, such as the form of a secret, stands with the function.
    { folder: "components", may: ["components", "functions"] },
    { folder: "functions", may: ["functions"] },
    { folder: "settings", may: ["settings", "components/internal"] },
    { folder: "topology", may: ["topology", "settings", "components"] },
    // The checklist is judged by the engine and printed by the rehearsal: it reads what the pack wrote, and no rule.
    { folder: "rehearsal", may: ["rehearsal", "policy/checklist", "policy/verdicts"] },
    { folder: "policy", may: ["policy", "rehearsal/provider/struct"] },
    { folder: "cli", may: ["cli", "rehearsal", "settings"] },
  ]) {
    it(`imports run one way: ${folder} knows of the repository only ${may.join(" and ")}`, () => {
      assert.deepEqual(
        offences(filesBelow(folder, ".ts"), (file) =>
          [...file.text.matchAll(/\bfrom "(\.[^"]+)"/g)]
            .map(([, imported]) => normalize(join(dirname(file.path), imported ?? "")))
            .filter((imported) => !may.some((known) => imported === known || imported.startsWith(`${known}/`)))
            .map((imported) => `imports ${imported}`),
        ),
        [],
      );
    });
  }

  it("resources are made in components: the topology makes components, and providers in one file", () => {
    assert.deepEqual(
      offences(
        program.filter((path) => !path.startsWith("components/") && path !== "topology/providers.ts"),
        (file) => [...file.text.matchAll(/from "(@pulumi\/(?:aws|cloudflare|postgresql|random)[^"]*)"/g)].map(([, sdk]) => `imports ${sdk ?? ""}`),
      ),
      [],
    );
  });

  it("every component and every topic of the settings has its spec in the same place below tests", () => {
    const missing = ["components", "settings"]
      .flatMap((folder) => filesBelow(folder, ".ts"))
      .filter((path) => !hasNoBehaviour(path))
      .filter((path) => !existsSync(join(ROOT, "tests", path.replace(/\.ts$/, ".spec.ts"))));
    assert.deepEqual(missing, []);
  });

  it("every file of the policy pack has its spec in the same place below tests, or is proved by the specs of the rules", () => {
    const missing = filesBelow("policy", ".ts")
      .filter((path) => !path.startsWith("policy/rules/") && !hasNoBehaviour(path) && !THROUGH_RULES.includes(path))
      .filter((path) => !existsSync(join(ROOT, "tests", path.replace(/\.ts$/, ".spec.ts"))));
    assert.deepEqual(missing, []);
  });

  it("a file has one subject: at most 300 lines, index.ts at most 120", () => {
    const lines = (path: string) => (sources.get(path) ?? sourceFile(path)).text.split("\n").length - 1;
    const limits = everySource.map((path) => ({ path, limit: path === "index.ts" ? 120 : 300 }));
    assert.deepEqual(
      limits.filter(({ path, limit }) => lines(path) > limit).map(({ path }) => `${path} has ${lines(path)} lines`),
      [],
    );
  });

  it("every optional argument of a component says its default", () => {
    assert.deepEqual(
      offences(components, (file) => {
        const found: string[] = [];
        new Visitor({
          TSPropertySignature: (node) => {
            if (!node.optional) return;
            const comment = file.comments.findLast((candidate) => candidate.end <= node.start);
            const between = comment === undefined ? "" : file.text.slice(comment.end, node.start).trim();
            if (comment === undefined || between !== "" || !comment.value.includes("@default")) {
              found.push(`line ${lineOf(file, node.start)}: ${textOf(file, node.key)} has no @default`);
            }
          },
        }).visit(file.program);
        return found;
      }),
      [],
    );
  });
});

describe("the lock file", () => {
  it("has the optional packages of every platform, without which npm ci refuses on all of them", () => {
    const lock = z
      .object({ packages: z.record(z.string(), z.object({ optionalDependencies: z.record(z.string(), z.string()).default({}) })) })
      .parse(JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")));
    const locked = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, "")));
    const wanted = Object.values(lock.packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies));
    assert.deepEqual(wanted.filter((name) => !locked.has(name)), []);
  });
});

/** Parts of rules, which the mutation matrix breaks one by one, and the pack itself, which runs on the engine. */
const THROUGH_RULES = ["alarm-coverage", "alarm-topics", "backup-selections", "bucket-copies", "companion", "connections", "containers", "copies", "database-readers", "demands", "documents", "edge", "evidence", "heard-alarms", "join", "levels", "log-classes", "log-writers", "not-asked", "object-lock", "own-accounts", "pack", "placement", "replicas", "routes", "secret-rotation", "service-logs", "stateful", "statements", "web-firewalls"].map(
  (name) => `policy/${name}.ts`,
);

/** Files that only declare types, or lists of words, have nothing to test. */
function hasNoBehaviour(path: string): boolean {
  const file = sources.get(path) ?? sourceFile(path);
  return file.program.body.every(
    (statement) =>
      statement.type === "ImportDeclaration" ||
      (statement.type === "ExportNamedDeclaration" &&
        (statement.exportKind === "type" || /^export const \w+ = \[[\s\w",-]*\] as const;$/.test(textOf(file, statement)))),
  );
}
