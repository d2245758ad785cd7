#!/usr/bin/env bash
# jest 29.7.0, jest -t
#
# A file pattern that matches nothing is an error. A name pattern that matches nothing is not: every test is skipped,
# and jest exits with 0, so a script that runs one test by its name still passes after the test was renamed.
# --passWithNoTests=false makes no difference.
#
# Output seen:
#   jest nothing: exit 1
#   jest -t nothing --passWithNoTests=false: Tests: 1 skipped, 1 total, exit 0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts jest@29.7.0
echo "test('fails', () => expect(1).toBe(2));" >failing.test.js

run() {
	code=0
	output=$(npx jest --ci "$@" 2>&1) || code=$?
	echo "jest $*: $(echo "$output" | grep '^Tests:'), exit $code"
}
run
[ "$code" = 1 ]
run nothing
[ "$code" = 1 ]
run -t nothing --passWithNoTests=false
[ "$code" = 0 ]
[[ $output == *'1 skipped, 1 total'* ]]
