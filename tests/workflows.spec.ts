import { strict as assert } from "node:assert";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { systemsOf, findSystem } from "../rehearsal/systems";
import { filesBelow, ROOT } from "./helpers/source";

const permissions = z.record(z.string(), z.string());
const stepSchema = z.looseObject({
  name: z.string(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const jobSchema = z.looseObject({
  uses: z.string().optional(),
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  permissions: permissions.optional(),
  "timeout-minutes": z.number().optional(),
  environment: z.string().optional(),
  concurrency: z.looseObject({ group: z.string(), "cancel-in-progress": z.boolean() }).optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  steps: z.array(stepSchema).default([]),
});
const workflowSchema = z.looseObject({ on: z.record(z.string(), z.unknown()), permissions, jobs: z.record(z.string(), jobSchema) });

const folder = ".github/workflows";
const texts = new Map(filesBelow(folder, ".yml").map((path) => [path.slice(folder.length + 1), readFileSync(join(ROOT, path), "utf8")]));
const workflows = new Map([...texts].map(([name, text]) => [name, workflowSchema.parse(parse(text))]));
const jobs = [...workflows].flatMap(([file, { jobs: all }]) => Object.entries(all).map(([id, job]) => ({ where: `${file}: ${id}`, job })));
const scripts = filesBelow(".github/scripts", ".sh");

const stacks = z
  .array(z.strictObject({ system: z.string(), stack: z.string(), branch: z.string(), production: z.boolean() }))
  .parse(JSON.parse(readFileSync(join(ROOT, ".github/stacks.json"), "utf8")));

function job(file: string, id: string): z.infer<typeof jobSchema> {
  const found = workflows.get(file)?.jobs[id];
  assert.ok(found !== undefined, `${file} has no job ${id}`);
  return found;
}

describe("workflows", () => {
  it("are these", () => {
    assert.deepEqual([...workflows.keys()], ["check.yml", "deploy-stack.yml", "deploy.yml", "drift.yml", "preview.yml", "security.yml"]);
  });

  it("give no job a right by default, and each job what it needs", () => {
    assert.deepEqual([...workflows].filter(([, { permissions: all }]) => Object.keys(all).length > 0).map(([file]) => file), []);
    assert.deepEqual(jobs.filter(({ job: { permissions: own } }) => own === undefined).map(({ where }) => where), []);
    const writes = new Set(jobs.flatMap(({ job: { permissions: own } }) => Object.entries(own ?? {}).filter(([, level]) => level !== "read").map(([right]) => right)));
    assert.deepEqual([...writes].toSorted(), ["id-token", "pull-requests", "security-events"]);
  });

  it("end each job that hangs", () => {
    const endless = jobs.filter(({ job: { uses, "timeout-minutes": minutes } }) => uses === undefined && (minutes === undefined || minutes > 120));
    assert.deepEqual(endless.map(({ where }) => where), []);
  });

  it("hold no long-lived key of AWS, and leave no token behind after the checkout", () => {
    for (const [file, text] of texts) assert.doesNotMatch(text, /AWS_ACCESS_KEY|AWS_SECRET|aws-access-key-id|AKIA/i, file);
    const checkouts = jobs.flatMap(({ where, job: { steps } }) => steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")).map((step) => ({ where, step })));
    assert.ok(checkouts.length >= 6);
    for (const { where, step } of checkouts) assert.equal(step.with?.["persist-credentials"], false, where);
  });

  it("put nothing that a stranger writes into a command", () => {
    for (const { where, job: { steps } } of jobs) {
      for (const { name, run = "" } of steps) assert.doesNotMatch(run, /\$\{\{\s*(github\.event|github\.head_ref|inputs)/, `${where}, ${name}`);
    }
    for (const text of texts.values()) assert.doesNotMatch(text, /pull_request_target/);
  });

  it("call only scripts that are there and that run", () => {
    const called = [...texts.values()].flatMap((text) => [...text.matchAll(/\.github\/scripts\/[\w-]+\.sh/g)].map(([path]) => path));
    assert.deepEqual([...new Set(called)].toSorted(), scripts);
    for (const path of scripts) {
      assert.ok((statSync(join(ROOT, path)).mode & 0o111) !== 0, `${path} can't be executed`);
      assert.match(readFileSync(join(ROOT, path), "utf8"), /^#!\/usr\/bin\/env bash\n(#.*\n)+set -euo pipefail\n/, path);
    }
  });

  it("use one engine, the SDK's own version", () => {
    const { dependencies } = z.looseObject({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));
    const engines = jobs.flatMap(({ job: { steps } }) => steps.filter(({ uses }) => uses?.startsWith("pulumi/actions@")));
    assert.ok(engines.length >= 4);
    for (const step of engines) assert.equal(step.with?.["pulumi-version"], dependencies["@pulumi/pulumi"]);
  });
});

describe("deployments", () => {
  it("cover every stack of every system", () => {
    const existing = systemsOf(ROOT).flatMap((system) => findSystem(ROOT, system).stacks.map((stack) => `${system} ${stack}`));
    const deployed = stacks.map(({ system, stack }) => `${system} ${stack}`);
    assert.ok(existing.length >= 2);
    assert.deepEqual(deployed.toSorted(), existing.toSorted());
  });

  it("come from branches that deploy, each system's production from one of its own", () => {
    const branches = z.object({ branches: z.array(z.string()) }).parse(workflows.get("deploy.yml")?.on.push).branches;
    assert.deepEqual([...new Set(stacks.map(({ branch }) => branch))].toSorted(), branches.toSorted());
    for (const { stack, production } of stacks) assert.equal(production, stack === "production");
  });

  it("move manufacturing from development by test to production, a branch each", () => {
    const manufacturing = stacks.filter(({ system }) => system === "manufacturing").map(({ stack, branch }) => [branch, stack]);
    assert.deepEqual(manufacturing, [["development", "development"], ["test", "test"], ["production", "production"]]);
  });

  it("bring webapp's production up from main", () => {
    assert.deepEqual(stacks.filter(({ system }) => system === "webapp").map(({ branch }) => branch), ["main", "main"]);
  });

  it("reach production after every other stack of the branch, after checks and security, and through the environment that is approved", () => {
    const production = job("deploy.yml", "production");
    assert.deepEqual(production.needs, ["plan", "check", "security", "first"]);
    assert.equal(production.with?.environment, "production");
    assert.equal(job("deploy-stack.yml", "deploy").environment, "${{ inputs.environment }}");
    assert.match(String(production.if), /needs\.check\.result == 'success' && needs\.security\.result == 'success'/);
    assert.deepEqual(job("deploy.yml", "first").needs, ["plan", "check", "security"]);
  });

  it("take the role of their own environment: who looks can't deploy", () => {
    const taken = jobs.flatMap(({ where, job: { environment, steps } }) =>
      steps.flatMap((step) => (step.uses?.startsWith("aws-actions/") === true ? [`${where} in ${environment ?? "no environment"}: ${String(step.with?.["role-to-assume"])}`] : [])),
    );
    assert.deepEqual(taken, [
      "deploy-stack.yml: deploy in ${{ inputs.environment }}: ${{ steps.account.outputs.roles }}-deploy",
      "drift.yml: drift in drift: ${{ steps.account.outputs.roles }}-drift",
      "preview.yml: preview in preview: ${{ steps.account.outputs.roles }}-preview",
    ]);
  });

  it("let one run at a time work on a stack, the nightly comparison too, and cut none off", () => {
    const own = (input: string) => `stack-\${{ ${input}.system }}-\${{ ${input}.stack }}`;
    assert.deepEqual(job("deploy-stack.yml", "deploy").concurrency, { group: own("inputs"), "cancel-in-progress": false });
    assert.deepEqual(job("drift.yml", "drift").concurrency, { group: own("matrix"), "cancel-in-progress": false });
  });

  it("refuse placeholders first, run migrations before services, and look afterwards", () => {
    assert.deepEqual(
      job("deploy-stack.yml", "deploy").steps.map(({ name }) => name),
      [
        "Check out",
        "Set up Node.js",
        "Install the Pulumi engine",
        "Install",
        "Refuse placeholders",
        "Read roles and region",
        "Assume the deploy role",
        "Open the tunnel",
        "Preview under the policy pack",
        "Run the tasks that come before",
        "Bring it up",
        "Probe it",
        "Check out the application's smoke tests",
        "Run the application's smoke tests",
        "See that nothing is left to do",
        "Close the tunnel",
      ],
    );
  });

  it("run every engine command that may change a stack under the policy pack and its floors", () => {
    const runs = jobs.flatMap(({ where, job: { steps } }) => steps.flatMap(({ run = "" }) => (/pulumi (up|preview --stack "\$STACK" (--diff|--refresh --diff))/.test(run) ? [{ where, run }] : [])));
    assert.equal(runs.length, 3);
    for (const { where, run } of runs) assert.match(run, /--policy-pack \.\.\/\.\.\/policy\/groundwork-policy --policy-pack-config "policy-floors\.\$STACK\.json"/, where);
  });

  it("are never rehearsed with the go-live check, which the rehearsal must pass without", () => {
    const callers = [...texts].filter(([, text]) => text.includes("go-live")).map(([file]) => file);
    assert.deepEqual(callers, ["deploy-stack.yml"]);
  });
});
