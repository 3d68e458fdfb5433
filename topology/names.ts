import type { Settings } from "../settings/schema";

/** What all names of a stack begin with, `<system>-<environment>`. */
export function namePrefix({ system }: Pick<Settings, "system">): string {
  return `${system.name}-${system.environment}`;
}
