import path from 'node:path';
import { fileURLToPath } from 'node:url';

const sandbox = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Where everything stands. Nothing of the sandbox is written outside `state` and the node_modules beside it. */
export const folders = {
	package: path.dirname(sandbox),
	sandbox,
	examples: path.join(path.dirname(sandbox), 'examples'),
	n8n: path.join(sandbox, 'n8n'),
	node24: path.join(sandbox, 'node24'),
	state: path.join(sandbox, '.state'),
};
