import { parseSettings } from "../../settings/parse";
import { SettingsError } from "../../settings/problems";
import type { RawSettings } from "./settings";

/** What is wrong with settings, each as `key | got | expected`. */
export function problemsIn(raw: RawSettings): string[] {
  try {
    parseSettings(raw);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ key, got, expected }) => `${key} | ${got ?? "nothing"} | ${expected}`);
    throw error;
  }
  return [];
}
