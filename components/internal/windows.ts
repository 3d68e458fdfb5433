/** A span of minutes that repeats every day or every week, in UTC. */
export interface Window {
  /** Minutes from the start of the period: from 00:00, in a week from Sunday 00:00. */
  readonly startMinute: number;
  readonly lengthMinutes: number;
  readonly every: "day" | "week";
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;
const TIME = "([01]\\d|2[0-3]):([0-5]\\d)";
const DAILY = new RegExp(`^${TIME}-${TIME}$`);
const WEEKLY = new RegExp(`^(${DAYS.join("|")}):${TIME}-(${DAYS.join("|")}):${TIME}$`);

/** `"02:00-02:30"`; a window may run over midnight. Anything else is undefined. */
export function parseDailyWindow(text: string): Window | undefined {
  const match = DAILY.exec(text);
  if (match === null) return undefined;
  const [, startHour, startMinute, endHour, endMinute] = match;
  const start = minutes(startHour, startMinute);
  const length = modulo(minutes(endHour, endMinute) - start, DAY_MINUTES);
  return { startMinute: start, lengthMinutes: length, every: "day" };
}

/** `"sun:03:00-sun:04:00"`, days in lower case; a window may run over Saturday midnight. Anything else is undefined. */
export function parseWeeklyWindow(text: string): Window | undefined {
  const match = WEEKLY.exec(text);
  if (match === null) return undefined;
  const [, startDay = "", startHour, startMinute, endDay = "", endHour, endMinute] = match;
  const start = DAYS.indexOf(startDay) * DAY_MINUTES + minutes(startHour, startMinute);
  const end = DAYS.indexOf(endDay) * DAY_MINUTES + minutes(endHour, endMinute);
  return { startMinute: start, lengthMinutes: modulo(end - start, WEEK_MINUTES), every: "week" };
}

/** Whether two windows share a minute of any week. Windows that only touch don't. */
export function windowsOverlap(a: Window, b: Window): boolean {
  return weeklyStarts(a).some((startA) =>
    weeklyStarts(b).some(
      (startB) =>
        modulo(startB - startA, WEEK_MINUTES) < a.lengthMinutes || modulo(startA - startB, WEEK_MINUTES) < b.lengthMinutes,
    ),
  );
}

/** What is wrong with one window setting. */
export interface WindowProblem {
  readonly window: "daily" | "weekly";
  /** What is allowed, as a phrase that follows "expected". */
  readonly expected: string;
}

/**
 * Holds a daily backup window and a weekly maintenance window against what RDS and ElastiCache accept: the form, a least
 * length, and no common minute. The services refuse an overlap because a backup suspends what maintenance restarts.
 *
 * @param leastMinutes 30 for RDS, 60 for ElastiCache
 */
export function windowProblems(daily: string, weekly: string, leastMinutes: number): readonly WindowProblem[] {
  const day = parseDailyWindow(daily);
  const week = parseWeeklyWindow(weekly);
  const problems: WindowProblem[] = [];
  if (day === undefined || day.lengthMinutes < leastMinutes) {
    problems.push({
      window: "daily",
      expected: `a daily window of ${leastMinutes} minutes or more in UTC, such as 02:00-03:00`,
    });
  }
  if (week === undefined || week.lengthMinutes < leastMinutes || week.lengthMinutes > DAY_MINUTES) {
    problems.push({
      window: "weekly",
      expected: `a weekly window of ${leastMinutes} minutes to 24 hours in UTC, such as sun:03:00-sun:04:00`,
    });
  }
  if (problems.length === 0 && day !== undefined && week !== undefined && windowsOverlap(day, week)) {
    problems.push({
      window: "weekly",
      expected: `a window that shares no minute with the daily window ${daily}, which comes every day of the week`,
    });
  }
  return problems;
}

function weeklyStarts({ startMinute, every }: Window): readonly number[] {
  return every === "week" ? [startMinute] : DAYS.map((_, day) => day * DAY_MINUTES + startMinute);
}

function minutes(hour = "0", minute = "0"): number {
  return Number(hour) * 60 + Number(minute);
}

function modulo(value: number, period: number): number {
  return ((value % period) + period) % period;
}
