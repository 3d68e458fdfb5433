import { strict as assert } from "node:assert";
import { assertOther, headings } from "./other-evidence";
import type { OtherEvidence } from "./proof";

const ACCOUNT = "account.id";

describe("proof by what is no resource", () => {
  const cases: readonly { readonly title: string; readonly holds: OtherEvidence; readonly fails: OtherEvidence; readonly message: RegExp }[] = [
    {
      title: "a mandatory policy rule exists",
      holds: { policy: "rds-force-ssl" },
      fails: { policy: "rds-forces-nothing" },
      message: /no mandatory rule is called rds-forces-nothing/,
    },
    {
      title: "a page has a heading",
      holds: { document: "docs/decisions.md", heading: "Scholarship" },
      fails: { document: "docs/decisions.md", heading: "Atlantis" },
      message: /docs\/decisions\.md has no heading Atlantis; it has Decisions/,
    },
    {
      title: "a page exists",
      holds: { document: "docs/deploying.md", heading: "5. The tunnel" },
      fails: { document: "docs/nowhere.md", heading: "Here" },
      message: /there is no docs\/nowhere\.md/,
    },
    {
      title: "a workflow's step runs it",
      holds: { workflow: "check.yml", job: "test", step: "Install, check and test", runs: ".ci/run" },
      fails: { workflow: "check.yml", job: "test", step: "Install, check and test", runs: "npm publish" },
      message: /Install, check and test does not run npm publish/,
    },
    {
      title: "a workflow has the step",
      holds: { workflow: "security.yml", job: "audit", step: "Audit" },
      fails: { workflow: "security.yml", job: "audit", step: "Forgive" },
      message: /security\.yml, audit has no step Forgive; it has Check out, /,
    },
    {
      title: "a workflow has the job",
      holds: { workflow: "security.yml", job: "code" },
      fails: { workflow: "security.yml", job: "prose" },
      message: /security\.yml has no job prose/,
    },
    {
      title: "a workflow's property holds it",
      holds: { workflow: "deploy.yml", property: "on.push.branches", holds: "main" },
      fails: { workflow: "deploy.yml", property: "on.push.branches", holds: "mai" },
      message: /deploy\.yml: on\.push\.branches is \["development","test","main","production"\]/,
    },
    {
      title: "a test exists",
      holds: { test: "tests/cli/main.spec.ts", title: "says how a fault is written" },
      fails: { test: "tests/cli/main.spec.ts", title: "says how a fault is" },
      message: /has no test says how a fault is$/,
    },
    {
      title: "a value is refused with that answer",
      holds: { setting: ACCOUNT, refuses: "12", expected: /12 digits/ },
      fails: { setting: ACCOUNT, refuses: "12", expected: /13 digits/ },
      message: /account\.id is refused with .*12 digits/,
    },
    {
      title: "a key must be there",
      holds: { setting: ACCOUNT, refuses: undefined, expected: /12 digits|string/ },
      fails: { setting: "loadBalancer.alternativeDomains", refuses: undefined, expected: /./ },
      message: /Missing expected exception/,
    },
  ];
  for (const { title, holds, fails, message } of cases) {
    it(`holds where ${title}, and fails where not`, () => {
      assertOther("scholarship", holds);
      assert.throws(() => assertOther("scholarship", fails), message);
    });
  }

  it("takes no workflow for evidence by itself", () => {
    assert.throws(() => assertOther("scholarship", { workflow: "deploy.yml" }), /deploy\.yml alone proves nothing: name a job or a property/);
    assert.throws(() => assertOther("scholarship", { workflow: "deploy.yml", job: "check", runs: "x" }), /runs x in which step\?/);
  });

  it("reads headings of any depth, and none within an example", () => {
    assert.ok(headings("docs/deploying.md").includes("The first real deployment"));
    assert.ok(!headings("CONTRIBUTING.md").some((heading) => heading.includes("npm")));
  });
});
