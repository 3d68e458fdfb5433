#!/usr/bin/env bash
# Says by a stack's own settings where it lives, and which roles its jobs take: those of groundwork:deployIdentity.
# Writes region, tunnelPort and roles, the start of their ARNs, to $GITHUB_OUTPUT. Usage: account.sh SYSTEM STACK
set -euo pipefail
settings=$(node cli/groundwork.cjs settings --system "$1" --stack "$2" --json)
value() { jq -r --arg key "groundwork:$1" '.values[] | select(.key == $key) | .value' <<<"$settings"; }
{
  echo "roles=arn:aws:iam::$(value account.id):role/deploy/$(value system.name)-$(value system.environment)"
  echo "region=$(value account.region)"
  echo "tunnelPort=$(value tunnel.localPort)"
} >>"${GITHUB_OUTPUT:-/dev/stdout}"
