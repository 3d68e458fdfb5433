import { z } from "zod";
import { autoscalingSchema } from "./autoscaling";
import { checkContainer, containerShape, imageSetting } from "./container";
import { partName } from "./part-name";
import { checkRollout, rolloutSchema } from "./rollout";

const replicas = z.strictObject({
  desired: z.int().min(0).max(100).meta({ description: "Copies that run when nobody has changed the number, 0 to 100." }),
  minimum: z.int().min(0).max(100).meta({ description: "Copies below which somebody is told, and below which no scaler goes." }),
  maximum: z
    .int()
    .min(1)
    .max(100)
    .meta({ description: "Copies at most, 1 to 100. Database connections are reckoned with this number." }),
  owner: z
    .enum(["stack-file", "operators", "autoscaling"])
    .meta({
      description:
        "Who changes the number of copies: this file with each deployment, people by hand, or `autoscaling`. The last two are never undone.",
    }),
});

const healthCheck = z.strictObject({
  path: z
    .string()
    .regex(/^\/[\w./-]*$/, "an absolute path, such as /health")
    .optional()
    .meta({ description: "Path that curl, which must be in the image, fetches on the service's own port." }),
  readyPath: z
    .string()
    .regex(/^\/[\w./-]*$/, "an absolute path, such as /ready")
    .optional()
    .meta({
      description:
        "Path by which the load balancer learns whether a copy can serve, such as /ready. It must not ask other services: one that is ill would take all copies out. @default path",
    }),
  command: z
    .array(z.string())
    .min(2)
    .optional()
    .meta({ description: "Instead of a path: the command, `CMD` or `CMD-SHELL` first." }),
  intervalSeconds: z.int().min(5).max(300).meta({ description: "Time between checks, 5 to 300 seconds." }),
  timeoutSeconds: z.int().min(2).max(60).meta({ description: "Time a check may take, 2 to 60 seconds, at most the interval." }),
  startPeriodSeconds: z.int().min(0).max(300).meta({ description: "Time after the start in which a failure doesn't count, 0 to 300 seconds." }),
  retries: z.int().min(1).max(10).meta({ description: "Failures in a row that make a copy unhealthy, 1 to 10." }),
});

const service = z
  .strictObject({
    image: imageSetting,
    command: z.array(z.string()).min(1).optional().meta({ description: "Instead of the image's own command." }),
    ...containerShape,
    port: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .meta({
        description:
          "Port the container listens on, 1 to 65535. One below 1024, such as 80, needs no root: the task's network allows it. Without it the service is a worker.",
      }),
    healthCheck: healthCheck.meta({ description: "How a copy is found to be well." }),
    replicas: replicas.meta({ description: "How many copies run, and who decides it." }),
    databasePool: z
      .strictObject({
        size: z.int().min(1).max(500).meta({ description: "Connections that each copy keeps open." }),
        maxOverflow: z.int().min(0).max(500).meta({ description: "Connections that each copy may open beyond them." }),
      })
      .optional()
      .meta({ description: "Database connections of each copy, for the check against max_connections." }),
    deployAfter: z.array(partName).default([]).meta({ description: "Services that must be deployed and steady before." }),
    rollout: rolloutSchema.default({ kind: "rolling" }).meta({ description: "How a new version takes the place of the old one." }),
    autoscaling: autoscalingSchema.optional().meta({ description: "How the number of copies follows the load." }),
    dangerouslyAllowShell: z
      .boolean()
      .default(false)
      .meta({ description: "Whether people with ecs:ExecuteCommand may open a shell in a copy, and so see its secrets." }),
  })
  .superRefine((settings, context) => {
    checkContainer(settings, context);
    checkRollout(settings, context);
    const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    const { desired, minimum, maximum, owner } = settings.replicas;
    if (minimum > maximum) refuse(["replicas", "minimum"], `at most the maximum ${maximum}`);
    else if (desired < minimum || desired > maximum) {
      refuse(["replicas", "desired"], `a number from ${minimum} to ${maximum}, the minimum and maximum`);
    }
    if ((owner === "autoscaling") !== (settings.autoscaling !== undefined)) {
      refuse(["replicas", "owner"], "autoscaling where the service has autoscaling, and only there");
    }
    const { path, command } = settings.healthCheck;
    if ((path === undefined) === (command === undefined)) refuse(["healthCheck"], "either a path or a command");
    if (path !== undefined && settings.port === undefined) refuse(["port"], "a port, as the health check fetches a path");
    if (settings.healthCheck.readyPath !== undefined && settings.port === undefined) {
      refuse(["port"], "a port, as the load balancer fetches readyPath");
    }
    if (settings.databasePool !== undefined && !settings.reaches.includes("database")) {
      refuse(["reaches"], "database among them, as the service has a databasePool");
    }
  });

/** The services of the system, by name. */
export const servicesSchema = z.record(partName, service).superRefine((services, context) => {
  for (const [name, { deployAfter }] of Object.entries(services)) {
    const waitsFor = (start: string, seen: readonly string[]): boolean =>
      (services[start]?.deployAfter ?? []).some(
        (next) => next === name || (!seen.includes(next) && waitsFor(next, [...seen, next])),
      );
    if (waitsFor(name, [])) {
      context.addIssue({ code: "custom", path: [name, "deployAfter"], message: "no circle: the service would wait for itself" });
    }
    for (const earlier of deployAfter.filter((candidate) => !Object.hasOwn(services, candidate))) {
      context.addIssue({
        code: "custom",
        path: [name, "deployAfter"],
        message: `names of services (${Object.keys(services).join(", ")}), not ${earlier}`,
      });
    }
  }
});

export type ServicesSettings = z.infer<typeof servicesSchema>;
export type ServiceSettings = ServicesSettings[string];
