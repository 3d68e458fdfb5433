import { strict as assert } from "node:assert";
import { BACKUP_VAULT_ALARMS } from "../../../../components/internal/alarm-catalogue/backups";
import { alarmTable } from "../../../helpers/alarm-table";

describe("the alarms of backups", () => {
  it("watch for failed jobs, for copies that failed, and for backups that were never made", () => {
    const vault = "{BackupVaultName=vault}";
    assert.deepEqual(alarmTable("backup-vault"), [
      `backup-failed-high: AWS/Backup NumberOfBackupJobsFailed Sum ${vault} above 0, 1 of 1 x 3600 s, silence notBreaching`,
      `backup-missing-high: AWS/Backup NumberOfBackupJobsCompleted Sum ${vault} below 1, 36 of 36 x 3600 s, silence breaching`,
      `backup-copy-failed-high: AWS/Backup NumberOfCopyJobsFailed Sum ${vault} above 0, 1 of 1 x 3600 s, silence notBreaching`,
    ]);
  });

  it("wait for a backup as many hours as the setting says", () => {
    const missing = BACKUP_VAULT_ALARMS.find(({ key }) => key === "backup-missing");
    assert.deepEqual(missing?.evaluation({ limit: 30, channels: ["operations"] }), {
      periodSeconds: 3600,
      periods: 30,
      breaches: 30,
    });
  });
});
