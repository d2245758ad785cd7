import { parseArgs } from 'node:util';
import { startSimulator } from './server';

const USUAL_PORT = '4580';
/** Whoever stops it waits no longer than this. */
const LAST_MOMENT_MS = 900;

async function run(): Promise<void> {
	const { values } = parseArgs({ options: { port: { type: 'string', default: USUAL_PORT } } });
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		throw new Error(`--port takes a number from 0 to 65535, 0 for any that is free.`);
	}
	const simulator = await startSimulator({ port });
	const { clientId, clientSecret, accountId } = simulator.settings;
	process.stdout.write(
		[
			'The Zoom simulator is up. Nothing here reaches Zoom.',
			'',
			`  API URL        ${simulator.apiUrl}`,
			`  OAuth URL      ${simulator.oauthUrl}`,
			`  Client ID      ${clientId}`,
			`  Client Secret  ${clientSecret}`,
			`  Account ID     ${accountId}  (Server-to-Server only)`,
			`  Its state      ${simulator.url}/__admin`,
			'',
			'Ctrl+C ends it.',
			'',
		].join('\n'),
	);

	const stop = () => {
		setTimeout(() => process.exit(0), LAST_MOMENT_MS).unref();
		void simulator.close().then(() => process.exit(0));
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
}

run().catch((error: Error) => {
	process.stderr.write(`The Zoom simulator could not start: ${error.message}\n`);
	process.exitCode = 1;
});
