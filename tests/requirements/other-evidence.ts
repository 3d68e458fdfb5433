import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { RULES } from "../../policy/rules/index";
import { parseSettings } from "../../settings/parse";
import { SettingsError } from "../../settings/problems";
import { changed, rawSettings } from "../helpers/settings";
import { ROOT } from "../helpers/source";
import type { OtherEvidence, SettingEvidence, WorkflowEvidence } from "./proof";
import { equal, holds, valueAt } from "./values";

/** Asserts that what a proof names, and that is no resource, is there. */
export function assertOther(system: string, evidence: OtherEvidence): void {
  if ("policy" in evidence) {
    const rule = RULES.find(({ id }) => id === evidence.policy);
    assert.ok(rule !== undefined && rule.levels.production === "mandatory", `no mandatory rule is called ${evidence.policy}`);
  } else if ("workflow" in evidence) assertWorkflow(evidence);
  else if ("document" in evidence) {
    const found = headings(evidence.document);
    assert.ok(found.includes(evidence.heading), `${evidence.document} has no heading ${evidence.heading}; it has ${found.join(", ")}`);
  } else if ("setting" in evidence) assertRefused(system, evidence);
  else {
    const source = read(evidence.test);
    assert.ok(source.includes(`it("${evidence.title}"`), `${evidence.test} has no test ${evidence.title}`);
  }
}

/** The headings of a page, without their marks. */
export function headings(page: string): readonly string[] {
  const text = read(page).replaceAll(/^```[^]*?^```/gm, "");
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => heading.trim());
}

const stepSchema = z.looseObject({ name: z.string().optional(), run: z.string().optional(), uses: z.string().optional() });
const workflowSchema = z.looseObject({
  jobs: z.record(z.string(), z.looseObject({ steps: z.array(stepSchema).default([]) })),
});

function assertWorkflow({ workflow, job, step, runs, property, holds: expected }: WorkflowEvidence): void {
  assert.ok(job !== undefined || property !== undefined, `${workflow} alone proves nothing: name a job or a property`);
  const file: unknown = parse(read(`.github/workflows/${workflow}`));
  if (property !== undefined) {
    const value = valueAt(z.record(z.string(), z.json()).parse(file), property);
    assert.ok(expected !== undefined && (equal(value, expected) || holds(value, expected)), `${workflow}: ${property} is ${JSON.stringify(value)}`);
  }
  if (job === undefined) return;
  const steps = workflowSchema.parse(file).jobs[job]?.steps;
  assert.ok(steps !== undefined, `${workflow} has no job ${job}`);
  assert.ok(step !== undefined || runs === undefined, `${workflow}: runs ${String(runs)} in which step?`);
  if (step === undefined) return;
  const found = steps.find(({ name }) => name === step);
  assert.ok(found !== undefined, `${workflow}, ${job} has no step ${step}; it has ${steps.map(({ name }) => name).join(", ")}`);
  if (runs !== undefined) assert.ok(`${found.run ?? ""}${found.uses ?? ""}`.includes(runs), `${step} does not run ${runs}`);
}

function assertRefused(system: string, { setting, refuses, expected, stack = "production" }: SettingEvidence): void {
  const raw = rawSettings(system, stack);
  parseSettings(raw);
  assert.throws(
    () => parseSettings(changed(raw, setting, refuses)),
    (error: unknown) => {
      assert.ok(error instanceof SettingsError, String(error));
      const answers = error.problems.map((problem) => problem.expected);
      assert.ok(answers.some((answer) => expected.test(answer)), `${setting} is refused with ${answers.join("; ")}`);
      return true;
    },
  );
}

function read(path: string): string {
  assert.ok(existsSync(join(ROOT, path)), `there is no ${path}`);
  return readFileSync(join(ROOT, path), "utf8");
}
