/**
 * What the backup jobs run, for `bash -euo pipefail -c`. Everything they need comes from the environment, and nothing is
 * written to a disk: the containers' root is read-only, so the data streams from one program to the next.
 *
 * The marks: a dump counts only once its `.sha256` stands beside it, a snapshot only once its `.complete` does. A dump that
 * broke off half way looks whole to S3, which sees an ordinary end of input; its mark is what is missing.
 * The names carry the time of the start in UTC, so that they sort, also on the night when the clocks go back.
 */

const TIMESTAMP = `timestamp=$(date -u +%Y%m%d_%H%M%S)`;

/** Stands in the backup bucket while RESTORE_FILES writes the documents, and on after it if it breaks off. */
export const RESTORE_MARK = "files/restoring";

/** How many objects a prefix has, 0 or 1: `objects_below BUCKET PREFIX`. */
export const OBJECTS_BELOW = `objects_below() {
  aws s3api list-objects-v2 --no-paginate --max-keys 1 --bucket "$1" --prefix "$2" --query KeyCount --output text
}`;

/** Half of the documents are no state to keep, and a mirror of them would delete what the restore is about to read. */
const REFUSE_WHILE_RESTORING = `restoring=$(objects_below "\${BACKUP_BUCKET}" '${RESTORE_MARK}')
if [[ "\${restoring}" != 0 ]]; then
  echo "a restore of the documents runs or broke off: nothing is copied before restore-files has ended well" >&2
  exit 1
fi`;

/**
 * Dumps the database in PostgreSQL's custom format, which pg_restore reads, through gzip, whose checksum covers every byte.
 * Environment: PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSWORD, PGSSLMODE, PGSSLROOTCERT (libpq's own), BACKUP_BUCKET.
 *
 * `--expected-size`: without it the AWS CLI cuts a stream into parts of 8 MB, and 10000 parts end at 80 GB.
 * https://docs.aws.amazon.com/cli/latest/reference/s3/cp.html
 */
export const DUMP_DATABASE = `${TIMESTAMP}
name="\${PGDATABASE}_\${timestamp}.dump.gz"
target="s3://\${BACKUP_BUCKET}/postgresql/\${name}"
expected_bytes=$(psql --no-psqlrc --no-password --tuples-only --no-align --command 'select pg_database_size(current_database())')
checksum=$(
  {
    pg_dump --format=custom --compress=0 --no-password |
      gzip -c |
      tee /dev/fd/3 |
      aws s3 cp --only-show-errors --expected-size "\${expected_bytes}" - "\${target}" >&2
  } 3>&1 | sha256sum
)
printf '%s  %s\\n' "\${checksum%% *}" "\${name}" | aws s3 cp --only-show-errors - "\${target}.sha256"
echo "database dumped: \${target}"
`;

/**
 * Makes files/latest/ the same as the documents, deletions included: what was deleted or overwritten stays as a noncurrent
 * version for the retention of the files. Documents that are suddenly all gone are an accident, not a wish.
 * Environment: DOCUMENTS_BUCKET, BACKUP_BUCKET.
 */
export const SYNC_FILES = `started=$(date -u +%s)
${OBJECTS_BELOW}
${REFUSE_WHILE_RESTORING}
documents=$(objects_below "\${DOCUMENTS_BUCKET}" '')
copies=$(objects_below "\${BACKUP_BUCKET}" 'files/latest/')
if [[ "\${documents}" == 0 && "\${copies}" != 0 ]]; then
  echo "s3://\${DOCUMENTS_BUCKET} is empty but its backup is not: nothing is deleted, see to the bucket" >&2
  exit 1
fi
aws s3 sync --only-show-errors --delete "s3://\${DOCUMENTS_BUCKET}/" "s3://\${BACKUP_BUCKET}/files/latest/"
printf '%s\\n' "\${started}" | aws s3 cp --only-show-errors - "s3://\${BACKUP_BUCKET}/files/last-sync"
echo "files synchronised: s3://\${BACKUP_BUCKET}/files/latest/"
`;

/** Copies the documents as they are into a folder of their own. Environment: DOCUMENTS_BUCKET, BACKUP_BUCKET. */
export const SNAPSHOT_FILES = `${TIMESTAMP}
${OBJECTS_BELOW}
${REFUSE_WHILE_RESTORING}
target="s3://\${BACKUP_BUCKET}/files/snapshots/\${timestamp}"
aws s3 sync --only-show-errors "s3://\${DOCUMENTS_BUCKET}/" "\${target}/"
date -u +%s | aws s3 cp --only-show-errors - "\${target}.complete"
echo "files copied: \${target}/"
`;

const CHECK_BEGIN = `now=$(date -u +%s)
problems=0
problem() {
  echo "problem: $1" >&2
  problems=$((problems + 1))
}
seconds_of() {
  date -u -d "\${1:0:4}-\${1:4:2}-\${1:6:2} \${1:9:2}:\${1:11:2}:\${1:13:2}" +%s
}
check_age() {
  local hours=$(( (now - $2) / 3600 ))
  if (( now - $2 > $3 * 3600 )); then problem "$1 is \${hours} hours old, at most $3 are allowed"; fi
  if (( $2 > now + 300 )); then problem "$1 is from the future"; fi
}

stamp_pattern='[0-9]{8}_[0-9]{6}'
`;

const CHECK_DATABASE = `names=()
declare -A bytes=()
while read -r _ _ size key; do
  if [[ "\${key}" =~ ^"\${PGDATABASE}"_\${stamp_pattern}\\.dump\\.gz$ ]]; then bytes["\${key}"]="\${size}"; fi
  if [[ "\${key}" =~ ^"\${PGDATABASE}"_\${stamp_pattern}\\.dump\\.gz\\.sha256$ ]]; then names+=("\${key%.sha256}"); fi
done < <(aws s3 ls "s3://\${BACKUP_BUCKET}/postgresql/" | sort -k 4)
if (( \${#names[@]} == 0 )); then
  problem "there is no finished database dump"
else
  newest="\${names[-1]}"
  stamp="\${newest%.dump.gz}"
  check_age "the newest database dump \${newest}" "$(seconds_of "\${stamp: -15}")" "\${MAX_DATABASE_AGE_HOURS}"
  if (( \${#names[@]} > 1 )); then
    before="\${bytes["\${names[-2]}"]:-0}"
    if (( \${bytes["\${newest}"]:-0} * 100 < before * MINIMUM_SIZE_PERCENT )); then
      problem "the newest database dump has \${bytes["\${newest}"]:-0} bytes, the one before had \${before}"
    fi
  fi
  dump="s3://\${BACKUP_BUCKET}/postgresql/\${newest}"
  wanted=$(aws s3 cp --only-show-errors "\${dump}.sha256" -) || wanted=""
  found=$(aws s3 cp --only-show-errors "\${dump}" - | sha256sum) || found="unreadable"
  if [[ "\${wanted%% *}" != "\${found%% *}" ]]; then problem "the checksum of \${newest} differs"; fi
  if ! tables=$(
    aws s3 cp --only-show-errors "\${dump}" - | gunzip -c | pg_restore --format=custom --file=- | grep -c '^COPY '
  ); then
    problem "pg_restore can't read \${newest} to its end, or it holds no table"
  else
    echo "\${newest} holds \${tables} tables"
  fi
fi

`;

const CHECK_FILES = `if synced=$(aws s3 cp --only-show-errors "s3://\${BACKUP_BUCKET}/files/last-sync" -) && [[ "\${synced}" =~ ^[0-9]+$ ]]; then
  check_age "the last file sync" "\${synced}" "\${MAX_SYNC_AGE_HOURS}"
else
  problem "there is no finished file sync"
fi

snapshot=""
while read -r _ _ _ key; do
  if [[ "\${key}" =~ ^\${stamp_pattern}\\.complete$ ]]; then snapshot="\${key}"; fi
done < <(aws s3 ls "s3://\${BACKUP_BUCKET}/files/snapshots/" | sort -k 4)
if [[ -z "\${snapshot}" ]]; then
  problem "there is no finished file snapshot"
else
  check_age "the newest file snapshot \${snapshot%.complete}" "$(seconds_of "\${snapshot}")" "\${MAX_SNAPSHOT_AGE_HOURS}"
fi

`;

const CHECK_END = `aws cloudwatch put-metric-data --namespace "\${METRIC_NAMESPACE}" --metric-name BackupProblems \\
  --dimensions "System=\${METRIC_SYSTEM}" --unit Count --value "\${problems}"
if (( problems > 0 )); then exit 1; fi
echo "the backups are fresh and readable"
`;

/**
 * Looks at the newest backups as a restore would, and fails if one is old, small or unreadable. All problems are named, not
 * only the first. How many there are is sent as a metric, so that an alarm also sees that this check no longer runs.
 * Environment: BACKUP_BUCKET, METRIC_NAMESPACE, METRIC_SYSTEM; for the database PGDATABASE (the name only; no connection),
 * MAX_DATABASE_AGE_HOURS, MINIMUM_SIZE_PERCENT; for files MAX_SNAPSHOT_AGE_HOURS, MAX_SYNC_AGE_HOURS.
 *
 * The dump is read to its end: `pg_restore --list` reads the head alone, and is content with a dump that was cut off.
 *
 * @param subjects what the system backs up, and so what is looked for
 */
export function checkBackups(subjects: { readonly database: boolean; readonly files: boolean }): string {
  return [CHECK_BEGIN, subjects.database ? CHECK_DATABASE : "", subjects.files ? CHECK_FILES : "", CHECK_END].join("");
}
