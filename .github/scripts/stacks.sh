#!/usr/bin/env bash
# Prints the stacks of .github/stacks.json as one line of JSON, only those that the environment asks for; empty asks for all:
# SYSTEMS, a JSON list of the systems that are live; BRANCH; SYSTEM; STACK; PRODUCTION, true or false.
set -euo pipefail
export SYSTEMS="${SYSTEMS:-}" BRANCH="${BRANCH:-}" SYSTEM="${SYSTEM:-}" STACK="${STACK:-}" PRODUCTION="${PRODUCTION:-}"
jq --compact-output 'map(select(
    (env.SYSTEMS == "" or (.system as $system | env.SYSTEMS | fromjson | index([$system])))
    and (env.BRANCH == "" or .branch == env.BRANCH)
    and (env.SYSTEM == "" or .system == env.SYSTEM)
    and (env.STACK == "" or .stack == env.STACK)
    and (env.PRODUCTION == "" or (.production | tostring) == env.PRODUCTION)))' .github/stacks.json
