import * as pulumi from "@pulumi/pulumi";
import { NAMESPACE, parseSettings } from "./parse";
import { SettingsError } from "./problems";
import type { Settings } from "./schema";

/**
 * Reads the settings of the current stack. The only place in the program that reads configuration.
 *
 * @throws SettingsError with every problem of the stack file
 */
export function loadSettings(): Settings {
  const prefix = `${NAMESPACE}:`;
  const entries = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  return parseSettings(Object.fromEntries(entries.map(([key, text]) => [key.slice(prefix.length), valueOf(key, text)])));
}

/** The engine hands over an object as JSON text and a plain value as it is. */
function valueOf(key: string, text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError([{ key, got: "text that is not JSON", expected: `an object (${reason})` }]);
  }
}
