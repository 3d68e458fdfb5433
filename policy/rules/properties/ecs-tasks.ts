import { containerCopy, environmentOf, everyContainer, isNotRoot, isPinned, key, looksSecret, namesSecret, variable } from "../../containers";
import { sourcesOf } from "../../evidence";
import { must, numberOf, objectsOf, oneOf } from "../../judgements";
import { EVERYWHERE, IN_PRODUCTION } from "../../levels";
import { UNKNOWN } from "../../../rehearsal/provider/struct";
import type { PropertyRule } from "../../rule";

const ROLE = ["aws:iam/role:Role"];
/**
 * CPU units -> MiB from, to, in steps of.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size
 */
const FARGATE: Readonly<Record<number, readonly [number, number, number]>> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16384, 1024],
  4096: [8192, 30720, 1024],
  8192: [16384, 61440, 4096],
  16384: [32768, 122880, 8192],
};

function isFargateSize(cpu: number, memory: number): boolean {
  const [from, to, step] = FARGATE[cpu] ?? [1, 0, 1];
  return memory >= from && memory <= to && (memory % step === 0 || (cpu === 256 && memory === 512));
}

/** Each container runs as one user. */
function userIs(wanted: string) {
  return everyContainer(`user ${wanted} in each container`, ({ user }) => user === wanted, [key("user", "4242:4242")]);
}

/** `true`, `1`, `on`: what programs take for yes. */
const isYes = (value: string) => /^(true|1|yes|on)$/i.test(value);

/** What runs: containers and the size of a task. */
export const ECS_TASK_RULES: readonly PropertyRule[] = [
  {
    id: "ecs-not-privileged",
    reason: "a privileged container is root on its host",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "make tasks with Task",
    checklist: ["S-19"],
    equivalents: ["CKV_AWS_334", "FSBP ECS.4"],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "containerDefinitions",
    whenUnknown: containerCopy,
    ...everyContainer("privileged false in each container", ({ privileged }) => privileged === undefined || privileged === null || privileged === false, [key("privileged", true), key("privileged", "true")]),
  },
  {
    id: "ecs-network-mode",
    reason: "a task has an address and security groups of its own",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make tasks with Task",
    checklist: ["S-15"],
    equivalents: ["CKV_AWS_335", "FSBP ECS.1"],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "networkMode",
    ...oneOf("awsvpc"),
  },
  {
    id: "ecs-no-host-processes",
    reason: "a container must not see its host's processes",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make tasks with Task",
    checklist: ["S-19"],
    equivalents: ["CKV_AWS_335", "FSBP ECS.3"],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "pidMode",
    ...must("absent, or task", (value) => value === undefined || value === "task", ["host"]),
  },
  {
    id: "ecs-readonly-root",
    reason: "who gets into a container must not change its programs",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "name the paths to write to in writablePaths",
    checklist: ["S-19"],
    equivalents: ["CKV_AWS_336", "FSBP ECS.5", "Prowler ecs_task_definitions_containers_readonly_access"],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "containerDefinitions",
    whenUnknown: containerCopy,
    ...everyContainer("readonlyRootFilesystem true in each container", ({ readonlyRootFilesystem }) => readonlyRootFilesystem === true, [key("readonlyRootFilesystem", false), key("readonlyRootFilesystem", undefined)]),
  },
  {
    id: "ecs-non-root",
    reason: "a process that is broken into must not be root",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set user of the container, such as 1001:1001",
    checklist: ["S-19"],
    equivalents: [],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "containerDefinitions",
    whenUnknown: containerCopy,
    ...everyContainer("a user other than root in each container", ({ user }) => isNotRoot(user), [key("user", "root"), key("user", "0"), key("user", "0:1001"), key("user", "1001:0"), key("user", undefined)]),
  },
  {
    id: "ecs-container-user",
    reason: "the system's checklist names the user that its containers run as",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set user of the container to the one of the floors",
    checklist: ["S-19"],
    equivalents: [],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "containerDefinitions",
    whenUnknown: containerCopy,
    accepts: (value, floors, resource, stack) => floors.containerUser === undefined || userIs(floors.containerUser).accepts(value, floors, resource, stack),
    wrong: (good, floors, resource) => (floors.containerUser === undefined ? [] : (userIs(floors.containerUser).wrong?.(good, floors, resource) ?? [])),
    required: ({ containerUser }) => `user ${containerUser ?? "of any name"} in each container`,
  },
  {
    id: "ecs-no-plain-secrets",
    reason: "whoever may describe a task may read its variables",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "move the variable from environment to secrets",
    checklist: ["S-09"],
    equivalents: ["AwsSolutions-ECS2", "FSBP ECS.8", "AVD-AWS-0036"],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "containerDefinitions",
    whenUnknown: containerCopy,
    ...everyContainer("secrets by reference only", (container) => environmentOf(container).every(({ name, value }) => !namesSecret(name) && !looksSecret(value)), [variable("API_KEY", "x"), variable("DB_PASSWORD", "x"), variable("HARMLESS", "postgresql://user:word@host/db")]),
  },
  {
    id: "ecs-no-debug",
    reason: "a debug mode tells strangers how the program works and what went through it",
    severity: "high",
    levels: IN_PRODUCTION,
    remedy: "set DEBUG, LOG_LEVEL and NODE_ENV of the service for production",
    checklist: ["S-36"],
    equivalents: [],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "containerDefinitions",
    whenUnknown: containerCopy,
    ...everyContainer("no debug mode", (container) =>
      environmentOf(container).every(
        ({ name, value }) =>
          !(/(^|_)DEBUG$/i.test(name) && isYes(value)) &&
          !(/(^|_)LOG_LEVEL$/i.test(name) && /^(debug|trace)$/i.test(value)) &&
          !(/^(NODE|PYTHON)_ENV$/i.test(name) && !/^production$/i.test(value)),
      ), [variable("DEBUG", "true"), variable("APP_LOG_LEVEL", "debug"), variable("NODE_ENV", "development")]),
  },
  {
    id: "ecs-cors-narrow",
    reason: "a page of any other site must not read answers meant for a user of this one",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "name the origins in place of *",
    checklist: ["S-06"],
    equivalents: [],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "containerDefinitions",
    whenUnknown: containerCopy,
    ...everyContainer("origins by name", (container) => environmentOf(container).every(({ name, value }) => !/CORS|ALLOWED_ORIGINS/i.test(name) || !/(^|[\s,"'[])\*([\s,"'\]]|$)/.test(value)), [variable("CORS_ORIGINS", "*"), variable("ALLOWED_ORIGINS", '["https://example.org", "*"]')]),
  },
  {
    id: "ecs-smtp-tls",
    reason: "mail must not leave the system in plain text",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set SMTP_USE_TLS to true",
    checklist: ["S-13"],
    equivalents: [],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "containerDefinitions",
    whenUnknown: containerCopy,
    ...everyContainer("mail over TLS", (container) => environmentOf(container).every(({ name, value }) => !/^SMTP_(USE_)?(START)?TLS$/i.test(name) || isYes(value)), [variable("SMTP_USE_TLS", "false"), variable("SMTP_STARTTLS", "0")]),
  },
  {
    id: "ecs-logging",
    reason: "a container without a log leaves no trace",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make tasks with Task",
    checklist: ["S-26"],
    equivalents: ["AwsSolutions-ECS7", "FSBP ECS.9", "Prowler ecs_task_definitions_logging_enabled"],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "containerDefinitions",
    whenUnknown: containerCopy,
    ...everyContainer("a log driver in each container", ({ logConfiguration }) => objectsOf(logConfiguration).some(({ logDriver }) => ["awslogs", "awsfirelens"].includes(String(logDriver))), [key("logConfiguration", undefined), key("logConfiguration", { logDriver: "json-file" })]),
  },
  {
    id: "ecs-image-pinned",
    reason: "a tag that moves runs what nobody has scanned or reviewed",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "name a version or a digest in image",
    checklist: ["S-31"],
    equivalents: [],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "containerDefinitions",
    whenUnknown: containerCopy,
    ...everyContainer("a digest, or a tag that does not move", ({ image }) => isPinned(image), [key("image", "registry/image"), key("image", "registry/image:latest"), key("image", undefined)]),
  },
  {
    id: "ecs-memory-limited",
    reason: "a container that leaks must be stopped before it takes its neighbours down",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set memoryMib of the container",
    checklist: ["S-20"],
    equivalents: [],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "containerDefinitions",
    whenUnknown: containerCopy,
    ...everyContainer("memory in each container, and no larger memoryReservation", ({ memory, memoryReservation }) => numberOf(memory) > 0 && (memoryReservation === undefined || memoryReservation === null || numberOf(memoryReservation) <= numberOf(memory)), [key("memory", undefined), key("memory", 0), key("memoryReservation", 1_000_000)]),
  },
  {
    id: "ecs-cpu-stated",
    reason: "a task gets a stated share of CPU",
    severity: "low",
    levels: EVERYWHERE,
    remedy: "set cpu.limitVcpu of the container",
    checklist: ["S-20"],
    equivalents: [],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "cpu",
    ...must("CPU units", (value) => numberOf(value) > 0, ["0", "much", undefined]),
  },
  {
    id: "ecs-size-valid",
    reason: "AWS refuses a pair of CPU and memory that it does not offer, in the middle of a deployment",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set cpu.limitVcpu and memoryMib.limit of the container",
    checklist: ["S-20"],
    equivalents: [],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "memory",
    ...must("memory that Fargate offers with this cpu", (value, _floors, { properties }) => isFargateSize(numberOf(properties.cpu), numberOf(value)), ["1", "1000000", undefined]),
  },
  {
    id: "ecs-execution-role",
    reason: "without it ECS reads neither image nor secrets",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make tasks with Task",
    checklist: ["S-24"],
    equivalents: [],
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    property: "executionRoleArn",
    whenUnknown: (resource, stack) => {
      const [role] = sourcesOf(resource, "executionRoleArn", ROLE, stack);
      return role === undefined ? undefined : { ...resource.properties, executionRoleArn: role };
    },
    ...must("a role", (value) => typeof value === "string" && value !== UNKNOWN, [undefined]),
  },
];
