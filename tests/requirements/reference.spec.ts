import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../helpers/source";
import { CONTRADICTIONS } from "./contradictions";
import { headings } from "./other-evidence";
import { anchor, heldBy, phrase } from "./phrases";
import { requirementsReference } from "./reference";
import { ROWS } from "./register";

const LISTENER = { type: "aws:lb/listener:Listener", name: "web-https" };

describe("the page of requirements", () => {
  const page = requirementsReference();

  it("has one line for each row, in the register's order", () => {
    const lines = page.split("\n").flatMap((line) => /^\| ([A-Z]{3}-\d{3}) /.exec(line)?.[1] ?? []);
    assert.deepEqual(lines, ROWS.map(({ id }) => id));
  });

  it("has as many cells in each line of its tables", () => {
    for (const line of page.split("\n")) {
      if (/^\| [A-Z]{3}-\d{3} /.test(line)) assert.equal(line.replaceAll("\\|", "").split("|").length, 6, line);
    }
  });

  it("links only to pages and headings that are there", () => {
    for (const [, path = "", heading] of page.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)) {
      if (path === "") continue;
      const file = join(ROOT, "docs", path);
      assert.ok(existsSync(file), path);
      if (heading === undefined) continue;
      const isThere = headings(join("docs", path)).map(anchor).includes(heading) || readFileSync(file, "utf8").includes(`<a id="${heading}"></a>`);
      assert.ok(isThere, `${path}#${heading}`);
    }
  });

  it("leads from the rows of each contradiction, C1 to C36, to its decision", () => {
    assert.deepEqual(Object.keys(CONTRADICTIONS), Array.from({ length: 36 }, (_, index) => `C${index + 1}`));
    for (const [number, ids] of Object.entries(CONTRADICTIONS)) {
      assert.ok(ids.length > 0);
      for (const id of ids) {
        const line = page.split("\n").find((each) => each.startsWith(`| ${id} `)) ?? "";
        assert.ok(line.includes(`[${number}](decisions.md#${number.toLowerCase()})`), `${id} without ${number}`);
      }
    }
  });
});

describe("what holds a row, in words", () => {
  const cases: readonly (readonly [said: string, evidence: Parameters<typeof phrase>[0]])[] = [
    ["`Listener` `web-https`: `port` = `443`", { ...LISTENER, property: "port", equals: 443 }],
    ["`Listener` `web-https`: `port` is not set (staging)", { ...LISTENER, property: "port", equals: undefined, stack: "staging" }],
    ["`Listener` `web-https`: `port` ≥ 443", { ...LISTENER, property: "port", atLeast: 443 }],
    ["`Listener` `web-https`: `tags` has `{\"a\":1}`", { ...LISTENER, property: "tags", includes: { a: 1 } }],
    ["`Listener` `web-https`: `sslPolicy` matches `/TLS13/`", { ...LISTENER, property: "sslPolicy", matches: /TLS13/ }],
    ["`Listener` `web-https`: `certificateArn` is arn of `certificate`", { ...LISTENER, property: "certificateArn", linksTo: { type: "x", name: "certificate", output: "arn" } }],
    ["no `Instance`", { type: "aws:ec2/instance:Instance", count: 0 }],
    ["2 `Instance` named `/^a/` with `engine` = `postgres`", { type: "aws:rds/instance:Instance", named: /^a/, where: { property: "engine", equals: "postgres" }, count: 2 }],
    ["ingress of `web` for port 22: nothing", { openings: "ingress", of: "web", port: 22, exactly: [] }],
    ["memory of `a` and `b` ≥ 4096", { sumOf: "memory", services: ["a", "b"], atLeast: 4096 }],
    ["`Listener` `web-https` waits for `roles`", { ...LISTENER, waitsFor: "demo:Roles::roles" }],
    ["policy [`rds-force-ssl`](policies.md)", { policy: "rds-force-ssl" }],
    ["[5. The tunnel](deploying.md#5-the-tunnel)", { document: "docs/deploying.md", heading: "5. The tunnel" }],
    ["[check.yml](../.github/workflows/check.yml): test, Check out", { workflow: "check.yml", job: "test", step: "Check out" }],
    ["[deploy.yml](../.github/workflows/deploy.yml): `on.push.branches` has `main`", { workflow: "deploy.yml", property: "on.push.branches", holds: "main" }],
    ["setting `account.id` is required", { setting: "account.id", refuses: undefined, expected: /./ }],
    ["setting `account.id` refuses `\"12\"`", { setting: "account.id", refuses: "12", expected: /./ }],
    ["test “says so”", { test: "tests/x.spec.ts", title: "says so" }],
  ];
  for (const [said, evidence] of cases) it(`says ${said}`, () => assert.equal(phrase(evidence), said));

  it("shows the first two and counts the rest, and says why where there is none", () => {
    const rule = { policy: "rds-force-ssl" };
    const row = { id: "LIV-001", what: "There is a row." };
    const shown = phrase(rule);
    assert.equal(heldBy({ ...row, proofs: [rule, rule] }), `${shown}; ${shown}`);
    assert.equal(heldBy({ ...row, proofs: [rule, rule, rule, rule], noResource: "There is none." }), `${shown}; ${shown}; and 2 more. There is none.`);
    assert.equal(heldBy({ ...row, reason: "The application does it." }), "The application does it.");
  });

  it("cuts what is long, and nothing that a table would read", () => {
    assert.equal(phrase({ ...LISTENER, property: "x", equals: `a\`b${"c".repeat(80)}` }), `\`Listener\` \`web-https\`: \`x\` = \`a'b${"c".repeat(44)}…\``);
  });
});
