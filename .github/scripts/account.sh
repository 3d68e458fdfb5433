#!/usr/bin/env bash
# Says which account and regions a stack lives in, by its own settings, so that no role is named twice.
# Writes account, region and tunnelPort to $GITHUB_OUTPUT. Usage: account.sh SYSTEM STACK
set -euo pipefail
settings=$(node cli/groundwork.cjs settings --system "$1" --stack "$2" --json)
value() { jq -r --arg key "groundwork:$1" '.values[] | select(.key == $key) | .value' <<<"$settings"; }
{
  echo "account=$(value account.id)"
  echo "region=$(value account.region)"
  echo "tunnelPort=$(value tunnel.localPort)"
} >>"${GITHUB_OUTPUT:-/dev/stdout}"
