/** The size of a Fargate task as a task definition states it. */
export interface FargateSize {
  /** CPU units, 1024 for one vCPU. */
  readonly cpuUnits: number;
  readonly memoryMib: number;
}

interface SizeClass {
  readonly cpuUnits: number;
  /** Memory that goes with this CPU, ascending. */
  readonly memoryMib: readonly number[];
}

const GIB = 1024;

function steps(fromGib: number, toGib: number, byGib: number): readonly number[] {
  return Array.from({ length: (toGib - fromGib) / byGib + 1 }, (_, index) => (fromGib + index * byGib) * GIB);
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html, read in November 2026 */
export const FARGATE_SIZES: readonly SizeClass[] = [
  { cpuUnits: 256, memoryMib: [512, 1 * GIB, 2 * GIB] },
  { cpuUnits: 512, memoryMib: steps(1, 4, 1) },
  { cpuUnits: 1024, memoryMib: steps(2, 8, 1) },
  { cpuUnits: 2048, memoryMib: steps(4, 16, 1) },
  { cpuUnits: 4096, memoryMib: steps(8, 30, 1) },
  { cpuUnits: 8192, memoryMib: steps(16, 60, 4) },
  { cpuUnits: 16384, memoryMib: steps(32, 120, 8) },
];

/**
 * Pinned, though LATEST means the same today: a new platform shall come through a preview. Who raises it reads
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-linux-fargate.html
 */
export const FARGATE_PLATFORM = "1.4.0";

/** CPU units of a number of vCPUs. */
export function cpuUnits(vcpu: number): number {
  return Math.round(vcpu * 1024);
}

/**
 * The smallest size that holds the CPU and memory, or undefined where none does. A class with more CPU never offers less
 * memory, so the first that fits is the smallest in both, and the cheapest.
 */
export function fargateSize(wanted: FargateSize): FargateSize | undefined {
  for (const size of FARGATE_SIZES) {
    const memoryMib = size.memoryMib.find((offered) => offered >= wanted.memoryMib);
    if (size.cpuUnits >= wanted.cpuUnits && memoryMib !== undefined) return { cpuUnits: size.cpuUnits, memoryMib };
  }
  return undefined;
}

/** Why no task can have this CPU and memory, as a phrase that follows "expected"; undefined where one can. */
export function fargateSizeProblem(wanted: FargateSize): string | undefined {
  if (fargateSize(wanted) !== undefined) return undefined;
  return "a size that Fargate has: at most 16 vCPU and 122880 MiB";
}
