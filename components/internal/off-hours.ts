import { DAY_MINUTES, isoDuration, WEEKDAYS, WEEK_MINUTES } from "./weekly-starts";
import type { Weekday } from "./weekly-starts";

/** When a stack that nobody uses at night is on, in one time zone. */
export interface OfficeHours {
  readonly workdays: readonly Weekday[];
  /** `07:00` */
  readonly startTime: string;
  readonly stopTime: string;
}

/** RDS takes minutes to start, and services that come before it fail their checks. */
const DATABASE_LEAD_MINUTES = 30;
/** Services get time to close their connections. */
const DATABASE_LAG_MINUTES = 15;
/** Alarms stay silent until the services are up, also after the night that has an hour more. */
const SILENCE_AFTER_START_MINUTES = 90;

export interface Mute {
  readonly name: string;
  /** Five fields, in the zone of the office hours. */
  readonly expression: string;
  /** ISO 8601. */
  readonly duration: string;
}

export interface OffHoursTimes {
  readonly stopServices: string;
  readonly startServices: string;
  readonly stopDatabase: string;
  readonly startDatabase: string;
  /** One for each length of absence: a night, a weekend. */
  readonly mutes: readonly Mute[];
}

/**
 * What happens when. Work resumes on some day of every week, so a database is never stopped for the seven days after which
 * RDS starts it by itself: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html
 */
export function offHoursTimes({ workdays, startTime, stopTime }: OfficeHours): OffHoursTimes {
  const start = minutesOf(startTime);
  const stop = minutesOf(stopTime);
  const days = WEEKDAYS.filter((day) => workdays.includes(day));
  const at = (minutes: number) => `cron(${minutes % 60} ${Math.floor(minutes / 60)} ? * ${days.join(",")} *)`;
  const absences = new Map<number, Weekday[]>();
  for (const [index, day] of days.entries()) {
    const next = days[(index + 1) % days.length] ?? day;
    const ahead = (WEEKDAYS.indexOf(next) - WEEKDAYS.indexOf(day) + 7) % 7;
    // A single workday comes again in a week.
    const gap = ahead === 0 ? 7 : ahead;
    absences.set(gap, [...(absences.get(gap) ?? []), day]);
  }
  return {
    stopServices: at(stop),
    startServices: at(start),
    stopDatabase: at(stop + DATABASE_LAG_MINUTES),
    startDatabase: at(start - DATABASE_LEAD_MINUTES),
    mutes: [...absences].map(([gap, before]) => ({
      name: gap === 1 ? "nights" : `${gap}-days`,
      expression: `cron(${stop % 60} ${Math.floor(stop / 60)} * * ${before.join(",")})`,
      duration: isoDuration(gap * DAY_MINUTES - (stop - start) + SILENCE_AFTER_START_MINUTES),
    })),
  };
}

/** Whether something that starts at a minute of the week and takes so long finds the database running all the while. */
export function isInOfficeHours({ workdays, startTime, stopTime }: OfficeHours, minuteOfWeek: number, lengthMinutes: number): boolean {
  const inWeek = ((minuteOfWeek % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;
  const day = WEEKDAYS[Math.floor(inWeek / DAY_MINUTES)];
  const minute = inWeek % DAY_MINUTES;
  return day !== undefined && workdays.includes(day) && minute >= minutesOf(startTime) && minute + lengthMinutes <= minutesOf(stopTime);
}

/** `07:30` -> 450. */
export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
