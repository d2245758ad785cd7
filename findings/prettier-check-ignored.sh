#!/usr/bin/env bash
# prettier 3.6.2, prettier --check
#
# If every file on the command line is in .prettierignore, Prettier reads none of them and reports "All matched files
# use Prettier code style!", with exit code 0. A hook that checks the changed files passes for a file that Prettier
# would change. A name that doesn't exist is an error, and so is a file type that Prettier doesn't know, but not in a
# folder.
#
# Output seen:
#   Checking formatting... All matched files use Prettier code style! (exit 0)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts prettier@3.6.2
echo 'const   a=1' >node.js
echo 'node.js' >.prettierignore

code=0
output=$(npx prettier --check node.js 2>&1) || code=$?
echo $output "(exit $code)"
[ "$code" = 0 ]
[[ $output == *'All matched files use Prettier code style!'* ]]

rm .prettierignore
code=0
npx prettier --check node.js || code=$?
[ "$code" = 1 ]
