#!/usr/bin/env bash
# Runs the tasks whose trigger is before-deployment, such as migrations, with the new image, and waits for each. The tables
# of the new version must also serve the old one, which still runs. Run in the system's folder.
# Usage: before-deployment.sh SYSTEM STACK
set -euo pipefail
root=$(git rev-parse --show-toplevel)
settings=$(cd "$root" && node cli/groundwork.cjs settings --system "$1" --stack "$2" --json)
tasks=$(jq -r '.values[] | select((.key | startswith("groundwork:tasks")) and (.key | endswith(".trigger.kind")) and .value == "before-deployment") | .key' <<<"$settings" |
  sed -E 's/^groundwork:tasks(\.|\[")([^"\]]+)("\])?\.trigger\.kind$/\2/')
for name in $tasks; do
  echo "::group::$name"
  pulumi up --refresh --yes --non-interactive --stack "$2" --target "**task-$name**"
  command=$(pulumi stack output taskCommands --stack "$2" --json | jq -r --arg name "$name" '.[$name]')
  # The command ends with its options, so that more can be added.
  arn=$(eval "$command --query 'tasks[0].taskArn' --output text")
  cluster=$(cut -d/ -f2 <<<"$arn")
  for _ in $(seq 360); do
    status=$(aws ecs describe-tasks --cluster "$cluster" --tasks "$arn" --query 'tasks[0].lastStatus' --output text)
    [ "$status" = STOPPED ] && break
    sleep 10
  done
  code=$(aws ecs describe-tasks --cluster "$cluster" --tasks "$arn" --query "tasks[0].containers[?name=='$name'].exitCode | [0]" --output text)
  echo "::endgroup::"
  if [ "$code" != 0 ]; then
    echo "$name ended with $code; its log is in the group of that name. Nothing else was deployed." >&2
    exit 1
  fi
done
