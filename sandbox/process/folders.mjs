import path from 'node:path';
import { fileURLToPath } from 'node:url';

const sandbox = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The folders with the versions of n8n that the tests run on. N8N_UNDER_TEST selects another one than 2.x. */
const VERSIONS = { '1x': 'n8n-1x', '2x': 'n8n' };

const version = process.env.N8N_UNDER_TEST || '2x';
if (!Object.hasOwn(VERSIONS, version))
	throw new Error(`N8N_UNDER_TEST is ${Object.keys(VERSIONS).join(' or ')}, not ${version}`);

/** The sandbox writes only to `state`, and to the node_modules of `package`, `n8n`, and `node24`. */
export const folders = {
	package: path.dirname(sandbox),
	sandbox,
	examples: path.join(path.dirname(sandbox), 'examples'),
	n8n: path.join(sandbox, VERSIONS[version]),
	/** All of them: what one has built is reused for another. */
	allN8n: Object.values(VERSIONS).map((folder) => path.join(sandbox, folder)),
	node24: path.join(sandbox, 'node24'),
	state: path.join(sandbox, '.state'),
};
