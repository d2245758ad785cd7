import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { folders } from '../process/folders.mjs';

/** The placeholder in the examples for the address of their lists. */
const PLACEHOLDER = /https:\/\/files\.example\.com/g;

/**
 * The example workflows, with the placeholders filled in.
 *
 * @param {object} values
 * @param {Record<string, { id: string, name: string }>} values.credentials  by credential type
 * @param {string} values.filesUrl   the base URL of the CSV files
 * @returns {Map<string, object>} by file name
 */
export function readExamples({ credentials, filesUrl }) {
	const names = readdirSync(folders.examples).filter((name) => name.endsWith('.json'));
	return new Map(
		names.map((name) => {
			const text = readFileSync(path.join(folders.examples, name), 'utf8');
			const workflow = JSON.parse(text.replace(PLACEHOLDER, filesUrl));
			for (const node of workflow.nodes) {
				for (const type of Object.keys(node.credentials ?? {})) {
					if (credentials[type]) node.credentials[type] = credentials[type];
				}
			}
			return [name, workflow];
		}),
	);
}
