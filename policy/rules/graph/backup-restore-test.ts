import { plansOf, primaries } from "../../backup-selections";
import { at, list, mustExist, ofType, refersTo, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan";
const SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection";

export const backupRestoreTest: GraphRule = {
  id: "backup-restore-test",
  reason: "A backup that was never restored is a hope, so AWS Backup restores each kind of data by schedule.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give the same ARNs to RestoreTesting as to BackupPlan; groundwork:backups.restoreTest sets the schedule.",
  checklist: ["S-33"],
  equivalents: [],
  evaluate: (stack) => {
    const plans = ofType(stack, PLAN).filter(({ properties }) => list(at(properties, "recoveryPointSelection.includeVaults")).length > 0);
    const backedUp = [...primaries(stack), ...ofType(stack, "aws:s3/bucket:Bucket")].filter((resource) => plansOf(stack, resource).length > 0);
    const violations = backedUp
      .filter(
        (resource) =>
          !ofType(stack, SELECTION).some(
            (selection) => refersTo(selection, "protectedResourceArns", resource) && targets(selection, "restoreTestingPlanName", plans).length > 0,
          ),
      )
      .map((resource) => violation(resource, SELECTION, "none of a plan that reads a vault", "one that restores it"));
    return mustExist(backedUp, PLAN, violations);
  },
};
