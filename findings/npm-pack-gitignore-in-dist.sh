#!/usr/bin/env bash
# npm 11.6.2, npm pack
#
# "files": ["dist"] in package.json overrides a .gitignore in the root of the package, so a package can ignore dist
# there. It doesn't override a .gitignore inside dist. A tool that writes a .gitignore with "*" into its output
# folder empties the package: npm packs package.json alone, without a warning, and exits with 0.
#
# Output seen:
#   dist ignored in the root:   dist/node.js package.json
#   * ignored in dist:          package.json
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix tools npm@11.6.2
mkdir -p node/dist
cd node
echo 'module.exports = {};' >dist/node.js
echo '{ "name": "n8n-nodes-example", "version": "1.0.0", "files": ["dist"] }' >package.json

packed() {
	../tools/node_modules/.bin/npm pack --silent >/dev/null
	tar tzf n8n-nodes-example-1.0.0.tgz | sed 's,^package/,,' | sort | xargs
}
echo dist >.gitignore
root=$(packed)
echo '*' >dist/.gitignore
nested=$(packed)
printf 'dist ignored in the root:   %s\n* ignored in dist:          %s\n' "$root" "$nested"
[ "$root" = 'dist/node.js package.json' ]
[ "$nested" = package.json ]
