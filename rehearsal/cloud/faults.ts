/** What happens to a call: refused, throttled, made but its answer lost, or never answered. */
export const FAULT_KINDS = ["fail", "throttle", "lose", "hang"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  /** Which of the run's create, update and delete calls, counted from one over all simulated clouds. */
  readonly call: number;
  readonly kind: FaultKind;
}

/** `3:fail` -> the third call fails. `undefined` if the text is no fault. */
export function parseFault(text: string): Fault | undefined {
  const match = /^([1-9]\d*):(\w+)$/.exec(text);
  const kind = FAULT_KINDS.find((known) => known === match?.[2]);
  return match === null || kind === undefined ? undefined : { call: Number(match[1]), kind };
}

/** Counts the calls of one run and strikes at those that are to go wrong. */
export class Faults {
  private calls = 0;
  private readonly hanging = new Set<(error: Error) => void>();

  constructor(private readonly faults: readonly Fault[]) {}

  /** Makes one call, unless a fault says otherwise. */
  async call<Result>(what: string, make: () => Result): Promise<Result> {
    this.calls += 1;
    const number = this.calls;
    const kind = this.faults.find(({ call }) => call === number)?.kind;
    const told = `${what} (call ${number}, fault injected by --fault ${number}:${kind ?? ""})`;
    switch (kind) {
      case undefined:
        return make();
      case "fail":
        throw new Error(`InternalFailure: the service failed at ${told}`);
      case "throttle":
        throw new Error(`ThrottlingException: Rate exceeded at ${told}`);
      case "lose":
        make();
        throw new Error(`RequestTimeout: the connection broke before the answer to ${told}`);
      case "hang":
        return new Promise<Result>((_, reject) => this.hanging.add(reject));
    }
  }

  /** The run was interrupted: what hangs ends, so that the engine can write its state and go. */
  cancel(): void {
    for (const reject of this.hanging) reject(new Error("RequestCanceled: the run was interrupted while the call hung"));
    this.hanging.clear();
  }
}
