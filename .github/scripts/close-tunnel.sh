#!/usr/bin/env bash
# Stops the tunnel's task, if one was started. It would end by itself too, later. Usage: close-tunnel.sh STACK
set -euo pipefail
[ -n "${TUNNEL_TASK:-}" ] || exit 0
task="$TUNNEL_TASK"
export task
eval "$(pulumi stack output tunnelCloseCommand --stack "$1")"
