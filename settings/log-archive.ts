import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";
import { archiveFields, archiveProblems } from "./archive";
import { objectLockSchema } from "./storage";

const kept = (what: string) =>
  z.literal(LOG_RETENTION_DAYS).meta({ description: `Days for which ${what} are kept, a retention of CloudWatch Logs. The settings of each such log must say the same.` });

const classSchema = z
  .strictObject({
    ...archiveFields,
    objectLock: objectLockSchema.optional().meta({
      description: "The time in which nobody deletes a line. Absent: none. For what a law has kept; errors may hold personal data.",
    }),
    pattern: z.string().max(1024).meta({
      description:
        'Which lines belong to the class, in the filter syntax of CloudWatch Logs: `?ERROR ?FATAL` or `{ $.kind = "audit" }`. Empty: every line.',
    }),
    services: z
      .array(z.string())
      .min(1)
      .refine((names) => new Set(names).size === names.length, "services that differ")
      .meta({ description: "The services whose logs are split, names of groundwork:services. A service feeds two classes at most." }),
  })
  .superRefine((archive, context) => {
    for (const { path, message } of archiveProblems(archive)) context.addIssue({ code: "custom", path: [...path], message });
  });

/** Which class of log lines is kept how long, and the archives of those that outlive their log group. */
export const logArchiveSchema = z.strictObject({
  retentionDays: z
    .strictObject({
      application: kept("the logs of services and tasks"),
      access: kept("the load balancer's and the web firewall's records of requests"),
      system: kept("the logs of database, cache and network"),
    })
    .meta({ description: "The classes that stay in CloudWatch and S3 where they are written." }),
  classes: z
    .record(z.string().regex(/^[a-z][a-z0-9]{0,9}$/, "1 to 10 lower-case letters and digits, a letter first"), classSchema)
    .refine((classes) => Object.keys(classes).length > 0, "at least one class")
    .meta({
      description:
        "Class, such as error or audit -> its archive, a bucket `<system>-<environment>-<class>-logs` of its own. Renaming one replaces its bucket, which the engine refuses.",
    }),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS).meta({ description: "Days for which the archives' own errors are kept." }),
  failureChannel: z.string().meta({ description: "Who hears of lines that don't reach their archive: a name of groundwork:channels." }),
});

export type LogArchiveSettings = z.infer<typeof logArchiveSchema>;
