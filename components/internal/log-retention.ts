/**
 * The retentions that CloudWatch Logs takes, in days. 0, never expire, is left out on purpose.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** @throws for a number of days that CloudWatch Logs doesn't take */
export function checkLogRetention(days: number): void {
  if (!LOG_RETENTION_DAYS.some((allowed) => allowed === days)) {
    throw new Error(`CloudWatch Logs keeps no log for ${days} days; expected one of ${LOG_RETENTION_DAYS.join(", ")}`);
  }
}
