import type { BackupSubjects, DumpedDatabase } from "../../components/internal/backup-job-definitions";

export const database: DumpedDatabase = {
  host: "db.example.com",
  port: 5432,
  name: "scholarship_prod",
  username: "scholarship_prod",
  passwordFrom: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:owner:password::",
  certificateBundle: "/etc/ssl/rds/global-bundle.pem",
};

/** What the backup and restore jobs work on in tests. */
export const subjects: BackupSubjects = {
  namePrefix: "scholarship-production",
  database,
  documents: { name: "documents", arn: "arn:aws:s3:::documents", keyArn: "key/data" },
  backups: { name: "backups", arn: "arn:aws:s3:::backups", keyArn: "key/backups" },
};
