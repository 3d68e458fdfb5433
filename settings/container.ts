import { z } from "zod";
import { CAPACITIES } from "../components/internal/capacity";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";
import { taskProblems } from "../components/internal/task-rules";
import type { TaskShape } from "../components/internal/task-rules";
import { clearTextProblem } from "./clear-text";
import { imageReference } from "./image";

/** Values that only exist once the topology does, handed to a container as plain variables. */
const ENVIRONMENT_REFERENCES = [
  "account.region",
  "cache.port",
  "cache.primaryHost",
  "database.name",
  "database.port",
  "database.primaryHost",
  "database.readerHosts",
  "realUserMonitoring.appMonitorId",
  "realUserMonitoring.identityPoolId",
  "site.origin",
  "storage.endpoint",
] as const;

/** The name of a bucket, by its key in groundwork:storage. */
const bucketReference = z.templateLiteral(["storage.", z.string().regex(/^[a-z][a-z0-9-]{0,19}$/), ".bucketName"]);
const environmentReference = z.union([z.enum(ENVIRONMENT_REFERENCES), bucketReference], {
  error: `one of ${ENVIRONMENT_REFERENCES.join(", ")}, or storage.<bucket>.bucketName`,
});

export type EnvironmentReference = z.infer<typeof environmentReference>;

const VARIABLE = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a variable name of letters, digits and underscores, not a digit first");

export const imageSetting = imageReference
  .meta({ description: "The image, registry/repository:tag or registry/repository@sha256:digest. Never a tag that moves." });

/** What a service and a task have in common. */
export const containerShape = {
  architecture: z
    .enum(["X86_64", "ARM64"])
    .default("X86_64")
    .meta({ description: "The processor that the image is built for." }),
  user: z
    .string()
    .regex(/^[1-9]\d{0,9}:\d{1,10}$/, "uid:gid that is not root, such as 1001:1001")
    .meta({ description: "uid:gid that the container runs as, in quotes. Never root." }),
  writablePaths: z
    .array(z.string().regex(/^(\/[A-Za-z0-9._-]+)+$/, "an absolute path without a slash at its end"))
    .default([])
    .meta({
      description:
        "Paths the container may write to; all else is read-only. Each starts empty and belongs to root, unless the image declares VOLUME for it.",
    }),
  cpu: z
    .strictObject({
      limitVcpu: z.number().min(0.25).max(16).meta({ description: "vCPU of the task, 0.25 to 16; rounded up to a Fargate size." }),
      reservationVcpu: z
        .number()
        .min(0.125)
        .max(16)
        .optional()
        .meta({ description: "vCPU promised to the container, at most the limit. Without it, it has the task to itself." }),
    })
    .meta({ description: "Processor of one copy." }),
  memoryMib: z
    .strictObject({
      limit: z.int().min(128).max(122_880).meta({ description: "MiB at which the container is killed, 128 to 122880." }),
      reservation: z
        .int()
        .min(64)
        .max(122_880)
        .optional()
        .meta({ description: "MiB that ECS sets aside for the container, below the limit. Without it, the limit." }),
    })
    .meta({ description: "Memory of one copy. The task is rounded up to a Fargate size, the container keeps the limit." }),
  ephemeralStorageGib: z
    .int()
    .min(21)
    .max(200)
    .optional()
    .meta({ description: "Disk of the task, 21 to 200 GiB. Without it 20 GiB, which cost nothing." }),
  stopTimeoutSeconds: z
    .int()
    .min(2)
    .max(120)
    .default(30)
    .meta({ description: "Time between SIGTERM and SIGKILL, 2 to 120 seconds." }),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS).meta({ description: "Days that a log line is kept, a value CloudWatch offers." }),
  environment: z
    .record(VARIABLE, z.string())
    .default({})
    .meta({ description: "Variables in clear text, values in quotes. A secret here is refused." }),
  environmentFrom: z
    .record(VARIABLE, environmentReference)
    .default({})
    .meta({ description: "Variables whose value the topology gives." }),
  secrets: z
    .record(
      VARIABLE,
      z.string().regex(/^[a-z][a-z0-9-]*[a-z0-9](:[A-Za-z_]\w*)?$/, "the name of a secret, or name:key for one key of a JSON secret"),
    )
    .default({})
    .meta({ description: "Variables that hold a secret: its name, or name:key for one key of a JSON secret." }),
  reaches: z
    .array(z.enum(["database", "cache", "storage", "internet"]))
    .default([])
    .meta({ description: "What the container may open connections to. Everything else is closed." }),
  capacity: z
    .enum(CAPACITIES)
    .default("on-demand")
    .meta({
      description:
        "on-demand, or spot: a third of the price, but taken back with two minutes' notice, so only for what nobody waits for. Changing it replaces a service.",
    }),
  smtpPort: z
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .meta({ description: "TCP port of the mail server on the internet that it sends through, such as 587. Without it, no mail." }),
};

interface Container extends TaskShape {
  readonly environment: Readonly<Record<string, string>>;
  readonly environmentFrom: Readonly<Record<string, string>>;
}

/** Rules over several keys of one container. */
export function checkContainer(container: Container, context: z.RefinementCtx): void {
  const { environment, environmentFrom } = container;
  // What a key's own schema has refused is not said twice.
  const refused = context.issues.map(({ path }) => (path ?? []).join("."));
  for (const [variable, value] of Object.entries(environment)) {
    const problem = clearTextProblem(variable, value);
    if (problem !== undefined) {
      context.addIssue({ code: "custom", path: ["environment", variable], message: problem, params: { hideValue: true } });
    }
  }
  for (const variable of Object.keys(environmentFrom).filter((name) => Object.hasOwn(environment, name))) {
    context.addIssue({ code: "custom", path: ["environmentFrom", variable], message: "a variable that environment doesn't set" });
  }
  for (const { path, expected } of taskProblems({ ...container, environment: { ...environment, ...environmentFrom } })) {
    if (!refused.includes(path.join("."))) context.addIssue({ code: "custom", path: [...path], message: expected });
  }
}
