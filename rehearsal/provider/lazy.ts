import type { Provider } from "./provider";

/** A provider with what has to be stopped after it. */
export interface Startable {
  readonly provider: Provider;
  stop(): Promise<void>;
}

/** A provider whose start costs something, and that is started by the first call it gets: a program may have no use for it. */
export function lazyProvider(packageName: string, start: () => Promise<Startable>): Startable {
  let started: Promise<Startable> | undefined;
  const real = async (): Promise<Provider> => (await (started ??= start())).provider;
  return {
    provider: {
      packageName,
      configure: async (...args) => (await real()).configure(...args),
      check: async (...args) => (await real()).check(...args),
      diff: async (...args) => (await real()).diff(...args),
      create: async (...args) => (await real()).create(...args),
      read: async (...args) => (await real()).read(...args),
      update: async (...args) => (await real()).update(...args),
      delete: async (...args) => (await real()).delete(...args),
      invoke: async (...args) => (await real()).invoke(...args),
    },
    stop: async () => {
      if (started === undefined) return;
      // A start that failed has told the engine so, and left nothing to stop.
      const running = await started.catch(() => undefined);
      await running?.stop();
    },
  };
}
