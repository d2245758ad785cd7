#!/usr/bin/env bash
# npm 11.6.2, with n8n-workflow 2.41.0
#
# n8n loads community nodes with its own n8n-workflow, so they list it as a peer dependency. npm installs peers by
# itself, and n8n-workflow brings more than 100 packages into the folder of the community nodes. An entry in
# peerDependenciesMeta leaves one package, the node. "Optional" sounds as if the node could do without n8n-workflow,
# but it only stops npm from installing it.
#
# Output seen:
#   peer:          163 packages
#   optional peer: 1 package
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix tools npm@11.6.2
npm="$dir/tools/node_modules/.bin/npm"

count() {
	mkdir -p "$1/node" "$1/app"
	cd "$1/node"
	echo "{ \"name\": \"n8n-nodes-example\", \"version\": \"1.0.0\", $2 }" >package.json
	"$npm" pack --silent >/dev/null
	cd ../app
	"$npm" init -y >/dev/null
	"$npm" install --silent --no-audit --no-fund --package-lock-only ../node/n8n-nodes-example-1.0.0.tgz
	node -p 'Object.keys(require("./package-lock.json").packages).length - 1'
}
workflow='"peerDependencies": { "n8n-workflow": "2.41.0" }'
peer=$(count peer "$workflow")
optional=$(count optional "$workflow, \"peerDependenciesMeta\": { \"n8n-workflow\": { \"optional\": true } }")
printf 'peer:          %s packages\noptional peer: %s package\n' "$peer" "$optional"
[ "$peer" -gt 100 ]
[ "$optional" = 1 ]
