/** Where a long step says how far it is. Nothing of it is the command's result, so it goes to standard error. */
export interface Progress {
  /** A sentence that stays. */
  say(sentence: string): void;
  /** Runs a step and shows its elapsed seconds until it ends. */
  during<Result>(label: string, step: () => Promise<Result>): Promise<Result>;
}

/** How often a log that can't be rewritten gets a line. */
const LOG_INTERVAL_SECONDS = 30;

export function progressOn(stream: NodeJS.WriteStream): Progress {
  return {
    say: (sentence) => stream.write(`${sentence}\n`),
    during: async (label, step) => {
      const start = Date.now();
      const seconds = () => Math.round((Date.now() - start) / 1000);
      const line = () => `${label} … ${seconds()} s`;
      if (!stream.isTTY) stream.write(`${label} …\n`);
      const timer = setInterval(
        () => stream.write(stream.isTTY ? `\r${line()}` : `${line()}\n`),
        (stream.isTTY ? 1 : LOG_INTERVAL_SECONDS) * 1000,
      );
      try {
        const result = await step();
        stream.write(stream.isTTY ? `\r${label}: done in ${seconds()} s\n` : `${label}: done in ${seconds()} s\n`);
        return result;
      } catch (error) {
        stream.write(stream.isTTY ? `\r${label}: failed after ${seconds()} s\n` : `${label}: failed after ${seconds()} s\n`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}
