import { strict as assert } from "node:assert";
import type { Stack } from "../../../policy/model";
import { backupCoversBuckets } from "../../../policy/rules/graph/backup-covers-buckets";
import { rdsInBackupPlan } from "../../../policy/rules/graph/rds-in-backup-plan";
import { UNKNOWN } from "../../../rehearsal/provider/struct";
import { SELECTION_FORMS, selectedBy, withTag } from "../../helpers/backup-forms";
import { policyStack } from "../../helpers/policy";
import { firstPreviewGraph, STACKS, stackGraph } from "../../helpers/stacks";

/** A rule, the selection that it hangs on, and what a stack has that can't do without. */
const SUBJECTS = [
  { rule: rdsInBackupPlan, selection: "plan-database", covered: "database-primary" },
  { rule: backupCoversBuckets, selection: "plan-buckets", covered: "bucket-documents" },
];

/** What our plans say by ARN, said in each form that AWS Backup takes, and with what covers nothing in its place. */
describe("what a backup plan covers", () => {
  const counts = { killed: 0, total: 0 };
  after(() => process.stdout.write(`      ${counts.killed} of ${counts.total} selections that cover nothing refused\n`));

  for (const { form, says, broken } of SELECTION_FORMS) {
    it(`may be said ${form}, and nowhere is that enough where it doesn't hold`, async function () {
      this.timeout(60_000);
      const problems: string[] = [];
      for (const { system, stack, label, floors } of STACKS) {
        for (const shown of [policyStack(await stackGraph(system, stack)), policyStack(await firstPreviewGraph(system, stack))]) {
          for (const { rule, selection, covered } of SUBJECTS) {
            const isThere = [selection, covered].every((name) => shown.resources.some((resource) => resource.name === name));
            if (!isThere) continue;
            const alone = withOne(shown, selection);
            const other = selectedBy(alone, says);
            problems.push(...rule.evaluate(other, floors).violations.map(({ urn, found }) => `${rule.id} refuses ${urn} ${form} in ${label}: ${found}`));
            const mutants = [...broken(selection).map((wrong) => selectedBy(alone, () => wrong)), ...(form.includes("ARNs") || form.includes("everything") ? [] : [withTag(other, undefined), withTag(other, UNKNOWN)])];
            const survivors = mutants.flatMap((mutant, index) => (rule.evaluate(mutant, floors).violations.length > 0 ? [] : [`${rule.id} lets mutant ${index} pass ${form} in ${label}`]));
            counts.total += mutants.length;
            counts.killed += mutants.length - survivors.length;
            problems.push(...survivors);
          }
        }
      }
      assert.deepEqual(problems, []);
    });
  }
});

/** The stack with one of its selections only: what one leaves out, another may cover. */
function withOne({ resources }: Stack, selection: string): Stack {
  return { resources: resources.filter(({ type, name }) => type !== "aws:backup/selection:Selection" || name === selection) };
}
