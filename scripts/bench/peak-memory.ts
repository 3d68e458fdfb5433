import { readdirSync, readFileSync } from "node:fs";

/** How often the processes are looked at. A peak is remembered by the kernel, so only the last look before the end counts. */
const INTERVAL_MS = 20;

/**
 * Watches the language host's Node processes while `work` runs.
 *
 * @returns the largest resident size of one of them in MiB; `undefined` where there is no /proc, as on macOS
 */
export async function withPeakMemory<Result>(work: () => Promise<Result>): Promise<{ result: Result; peakMib: number | undefined }> {
  let peakKib = 0;
  const timer = setInterval(() => {
    peakKib = Math.max(peakKib, ...programProcesses().map(peakOf));
  }, INTERVAL_MS);
  try {
    const result = await work();
    return { result, peakMib: peakKib === 0 ? undefined : Math.round(peakKib / 1024) };
  } finally {
    clearInterval(timer);
  }
}

function programProcesses(): readonly string[] {
  return listed().filter((pid) => read(`/proc/${pid}/cmdline`).includes("@pulumi/pulumi/cmd/run"));
}

function listed(): readonly string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    // No /proc on this system: nothing can be watched, and the caller prints that.
    return [];
  }
}

function peakOf(pid: string): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // A process may end between being listed and being read.
    return "";
  }
}
