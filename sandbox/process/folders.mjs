import path from 'node:path';
import { fileURLToPath } from 'node:url';

const sandbox = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The sandbox writes only to `state`, and to the node_modules of `package`, `n8n`, and `node24`. */
export const folders = {
	package: path.dirname(sandbox),
	sandbox,
	examples: path.join(path.dirname(sandbox), 'examples'),
	n8n: path.join(sandbox, 'n8n'),
	node24: path.join(sandbox, 'node24'),
	state: path.join(sandbox, '.state'),
};
