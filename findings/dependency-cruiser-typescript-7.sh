#!/usr/bin/env bash
# dependency-cruiser 17.4.3 with typescript 7.0.2
#
# dependency-cruiser reads TypeScript through the compiler API of typescript >=2 <7. If the project has TypeScript 7,
# or no TypeScript at all, it doesn't fail. It skips every .ts file, reports success, and exits with 0. A rule that
# is broken on purpose below is never checked. Only the number of modules gives it away.
#
# Output seen:
#   typescript 5.9.3: error no-circular: src/a.ts → src/b.ts → src/a.ts ... (exit 1)
#   no typescript: ✔ no dependency violations found (0 modules, 0 dependencies cruised) (exit 0)
#   typescript 7.0.2: ✔ no dependency violations found (0 modules, 0 dependencies cruised) (exit 0)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

mkdir src
echo "import { b } from './b'; export const a = () => b;" >src/a.ts
echo "import { a } from './a'; export const b = () => a;" >src/b.ts
cat >rules.cjs <<'JS'
module.exports = { forbidden: [{ name: 'no-circular', severity: 'error', from: {}, to: { circular: true } }] };
JS

cruise() {
	code=0
	output=$(npx depcruise src --config rules.cjs 2>&1) || code=$?
	echo "$1: $(echo $output) (exit $code)"
}

npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts dependency-cruiser@17.4.3 typescript@5.9.3
cruise "typescript 5.9.3"
[ "$code" = 1 ]
[[ $output == *no-circular* ]]

unchecked() {
	cruise "$1"
	[ "$code" = 0 ]
	[[ $output == *'no dependency violations found (0 modules, 0 dependencies cruised)'* ]]
}
npm uninstall --silent --no-audit --no-fund typescript
unchecked 'no typescript'
npm install --silent --no-audit --no-fund --ignore-scripts typescript@7.0.2
unchecked 'typescript 7.0.2'
