// Where the function meets the runtime: its environment, fetch and the clock.
import { smokeTest } from "./smoke-test";

const { CHECKS = "[]", HEADER_NAME = "", HEADER_VALUE = "", ORIGIN = "" } = process.env;

export const handler = (event) =>
  smokeTest(
    {
      fetch,
      wait: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)),
      log: (line) => process.stdout.write(`${line}\n`),
    },
    { origin: ORIGIN, headers: { [HEADER_NAME]: HEADER_VALUE }, checks: JSON.parse(CHECKS), revision: event?.targetServiceRevisionArn },
  );
