import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { putCredentials } from '../../../sandbox/demo/credentials.mjs';
import { readExamples } from '../../../sandbox/demo/examples.mjs';
import { serveFiles } from '../../../sandbox/demo/files.mjs';
import { startN8n } from '../../../sandbox/n8n-runtime/n8n.mjs';
import { packPackage } from '../../../sandbox/n8n-runtime/package.mjs';
import { startSimulator } from '../../../sandbox/demo/simulator.mjs';
import { signIn } from '../../../sandbox/n8n-runtime/rest.mjs';

const OWNER = { email: 'owner@e2e.example', password: 'Owner1of1e2e' };

/**
 * Packs the package, and starts a Zoom simulator and a file server for the CSV files of the examples. The package must
 * be built. n8n isn't running yet: it can be started, killed, and started again with the same data.
 *
 * @param {{ editor?: boolean }} [options]  without its editor, n8n starts with a quarter less computing
 */
export async function n8nWithZoom({ editor = true } = {}) {
	const folder = mkdtempSync(join(tmpdir(), 'e2e-'));
	const packageTarball = await packPackage(join(folder, 'package'));
	const zoom = await startSimulator({ logFile: join(folder, 'simulator.log') });
	const files = await serveFiles(folder);
	const userFolder = join(folder, 'n8n');
	let server, credentials;

	/** @returns {Promise<any>} the response of the simulator's admin API */
	async function control(method, route, body) {
		const answer = await fetch(`${zoom.url}/__admin${route}`, {
			method,
			headers: body && { 'content-type': 'application/json' },
			body: body && JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${await answer.text()}`);
		return await answer.json();
	}

	return {
		folder,
		zoom,
		control,

		/**
		 * Starts n8n. The first start installs the package and creates the credentials.
		 *
		 * @param {object} [changes]  override fields of the credentials
		 * @param {Record<string, string>} [env]  environment variables for n8n
		 * @returns {ReturnType<typeof signIn>}
		 */
		async start(changes = {}, env = {}) {
			server = await startN8n({
				userFolder,
				env: editor ? env : { N8N_DISABLE_UI: 'true', ...env },
				...(credentials ? {} : { packageTarball }),
			});
			const n8n = await signIn(server.url, OWNER);
			credentials ??= await putCredentials(n8n, { ...(await zoom.credential()), ...changes });
			return n8n;
		},

		/** Kills n8n and everything that it started, with SIGKILL. */
		async kill() {
			process.kill(-server.pid, 'SIGKILL');
			await server.exited;
		},

		/** An example workflow, with the credentials and the URL of its list filled in. */
		example: (name) => readExamples({ credentials, filesUrl: files.url }).get(name),

		async stop() {
			await server?.stop();
			await files.stop();
			await zoom.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Returns a node of a workflow by its name. */
export function nodeOf(workflow, name) {
	const node = workflow.nodes.find((one) => one.name === name);
	if (!node) throw new Error(`"${workflow.name}" has no node "${name}"`);
	return node;
}
