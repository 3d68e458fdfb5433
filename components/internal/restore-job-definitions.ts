import type * as pulumi from "@pulumi/pulumi";
import { connectionOf, loginOf } from "./backup-job-definitions";
import type { BackupSubjects, DumpedDatabase } from "./backup-job-definitions";
import { RESTORE_MARK } from "./backup-scripts";
import { lists, objects, reads, writes } from "./bucket-statements";
import type { StoredBucket } from "./bucket-statements";
import type { PolicyStatement } from "./policy-document";
import { RESTORE_DATABASE, RESTORE_FILES } from "./restore-scripts";

/** One job, as a OneOffTask takes it. */
export interface RestoreJob {
  readonly taskName: string;
  readonly script: string;
  /** A run may set them anew; that is how another dump, another copy or another server is named. */
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  /** Neither can change a backup: what it reads is still there if it has to be started again. */
  readonly taskPolicy: readonly PolicyStatement[];
}

/** The way back for each kind of backup that the backup jobs write. */
export function restoreJobs({ database, documents, backups }: BackupSubjects): readonly RestoreJob[] {
  return [
    ...(database === undefined ? [] : [restoreDatabase(database, backups)]),
    ...(documents === undefined ? [] : [restoreFiles(documents, backups)]),
  ];
}

function restoreDatabase(database: DumpedDatabase, backups: StoredBucket): RestoreJob {
  return {
    taskName: "restore-database",
    script: RESTORE_DATABASE,
    environment: { BACKUP_BUCKET: backups.name, DUMP: "newest", ...connectionOf(database) },
    secrets: loginOf(database),
    taskPolicy: [
      lists("ListDumps", backups, ["postgresql/*"]),
      reads("ReadDumps", backups, ["postgresql/*"]),
      { sid: "Decrypt", actions: ["kms:Decrypt"], resources: [backups.keyArn] },
    ],
  };
}

function restoreFiles(documents: StoredBucket, backups: StoredBucket): RestoreJob {
  return {
    taskName: "restore-files",
    script: RESTORE_FILES,
    environment: { DOCUMENTS_BUCKET: documents.name, BACKUP_BUCKET: backups.name, COPY: "latest" },
    secrets: {},
    taskPolicy: [
      lists("ListCopies", backups, ["files/latest/*", "files/snapshots/*"]),
      reads("ReadCopies", backups, ["files/latest/*", "files/snapshots/*"]),
      { sid: "ListDocuments", actions: ["s3:ListBucket"], resources: [documents.arn] },
      writes("WriteDocuments", documents, ["*"]),
      {
        sid: "MarkAsRunning",
        actions: ["s3:DeleteObject", "s3:PutObject"],
        resources: [objects(backups, RESTORE_MARK)],
      },
      {
        sid: "UseKeys",
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: [backups.keyArn, documents.keyArn],
      },
    ],
  };
}
