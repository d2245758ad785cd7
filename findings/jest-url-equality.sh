#!/usr/bin/env bash
# jest 29.7.0, toEqual and toStrictEqual (Node.js 20 and 24)
#
# Two different URL objects are equal for Jest 29. It compares the own enumerable properties of an object, and a URL
# has none: they are getters of the class. An assertion on the URL of a request passes whatever was requested. Errors
# have a similar gap: only the message counts, and not a code, even with toStrictEqual. Compare url.href and
# error.code.
#
# Output seen:
#   Tests: 4 passed, 4 total
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts jest@29.7.0
cat >equality.test.js <<'JS'
const users = new URL('https://api.example.com/v2/users?page=1');
const groups = new URL('http://localhost/groups');
const errors = [300, 429].map((code) => Object.assign(new Error('Zoom'), { code }));

test('toEqual takes two URLs for equal', () => expect(users).toEqual(groups));
test('toStrictEqual takes two URLs for equal', () => expect({ url: users }).toStrictEqual({ url: groups }));
test('toStrictEqual ignores the code of an error', () => expect(errors[0]).toStrictEqual(errors[1]));
test('their texts differ', () => expect(users.href).not.toEqual(groups.href));
JS
npx jest --ci 2>&1 | tee output
grep -q 'Tests: *4 passed, 4 total' output
