interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Names that stand for numbers, from `low` on. */
  readonly names: readonly string[];
  /** Further forms that only this field has. */
  readonly special: RegExp | undefined;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
const FIELDS: readonly Field[] = [
  { name: "minutes", low: 0, high: 59, names: [], special: undefined },
  { name: "hours", low: 0, high: 23, names: [], special: undefined },
  { name: "day of month", low: 1, high: 31, names: [], special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: "month", low: 1, high: 12, names: MONTHS, special: undefined },
  { name: "day of week", low: 1, high: 7, names: DAYS, special: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/ },
  { name: "year", low: 1970, high: 2199, names: [], special: undefined },
];

const UNIT_HOURS: Readonly<Record<string, number>> = { minute: 1 / 60, hour: 1, day: 24 };

/** Why EventBridge Scheduler would refuse a recurring schedule, as a phrase that follows "expected"; else undefined. */
export function scheduleProblem(expression: string): string | undefined {
  if (expression.startsWith("rate(")) return rateProblem(expression);
  const fields = cronFields(expression);
  if (fields === undefined) {
    return "cron(minutes hours day-of-month month day-of-week year), six fields, or rate(1 hour)";
  }
  const [, , dayOfMonth, , dayOfWeek] = fields;
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    return "exactly one of day of month and day of week to be ?, cron(0 2 * * ? *) for every day at 02:00";
  }
  for (const [index, field] of FIELDS.entries()) {
    const text = fields[index] ?? "";
    if (!isField(text, field)) {
      const names = field.names.length === 0 ? "" : ` or ${field.names.join(", ")}`;
      return `${field.name} from ${field.low} to ${field.high}${names}; "${text}" is not`;
    }
  }
  return undefined;
}

/**
 * The longest time between two runs, in whole hours; undefined where it depends on the calendar. It is what an alarm on a
 * run that never came has to wait for.
 */
export function longestGapHours(expression: string): number | undefined {
  const [, value, unit] = RATE.exec(expression) ?? [];
  if (value !== undefined && unit !== undefined) return Math.ceil(Number(value) * (UNIT_HOURS[unit] ?? 0));
  const [, hours, dayOfMonth, month, dayOfWeek, year] = cronFields(expression) ?? [];
  const everyDay = [dayOfMonth, dayOfWeek].every((field) => field === "*" || field === "?") && month === "*" && year === "*";
  if (!everyDay) return undefined;
  return hours === "*" ? 1 : 24;
}

const RATE = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/;

function rateProblem(expression: string): string | undefined {
  const [, value] = RATE.exec(expression) ?? [];
  if (value === undefined) return "rate(value unit), a whole number from 1 and minutes, hours or days";
  // The scheduler wants the grammar right: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based
  const plural = expression.endsWith("s)");
  if ((value === "1") === plural) return `the unit in the ${plural ? "singular" : "plural"}: rate(1 hour), rate(2 hours)`;
  return undefined;
}

function cronFields(expression: string): readonly string[] | undefined {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(" ");
  return fields?.length === FIELDS.length ? fields : undefined;
}

function isField(text: string, field: Field): boolean {
  if (text === "*" || field.special?.test(text) === true) return true;
  return text.split(",").every((part) => isPart(part, field));
}

/** `5`, `1-5`, `0/15`, `*` followed by `/5`, or `MON-FRI`. */
function isPart(part: string, field: Field): boolean {
  const [, base = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  if (step !== undefined && (Number(step) < 1 || Number(step) > field.high)) return false;
  if (base === "*") return step !== undefined;
  const bounds = base.split("-").map((bound) => numberOf(bound, field));
  return bounds.length <= 2 && bounds.every((bound) => bound >= field.low && bound <= field.high);
}

function numberOf(text: string, field: Field): number {
  const index = field.names.indexOf(text);
  if (index >= 0) return field.low + index;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
