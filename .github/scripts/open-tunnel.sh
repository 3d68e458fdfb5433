#!/usr/bin/env bash
# Opens the way to the database and leaves it open for the steps that follow (docs/deploying.md, 5). A stack without a
# database has no tunnel, and a stack that was never brought up has none yet: docs/deploying.md says how that is done.
# Run in the system's folder. Usage: open-tunnel.sh STACK PORT
set -euo pipefail
commands=$(pulumi stack output tunnelOpenCommands --stack "$1" --json 2>/dev/null || echo '[]')
if [ "$(jq length <<<"$commands")" -eq 0 ]; then
  echo "this stack has no tunnel"
  exit 0
fi
session-manager-plugin --version
eval "$(jq -r '.[0]' <<<"$commands")"
# Kept before anything else can fail, so that close-tunnel.sh finds the task.
echo "TUNNEL_TASK=$task" >>"$GITHUB_ENV"
eval "$(jq -r '.[1]' <<<"$commands")"
session=$(jq -r '.[2]' <<<"$commands")
# `setsid` takes it out of the step's process group: the runner ends that with the step.
task="$task" setsid bash -c "$session" >tunnel.log 2>&1 &
for _ in $(seq 60); do
  if nc -z 127.0.0.1 "$2"; then exit 0; fi
  sleep 1
done
cat tunnel.log
echo "the tunnel did not open within a minute" >&2
exit 1
