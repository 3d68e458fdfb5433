import { plansOf, SELECTION } from "../../backup-selections";
import { BUCKET, destinationsOf, isCopiedElsewhere } from "../../bucket-copies";
import { at, ofType, outcome, refersTo, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Stack } from "../../model";
import type { GraphRule } from "../../rule";

/** Where AWS writes records of the system; how long they stay is for other rules to ask. */
const RECORDS: readonly (readonly [string, string])[] = [
  ["aws:lb/loadBalancer:LoadBalancer", "accessLogs.bucket"],
  ["aws:lb/loadBalancer:LoadBalancer", "connectionLogs.bucket"],
  ["aws:cloudtrail/trail:Trail", "s3BucketName"],
  ["aws:cfg/deliveryChannel:DeliveryChannel", "s3BucketName"],
  ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "extendedS3Configuration.bucketArn"],
];

const holdsRecords = (stack: Stack, bucket: PolicyResource) => RECORDS.some(([type, path]) => ofType(stack, type).some((writer) => refersTo(writer, path, bucket)));

/** Whose loss would be somebody's: a bucket without a class may hold anything. */
const isSensitive = ({ properties }: PolicyResource) => !["public", "internal"].includes(String(at(properties, "tags.DataClass")));

/** Dumps and mirrors, by the name that our topology gives their bucket. */
const holdsBackups = ({ properties: { bucket } }: PolicyResource) => typeof bucket === "string" && /-backups-\d{12}-/.test(bucket);

export const backupCoversBuckets: GraphRule = {
  id: "backup-covers-buckets",
  reason: "Versions go with their bucket, and an object that was overwritten in one may be missed in a month only: a plan keeps what people gave us apart.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Put the bucket into groundwork:storage, of which groundwork:backups.vault covers all; for the backup bucket set protectBackupBucket or replicateToBackupRegion.",
  checklist: ["S-33"],
  equivalents: [],
  evaluate: (stack, floors) => {
    const copies = destinationsOf(stack);
    const buckets = ofType(stack, BUCKET).filter((bucket) => isSensitive(bucket) && !copies.includes(bucket) && !holdsRecords(stack, bucket));
    // Of backups that can be made again a trial system needs no second; a system without a plan says why in its floors.
    const isAsked = (bucket: PolicyResource) => (holdsBackups(bucket) ? floors.profile === "production" : floors.lacks.backupPlan === undefined);
    const judged = buckets.filter(isAsked);
    const violations = judged
      .filter((bucket) => plansOf(stack, bucket).length === 0 && !(holdsBackups(bucket) && isCopiedElsewhere(stack, bucket, floors)))
      .map((bucket) => violation(bucket, SELECTION, "none of a plan of this stack", holdsBackups(bucket) ? "one that selects it, or a copy in another region" : "one that selects it"));
    return outcome(judged, violations);
  },
};
