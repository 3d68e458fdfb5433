#!/usr/bin/env bash
# Asks a deployed stack what a person would: does it answer, over TLS, at the health path of its default service? Fails otherwise.
# Usage: probe.sh SYSTEM STACK
set -euo pipefail
settings=$(node cli/groundwork.cjs settings --system "$1" --stack "$2" --json)
value() { jq -r --arg key "groundwork:$1" '.values[] | select(.key == $key) | .value' <<<"$settings"; }
domain=$(value loadBalancer.domain)
service=$(value loadBalancer.defaultService)
# A name with a hyphen stands in brackets.
path=$(value "services.$service.healthCheck.path")$(value "services[\"$service\"].healthCheck.path")
[ -n "$path" ] || { echo "the service $service has no health path" >&2; exit 1; }
for _ in 1 2 3; do
  curl --fail --silent --show-error --max-time 10 --retry 6 --retry-delay 10 --retry-all-errors --output /dev/null \
    --write-out '%{http_code} in %{time_total} s\n' "https://$domain$path"
done
location=$(curl --silent --max-time 10 --output /dev/null --write-out '%{http_code} %{redirect_url}' "http://$domain/")
case "$location" in
  301\ https://*|308\ https://*) echo "plain HTTP is sent to HTTPS" ;;
  *) echo "plain HTTP answers $location" >&2; exit 1 ;;
esac
