import { parseArgs } from 'node:util';
import { startAs } from './report';
import { startSimulator } from './server';

const DEFAULT_PORT = '4580';
/** Exits after this time, even if closing takes longer. */
const SHUTDOWN_TIMEOUT_MS = 900;

async function run(): Promise<void> {
	const { values } = parseArgs({
		options: { port: { type: 'string', default: DEFAULT_PORT }, as: { type: 'string' } },
	});
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		throw new Error(`--port must be a number from 0 to 65535. 0 selects any free port.`);
	}
	const { simulator, described } =
		values.as === undefined
			? { simulator: await startSimulator({ port }), described: undefined }
			: await startAs(values.as, port);
	const { clientId, clientSecret, accountId } = simulator.settings;
	process.stdout.write(
		[
			'The Zoom simulator is running. It never contacts Zoom.',
			'',
			`  API URL        ${simulator.apiUrl}`,
			`  OAuth URL      ${simulator.oauthUrl}`,
			`  Client ID      ${clientId}`,
			`  Client Secret  ${clientSecret}`,
			`  Account ID     ${accountId}  (Server-to-Server only)`,
			`  Admin API      ${simulator.url}/__admin`,
			'',
			...(described === undefined
				? []
				: [`It behaves as the account of the report did. Different from the start: ${described}.`, '']),
			'Press Ctrl+C to stop it.',
			'',
		].join('\n'),
	);

	const stop = () => {
		setTimeout(() => process.exit(0), SHUTDOWN_TIMEOUT_MS).unref();
		void simulator.close().then(() => process.exit(0));
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
}

run().catch((error: Error) => {
	process.stderr.write(`The Zoom simulator could not start: ${error.message}\n`);
	process.exitCode = 1;
});
