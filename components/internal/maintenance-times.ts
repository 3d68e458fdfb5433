import { clockOf, isoDuration, WEEK_MINUTES } from "./weekly-starts";
import { parseWeeklyWindow } from "./windows";

/** No maintenance takes longer: what takes longer is a project, and has its own announcement. */
const LONGEST_MAINTENANCE_MINUTES = 120;

export interface MaintenanceTimes {
  /** When people are told, as EventBridge Scheduler takes it, in UTC. */
  readonly notice: string;
  /** When the window opens, as CloudWatch's mute rules take it: five fields, and no question mark. */
  readonly opens: string;
  /** How long it stays open, ISO 8601. */
  readonly duration: string;
  /** `SUN 02:00 to SUN 04:00 UTC`. */
  readonly text: string;
}

/** What is wrong with a window of maintenance, as a phrase that follows "expected". */
export function maintenanceProblem(windowUtc: string): string | undefined {
  const window = parseWeeklyWindow(windowUtc);
  const isSound = window !== undefined && window.lengthMinutes >= 30 && window.lengthMinutes <= LONGEST_MAINTENANCE_MINUTES;
  return isSound
    ? undefined
    : `a weekly window of 30 to ${LONGEST_MAINTENANCE_MINUTES} minutes in UTC, such as sun:02:00-sun:04:00`;
}

/** @throws for a window that maintenanceProblem refuses */
export function maintenanceTimes(windowUtc: string, noticeHours: number): MaintenanceTimes {
  const problem = maintenanceProblem(windowUtc);
  const window = parseWeeklyWindow(windowUtc);
  if (problem !== undefined || window === undefined) throw new Error(`maintenance window "${windowUtc}": expected ${problem ?? ""}`);
  const { startMinute, lengthMinutes } = window;
  const told = clockOf(startMinute - noticeHours * 60);
  const opens = clockOf(startMinute);
  const closes = clockOf((startMinute + lengthMinutes) % WEEK_MINUTES);
  return {
    notice: `cron(${told.minute} ${told.hour} ? * ${told.day} *)`,
    opens: `cron(${opens.minute} ${opens.hour} * * ${opens.day})`,
    duration: isoDuration(lengthMinutes),
    text: `${opens.day} ${opens.clock} to ${closes.day} ${closes.clock} UTC`,
  };
}
