#!/usr/bin/env bash
# Puts a preview under its pull request, one comment for each stack, which later previews replace.
# Usage: comment.sh SYSTEM STACK FILE; GH_TOKEN, GITHUB_REPOSITORY and PULL_REQUEST are set.
set -euo pipefail
marker="<!-- groundwork $1 $2 -->"
{
  echo "$marker"
  echo "### $1 $2"
  echo
  echo '```'
  # A comment holds 65,536 characters; the end of a preview has the counts.
  tail -c 60000 "$3" | sed 's/```/` ` `/g'
  echo '```'
} >comment.md
id=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" \
  --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id" | head -1)
if [ -n "$id" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F body=@comment.md --silent
else
  gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" -F body=@comment.md --silent
fi
