#!/usr/bin/env bash
# scim-patch 0.8.3
#
# Microsoft Entra ID sends "replace" for an email that the user doesn't have yet. By default, scim-patch adds it. The
# default options are { mutateDocument: true, treatMissingAsAdd: true }, and they are not merged with yours: to set
# mutateDocument also switches treatMissingAsAdd off. The same operation then fails with "noTarget".
#
# Output seen:
#   no options: [{"type":"home","value":"ada@home.example"}]
#   { mutateDocument: false }: noTarget
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts scim-patch@0.8.3
node <<'JS'
const assert = require('node:assert/strict');
const { scimPatch } = require('scim-patch');

const operations = [{ op: 'replace', path: 'emails[type eq "home"].value', value: 'ada@home.example' }];
const emails = (options) => {
	try {
		return JSON.stringify(scimPatch({ userName: 'ada', emails: [] }, operations, options).emails);
	} catch (error) {
		return error.scimCode;
	}
};

const byDefault = emails();
const withOption = emails({ mutateDocument: false });
const withBoth = emails({ mutateDocument: false, treatMissingAsAdd: true });
console.log(`no options: ${byDefault}\n{ mutateDocument: false }: ${withOption}`);
assert.equal(byDefault, '[{"type":"home","value":"ada@home.example"}]');
assert.equal(withOption, 'noTarget');
assert.equal(withBoth, byDefault);
JS
