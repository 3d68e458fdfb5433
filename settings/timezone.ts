import { z } from "zod";

/** The time zone that a schedule is read in. Cron knows none by itself, and UTC moves by an hour twice a year for its readers. */
export const timezone = z
  .string()
  .refine(isTimezone, "an IANA time zone, such as Europe/Berlin or UTC")
  .meta({ description: "IANA time zone of the schedule, such as Europe/Berlin." });

export function isTimezone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
