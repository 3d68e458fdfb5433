import { number, text } from "./rule";
import type { Rule } from "./rule";

const range = (from: number, to: number, step: number) =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);

/** CPU units -> MiB. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html */
const FARGATE_SIZES: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, range(1024, 4096, 1024)],
  [1024, range(2048, 8192, 1024)],
  [2048, range(4096, 16384, 1024)],
  [4096, range(8192, 30720, 1024)],
  [8192, range(16384, 61440, 4096)],
  [16384, range(32768, 122880, 8192)],
]);

export const ECS_RULES: readonly Rule[] = [
  {
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    code: "ClientException",
    reads: ["requiresCompatibilities", "cpu", "memory"],
    refuse: ({ requiresCompatibilities, cpu, memory }) => {
      if (!Array.isArray(requiresCompatibilities) || !requiresCompatibilities.includes("FARGATE")) return undefined;
      const sizes = FARGATE_SIZES.get(number(cpu) ?? 0);
      if (sizes === undefined) {
        return { property: "cpu", reason: `Fargate has no task with cpu ${String(cpu)}; it offers ${[...FARGATE_SIZES.keys()].join(", ")}` };
      }
      if (sizes.includes(number(memory) ?? 0)) return undefined;
      return {
        property: "memory",
        reason: `no Fargate task has cpu ${String(cpu)} with memory ${String(memory)}; with this cpu it offers ${sizes.join(", ")} MiB`,
      };
    },
  },
  {
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    code: "ClientException",
    reads: ["requiresCompatibilities", "networkMode"],
    refuse: ({ requiresCompatibilities, networkMode }) =>
      Array.isArray(requiresCompatibilities) && requiresCompatibilities.includes("FARGATE") && networkMode !== "awsvpc"
        ? { property: "networkMode", reason: `a Fargate task needs network mode awsvpc, got ${String(networkMode)}` }
        : undefined,
  },
  {
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    code: "ClientException",
    reads: ["containerDefinitions"],
    refuse: ({ containerDefinitions }) => {
      const source = text(containerDefinitions) ?? "";
      try {
        const parsed: unknown = JSON.parse(source);
        if (Array.isArray(parsed) && parsed.length > 0) return undefined;
      } catch {
        return { property: "containerDefinitions", reason: "the container definitions are not JSON" };
      }
      return { property: "containerDefinitions", reason: "a task needs at least one container" };
    },
  },
  {
    types: ["aws:appautoscaling/target:Target"],
    code: "ValidationException",
    reads: ["minCapacity", "maxCapacity"],
    refuse: ({ minCapacity, maxCapacity }) => {
      const [low, high] = [number(minCapacity), number(maxCapacity)];
      return low !== undefined && high !== undefined && low > high
        ? { property: "minCapacity", reason: `the minimum ${low} is above the maximum ${high}` }
        : undefined;
    },
  },
];
