import type { AlarmDefinition, AlarmTable, Metric } from "../alarm-definition";
import type { BackupVaultTarget } from "../monitored-target";

// https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html

export const BACKUP_VAULT_ALARMS: AlarmTable<BackupVaultTarget> = [
  {
    key: "backup-failed",
    signal: (target) => vaultMetric(target, "NumberOfBackupJobsFailed"),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: () => ({ periodSeconds: 3600, periods: 1, breaches: 1 }),
    // The count is reported only when there is something to count.
    missingData: "notBreaching",
    title: "Failed backup jobs (count)",
    happened: "A backup job of the vault failed.",
    firstLook: "Read the status message of the failed job.",
  },
  {
    key: "backup-missing",
    signal: (target) => vaultMetric(target, "NumberOfBackupJobsCompleted"),
    comparison: "below",
    threshold: () => 1,
    // The limit is in hours, and the alarm looks at that many periods of one hour: all must be without a backup.
    evaluation: ({ limit }) => ({ periodSeconds: 3600, periods: limit, breaches: limit }),
    // A job that never starts neither fails nor reports. Only its absence shows.
    missingData: "breaching",
    // The longest wait that CloudWatch offers: the first backup is due within a day or two.
    warmUpMinutes: 2880,
    title: "Completed backup jobs (count)",
    happened: "No backup has been completed in the time that the setting allows.",
    firstLook: "See whether the backup plan still selects anything, and whether its last jobs were started at all.",
  },
];

export const BACKUP_COPY_ALARM: AlarmDefinition<BackupVaultTarget> = {
  key: "backup-copy-failed",
  signal: (target) => vaultMetric(target, "NumberOfCopyJobsFailed"),
  comparison: "above",
  threshold: ({ limit }) => limit,
  evaluation: () => ({ periodSeconds: 3600, periods: 1, breaches: 1 }),
  // As for failed backups.
  missingData: "notBreaching",
  title: "Failed copies to the other region (count)",
  happened: "A backup could not be copied to the other region: a loss of this region would lose it.",
  firstLook: "Read the status message of the copy job; most often a key or a vault refuses.",
};

function vaultMetric({ vaultName }: BackupVaultTarget, metricName: string): Metric {
  return { namespace: "AWS/Backup", metricName, dimensions: { BackupVaultName: vaultName }, statistic: "Sum" };
}
