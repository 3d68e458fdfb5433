import { z } from "zod";
import { archiveFields, archiveProblems } from "./archive";
import { objectLockSchema } from "./storage";

/** The record of who changed what in the account. One stack of an account has it: one trail records for all. */
export const auditSchema = z
  .strictObject({
    ...archiveFields,
    objectLock: objectLockSchema.meta({ description: "The time in which nobody deletes a record." }),
    objectEvents: z.enum(["none", "writes", "reads-and-writes"]).meta({
      description:
        "Which requests for objects of groundwork:storage.buckets are recorded: none, writes, reads-and-writes. 0.10 USD for 100 000 of them.",
    }),
  })
  .superRefine((audit, context) => {
    for (const { path, message } of archiveProblems(audit)) context.addIssue({ code: "custom", path: [...path], message });
  });

export type AuditSettings = z.infer<typeof auditSchema>;
