import { prefixOf, replicationsOf } from "../../bucket-copies";
import { at, outcome, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { Properties } from "../../model";
import type { GraphRule } from "../../rule";

/** "Enabled" where deletions are copied; what is left out depends on the form of the rule, so it proves neither. */
const deletions = (rule: Properties) => at(rule, "deleteMarkerReplication.status") ?? rule.deleteMarkerReplicationStatus;

export const s3ReplicationKeeps: GraphRule = {
  id: "s3-replication-keeps",
  // https://github.com/hashicorp/terraform-provider-aws/issues/22007
  reason: "A copy that forgets along with its source is no backup, and one that never does keeps what a person had erased.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give BucketReplication in followsDeletions what copiedBuckets in policy-floors.<stack>.json says of the bucket.",
  checklist: ["S-33"],
  equivalents: [],
  evaluate: (stack, { copiedBuckets = {} }) => {
    const replications = replicationsOf(stack);
    const violations = replications.flatMap(({ config, property, source, rules }) => {
      const followed = copiedBuckets[source?.name ?? ""] ?? [];
      const mayFollow = (rule: Properties) => followed.some((prefix) => String(prefixOf(rule)).startsWith(prefix));
      const wrong = rules.filter((rule) => deletions(rule) !== "Disabled" && !(deletions(rule) === "Enabled" && mayFollow(rule)));
      const forgotten = followed.filter((prefix) => !rules.some((rule) => rule.status === "Enabled" && deletions(rule) === "Enabled" && prefix.startsWith(String(prefixOf(rule)))));
      return [
        ...(rules.length > 0 ? [] : [violation(config, property, shown(at(config.properties, property)), "rules that are known")]),
        ...wrong.map((rule) => violation(config, `${property}.deleteMarkerReplication.status`, shown(deletions(rule)), followed.length === 0 ? "Disabled" : `Disabled, but below ${followed.map((prefix) => `"${prefix}"`).join(", ")}`)),
        ...forgotten.map((prefix) => violation(config, `${property}.deleteMarkerReplication.status`, `no rule that copies deletions below "${prefix}"`, "Enabled")),
      ];
    });
    return outcome(replications.map(({ config }) => config), violations);
  },
};
