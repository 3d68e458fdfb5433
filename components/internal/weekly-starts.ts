import { scheduleProblem } from "./schedule-expression";

/** Days as cron names them, from Sunday on. */
export const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const DAY_MINUTES = 1440;
export const WEEK_MINUTES = 7 * DAY_MINUTES;

/**
 * When in a week a schedule may start: minutes from Sunday 00:00 in its own time zone, sorted. A day of the month is any day
 * of the week, sooner or later. Undefined for a rate, which starts whenever it was made.
 */
export function weeklyStarts(expression: string): readonly number[] | undefined {
  if (scheduleProblem(expression) !== undefined || expression.startsWith("rate(")) return undefined;
  const [minutes = "", hours = "", dayOfMonth = "", , dayOfWeek = ""] = expression.slice("cron(".length, -1).split(" ");
  const days = dayOfMonth === "?" ? daysIn(dayOfWeek) : WEEKDAYS.map((_, day) => day);
  const starts = days.flatMap((day) =>
    valuesIn(hours, 0, 23).flatMap((hour) => valuesIn(minutes, 0, 59).map((minute) => (day * 24 + hour) * 60 + minute)),
  );
  return [...new Set(starts)].sort((a, b) => a - b);
}

/** `Sunday 02:00`, as people say the minute of a week. */
export function sayMinute(minuteOfWeek: number): string {
  const { day, clock } = clockOf(minuteOfWeek);
  return `${day} ${clock}`;
}

/** The minute of a week as its day and time; beyond Saturday midnight it is the next week's. */
export function clockOf(minuteOfWeek: number): { readonly day: Weekday; readonly hour: number; readonly minute: number; readonly clock: string } {
  const inWeek = ((minuteOfWeek % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;
  const hour = Math.floor((inWeek % DAY_MINUTES) / 60);
  const minute = inWeek % 60;
  const clock = [hour, minute].map((part) => String(part).padStart(2, "0")).join(":");
  return { day: WEEKDAYS[Math.floor(inWeek / DAY_MINUTES)] ?? "SUN", hour, minute, clock };
}

/** Minutes in the form that CloudWatch takes, ISO 8601: `PT2H`, `P2DT11H30M`. */
export function isoDuration(minutes: number): string {
  const days = Math.floor(minutes / DAY_MINUTES);
  const hours = Math.floor((minutes % DAY_MINUTES) / 60);
  const rest = minutes % 60;
  const time = `${hours === 0 ? "" : `${hours}H`}${rest === 0 ? "" : `${rest}M`}`;
  return `P${days === 0 ? "" : `${days}D`}${time === "" ? "" : `T${time}`}`;
}

function daysIn(text: string): readonly number[] {
  // The last day of a week is Saturday; the last or second Sunday of a month is a Sunday.
  const plain = text === "L" ? "SAT" : text.replace(/(L|#[1-5])$/, "");
  const named = WEEKDAYS.reduce((all, day, index) => all.replaceAll(day, String(index + 1)), plain);
  return valuesIn(named, 1, 7).map((day) => day - 1);
}

/** `*`, `5`, `1-5`, `0/15`, `1,3-5`; a range may run over the end, as FRI-MON does. */
function valuesIn(text: string, low: number, high: number): readonly number[] {
  const all = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  return text.split(",").flatMap((part) => {
    const [base = "", step] = part.split("/");
    const [first, last] = base === "*" ? [low, high] : base.split("-").map(Number);
    const from = first ?? low;
    // With a step a single number is where it begins, not where it ends.
    const to = last ?? (step === undefined ? from : high);
    const span = all.filter((value) => (from <= to ? value >= from && value <= to : value >= from || value <= to));
    return step === undefined ? span : span.filter((_, index) => index % Number(step) === 0);
  });
}
