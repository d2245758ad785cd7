/** `npm run probe`. See probe/README.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { MAX_REQUESTS, type Target } from './client';
import { ProbeJournal } from './journal';
import { toMarkdown } from './report';
import { probe, removeLeftOver, type ProbeOptions } from './run';
import { addressOf, MAX_INVITATIONS } from './session';

const { values } = parseArgs({
	options: {
		address: { type: 'string', default: process.env.PROBE_ADDRESS ?? '' },
		journal: { type: 'string', default: '.probe/journal.jsonl' },
		out: { type: 'string', default: 'probe-report' },
		'remove-only': { type: 'boolean', default: false },
		yes: { type: 'boolean', default: false },
	},
});

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** @throws Error with what is missing */
function readTarget(): Target {
	const { ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET } = process.env;
	if (!ZOOM_ACCOUNT_ID || !ZOOM_CLIENT_ID || !ZOOM_CLIENT_SECRET) {
		throw new Error(
			'Set ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET to the values of a Server-to-Server OAuth app.',
		);
	}
	const apiUrl = process.env.ZOOM_API_URL ?? 'https://api.zoom.us/v2';
	const oauthUrl = process.env.ZOOM_OAUTH_URL ?? 'https://zoom.us/oauth';
	for (const url of [apiUrl, oauthUrl]) {
		const { protocol, hostname } = new URL(url);
		if (protocol !== 'https:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
			throw new Error(`${url} must start with https://, because tokens are sent to it.`);
		}
	}
	return {
		apiUrl,
		oauthUrl,
		accountId: ZOOM_ACCOUNT_ID,
		clientId: ZOOM_CLIENT_ID,
		clientSecret: ZOOM_CLIENT_SECRET,
	};
}

async function confirmed({ target, pattern }: ProbeOptions, leftOver: string[]): Promise<boolean> {
	print(`The probe sends requests to ${target.apiUrl}:`);
	if (leftOver.length > 0) {
		print(
			`- First, it removes the ${leftOver.length} users that an earlier run has left: ${leftOver.join(', ')}.`,
		);
	}
	if (!values['remove-only']) {
		print(
			`- It creates up to 5 users without a license, ${addressOf(pattern, 1)} to ${addressOf(pattern, 5)}.`,
		);
		print(
			`- It adds them to one of your groups, if the account has any, changes them, and removes them again.`,
		);
		print(
			`- It sends at most ${MAX_REQUESTS} requests, and uses at most ${MAX_INVITATIONS} of today's invitations.`,
		);
		print('- It requests new tokens. If other programs use the same app, their token can stop working.');
		print('- It changes no other user, and no setting.');
	}
	if (values.yes) return true;
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question('Continue? (yes/no) ').finally(() => terminal.close());
	return /^y(es)?$/i.test(answer.trim());
}

async function run(): Promise<void> {
	const pattern = values.address;
	if (!values['remove-only'] && !/^[^@\s]*\{n\}[^@\s]*@[^@\s]+\.[^@\s]+$/.test(pattern)) {
		throw new Error(
			'Set --address to an address with {n} before the @, such as someone+{n}@their.example. The invitations go to it.',
		);
	}
	const options: ProbeOptions = { target: readTarget(), pattern, journalFile: values.journal, log: print };
	const { leftOver } = new ProbeJournal(values.journal);
	if (!(await confirmed(options, leftOver))) {
		print('Nothing was sent.');
		return;
	}
	if (values['remove-only']) {
		if ((await removeLeftOver(options)).length > 0) process.exitCode = 1;
		return;
	}
	const { report, leftOver: left } = await probe(options);
	mkdirSync(values.out, { recursive: true });
	const markdown = toMarkdown(report);
	writeFileSync(join(values.out, 'report.json'), `${JSON.stringify(report, null, '\t')}\n`);
	writeFileSync(join(values.out, 'report.md'), markdown);
	print(`\n${markdown}`);
	print(`The report is in ${values.out}. To share it, open an issue with the template "Zoom probe report".`);
	if (left.length > 0) {
		print(
			`These users are still there: ${left.join(', ')}. Run the probe with --remove-only, or remove them in the Zoom portal.`,
		);
		process.exitCode = 1;
	}
}

run().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
