/** When a canary counts as failing. */
export interface CanaryFailing {
  /** So many runs that fail. */
  readonly runs: number;
  /** Of so many latest ones. */
  readonly of: number;
}

/** CloudWatch looks back a day where a period is shorter than an hour. */
const LONGEST_LOOK_BACK_MINUTES = 1440;

/** What CloudWatch would refuse, as a phrase that follows "expected". */
export function canaryAlarmExpectations(rateMinutes: number, { runs, of }: CanaryFailing): readonly string[] {
  return [
    ...(runs > of ? [`at most ${of} failing runs of ${of}`] : []),
    ...(rateMinutes * of > LONGEST_LOOK_BACK_MINUTES
      ? [`at most ${Math.floor(LONGEST_LOOK_BACK_MINUTES / rateMinutes)} runs to look back on: an alarm sees one day`]
      : []),
  ];
}
