import { z } from "zod";
import { minutesOf } from "../components/internal/off-hours";
import { WEEKDAYS } from "../components/internal/weekly-starts";
import { timezone } from "./timezone";

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const time = z.string().regex(TIME, "a time such as 07:30, in quotes");

/** The hours in which a stack that nobody depends on runs. Without this topic it always runs. */
export const offHoursSchema = z
  .strictObject({
    timezone: timezone.meta({ description: "IANA time zone of the times below; they stay the same when the clocks change." }),
    workdays: z
      .array(z.enum(WEEKDAYS))
      .min(1, "at least one day")
      .refine((days) => new Set(days).size === days.length, "days that differ")
      .meta({ description: "Days on which it runs, such as MON to FRI." }),
    // Clocks change between midnight and four, so no time here is ever skipped or comes twice.
    startTime: time
      .refine((text) => !TIME.test(text) || minutesOf(text) >= 270, "04:30 or later: before it the clocks may change")
      .meta({ description: "When services start, 04:30 or later. The database starts half an hour before." }),
    stopTime: time
      .refine((text) => !TIME.test(text) || minutesOf(text) <= 1380, "23:00 or earlier")
      .meta({ description: "When services stop, 23:00 or earlier. The database stops a quarter of an hour later." }),
    stopDatabase: z.boolean().meta({
      description: "Whether the database is stopped too: needs one without a standby and without replicas. Its storage costs on.",
    }),
    failureChannel: z.string().meta({ description: "Who hears of a stop or start that failed: a name of groundwork:channels." }),
  })
  .refine(({ startTime, stopTime }) => minutesOf(startTime) < minutesOf(stopTime), {
    path: ["stopTime"],
    error: "a time after startTime",
  });

export type OffHoursSettings = z.infer<typeof offHoursSchema>;
