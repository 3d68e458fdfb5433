import { OBJECTS_BELOW, RESTORE_MARK } from "./backup-scripts";

/**
 * The way back from what the backup scripts wrote, for `bash -euo pipefail -c`. A person starts them, and says by variables
 * of the one run what to bring back and where to; without a word they take the newest. As in the backup scripts, nothing is
 * written to a disk.
 */

/**
 * Restores a dump into an empty database, all of it or nothing, and counts the rows for the planner. The roles and their
 * default rights are made by the deployment, so the tables become the owner's and get the rights that new tables get.
 * Environment: PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSWORD, PGSSLMODE, PGSSLROOTCERT (libpq's own), BACKUP_BUCKET,
 * DUMP (`newest`, or the name of a dump).
 *
 * It never drops anything: a database that holds tables may be the one that is still good.
 * The comments on extensions are left out: the master user owns those, the deployment makes them, and one command that the
 * owner of the tables may not do undoes the whole restore.
 * https://www.postgresql.org/docs/15/app-pgrestore.html
 */
export const RESTORE_DATABASE = `name="\${DUMP}"
if [[ "\${name}" == newest ]]; then
  while read -r _ _ _ key; do
    if [[ "\${key}" =~ ^"\${PGDATABASE}"_[0-9]{8}_[0-9]{6}\\.dump\\.gz\\.sha256$ ]]; then name="\${key%.sha256}"; fi
  done < <(aws s3 ls "s3://\${BACKUP_BUCKET}/postgresql/" | sort -k 4)
  if [[ "\${name}" == newest ]]; then
    echo "there is no finished dump of \${PGDATABASE}" >&2
    exit 1
  fi
fi
dump="s3://\${BACKUP_BUCKET}/postgresql/\${name}"
ask() {
  psql --no-psqlrc --no-password --quiet --tuples-only --no-align --command "$1"
}
tables=$(ask 'select count(*) from pg_stat_user_tables')
if [[ "\${tables}" != 0 ]]; then
  echo "\${PGDATABASE} on \${PGHOST} holds \${tables} tables: a dump is restored into an empty database" >&2
  exit 1
fi
wanted=$(aws s3 cp --only-show-errors "\${dump}.sha256" -)
found=$(aws s3 cp --only-show-errors "\${dump}" - | sha256sum)
if [[ "\${wanted%% *}" != "\${found%% *}" ]]; then
  echo "the checksum of \${name} differs" >&2
  exit 1
fi
entries=$(
  aws s3 cp --only-show-errors "\${dump}" - | gunzip -c |
    { pg_restore --format=custom --list; cat > /dev/null; } | sed '/ COMMENT - EXTENSION /d'
)
aws s3 cp --only-show-errors "\${dump}" - | gunzip -c |
  pg_restore --format=custom --single-transaction --no-owner --no-privileges --no-password \\
    --use-list=<(printf '%s\\n' "\${entries}") --dbname="\${PGDATABASE}"
ask 'analyze'
echo "database restored: \${dump} into \${PGDATABASE} on \${PGHOST}"
`;

/**
 * Copies the documents back. What was added since stays; where both hold a document, the backup's is the current version
 * afterwards if it differs, and the other can still be had back. While it runs, and until it has ended well, the jobs that
 * copy the documents refuse to.
 * Environment: DOCUMENTS_BUCKET, BACKUP_BUCKET, COPY (`latest`, or the time of a snapshot, 20250101_030000).
 */
export const RESTORE_FILES = `${OBJECTS_BELOW}
if [[ "\${COPY}" == latest ]]; then
  prefix="files/latest/"
else
  prefix="files/snapshots/\${COPY}/"
  complete=$(objects_below "\${BACKUP_BUCKET}" "files/snapshots/\${COPY}.complete")
  if [[ "\${complete}" == 0 ]]; then
    echo "there is no finished snapshot \${COPY}" >&2
    exit 1
  fi
fi
copies=$(objects_below "\${BACKUP_BUCKET}" "\${prefix}")
if [[ "\${copies}" == 0 ]]; then
  echo "s3://\${BACKUP_BUCKET}/\${prefix} is empty: there is nothing to restore" >&2
  exit 1
fi
date -u +%s | aws s3 cp --only-show-errors - "s3://\${BACKUP_BUCKET}/${RESTORE_MARK}"
aws s3 sync --only-show-errors "s3://\${BACKUP_BUCKET}/\${prefix}" "s3://\${DOCUMENTS_BUCKET}/"
aws s3 rm --only-show-errors "s3://\${BACKUP_BUCKET}/${RESTORE_MARK}"
echo "files restored: s3://\${BACKUP_BUCKET}/\${prefix} to s3://\${DOCUMENTS_BUCKET}/"
`;
