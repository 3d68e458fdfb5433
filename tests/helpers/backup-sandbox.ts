import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * A folder in which the backup scripts run for real under bash, with programs on PATH that stand in for `aws` and the
 * PostgreSQL client. Objects are files below `s3/<bucket>/`; every call of a program is a line of the log.
 */
export interface Sandbox {
  run(script: string, environment: Readonly<Record<string, string>>): Run;
  put(bucket: string, key: string, content: string | Buffer): void;
  object(bucket: string, key: string): Buffer;
  exists(bucket: string, key: string): boolean;
  /** Every call, program and arguments on one line. */
  calls(): readonly string[];
  remove(): void;
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** FAIL names the calls that fail, by the start of their arguments: `FAIL="s3 sync"`. */
const PROGRAMS: Readonly<Record<string, string>> = {
  aws: `echo "aws $*" >> "$SANDBOX/calls"
if [[ -n "\${FAIL:-}" && "$*" == "$FAIL"* ]]; then echo "An error occurred (AccessDenied)" >&2; exit 1; fi
arguments=("$@"); from="\${arguments[-2]}"; to="\${arguments[-1]}"
file() { echo "$SANDBOX/s3/\${1#s3://}"; }
case "$1 $2" in
  "s3 cp")
    if [[ "$from" == - ]]; then mkdir -p "$(dirname "$(file "$to")")"; cat > "$(file "$to")"; else cat "$(file "$from")"; fi ;;
  "s3 ls")
    found=0
    for path in "$(file "$3")"*; do
      [[ -f "$path" ]] || continue
      found=1; echo "2025-01-01 02:00:00 $(wc -c < "$path") $(basename "$path")"
    done
    (( found == 1 )) ;;
  "s3 sync")
    mkdir -p "$(file "$to")"
    [[ "$*" == *--delete* ]] && rm -rf "$(file "$to")"/*
    cp -r "$(file "$from")". "$(file "$to")" ;;
  "s3api list-objects-v2")
    while (( $# > 0 )); do
      case "$1" in --bucket) bucket="$2" ;; --prefix) prefix="$2" ;; esac
      shift
    done
    { find "$SANDBOX/s3/$bucket/$prefix" -type f 2>/dev/null || true; } | head -n 1 | wc -l ;;
  "s3 rm") rm "$(file "$to")" ;;
  "cloudwatch put-metric-data") ;;
  *) echo "unknown call: $*" >&2; exit 2 ;;
esac`,
  psql: `echo "psql $*" >> "$SANDBOX/calls"
case "$*" in
  *pg_database_size*) echo "\${DATABASE_BYTES:-1000}" ;;
  *pg_stat_user_tables*) echo "\${DATABASE_TABLES:-0}" ;;
  *analyze) ;;
  *) echo "unknown query: $*" >&2; exit 2 ;;
esac`,
  pg_dump: `echo "pg_dump $*" >> "$SANDBOX/calls"
echo "PGDMP COPY"; echo "rows"
if [[ "\${FAIL:-}" == pg_dump ]]; then echo "pg_dump: error: server closed the connection" >&2; exit 1; fi
echo "end"`,
  // Reads to the end and finds it, as the real one does with an archive that was cut off.
  pg_restore: `echo "pg_restore $*" | sed 's|/dev/fd/[0-9]*|/dev/fd/N|' >> "$SANDBOX/calls"
for option in "$@"; do
  if [[ "$option" == --use-list=* ]]; then sed 's/^/entry /' "\${option#*=}" >> "$SANDBOX/calls"; fi
  if [[ "$option" == --list ]]; then
    printf '%s\\n' '3; 3079 1 EXTENSION - pgcrypto ' '9; 0 0 COMMENT - EXTENSION pgcrypto ' '8; 0 0 COMMENT public TABLE t owner'
    exit 0
  fi
done
content=$(cat); [[ "$content" == *end ]] || { echo "pg_restore: error: could not read from input file: end of file" >&2; exit 1; }
if [[ "$content" == *COPY* ]]; then echo "COPY public.applications (id) FROM stdin;"; fi`,
};

export function sandbox(): Sandbox {
  const root = mkdtempSync(join(tmpdir(), "backup-scripts-"));
  const path = (bucket: string, key: string) => join(root, "s3", bucket, key);
  mkdirSync(join(root, "bin"));
  mkdirSync(join(root, "s3"));
  for (const [program, body] of Object.entries(PROGRAMS)) {
    const file = join(root, "bin", program);
    writeFileSync(file, `#!/bin/bash\nset -uo pipefail\n${body}\n`);
    chmodSync(file, 0o755);
  }
  return {
    run: (script, environment) => {
      const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", script], {
        encoding: "utf8",
        // With a socket as its input bash takes itself for a remote shell and reads the machine's bashrc.
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...environment, PATH: `${join(root, "bin")}:/usr/bin:/bin`, SANDBOX: root },
      });
      return { code: status, stdout, stderr };
    },
    put: (bucket, key, content) => {
      mkdirSync(dirname(path(bucket, key)), { recursive: true });
      writeFileSync(path(bucket, key), content);
    },
    object: (bucket, key) => readFileSync(path(bucket, key)),
    exists: (bucket, key) => existsSync(path(bucket, key)),
    calls: () => (existsSync(join(root, "calls")) ? readFileSync(join(root, "calls"), "utf8").trimEnd().split("\n") : []),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
