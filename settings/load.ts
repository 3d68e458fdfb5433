import * as pulumi from "@pulumi/pulumi";
import { NAMESPACE, parseSettings } from "./parse";
import type { Settings } from "./schema";

/**
 * Reads the settings of the current stack. The only place in the program that reads configuration.
 *
 * @throws SettingsError with every problem of the stack file
 */
export function loadSettings(): Settings {
  const prefix = `${NAMESPACE}:`;
  const entries = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  return parseSettings(Object.fromEntries(entries.map(([key, text]) => [key.slice(prefix.length), valueOf(text)])));
}

/** The engine hands over an object as JSON text and a plain value as it is. Text that is not JSON fails as that text. */
function valueOf(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
