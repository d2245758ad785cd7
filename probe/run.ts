import { checkActive } from './checks/active';
import { checkCreate } from './checks/create';
import { checkPending } from './checks/pending';
import { checkReads, checkTokens, findGroup } from './checks/reads';
import { ProbeClient, summary, type Target } from './client';
import { ProbeJournal } from './journal';
import { Redactor } from './redactor';
import { rowsOf, type Report } from './report';
import { Session, userPath } from './session';

export interface ProbeOptions {
	target: Target;
	/** An address with {n}, such as someone+{n}@their.example. */
	pattern: string;
	journalFile: string;
	/** Called with one line for each step. */
	log: (line: string) => void;
}

/** The result of a run. `leftOver`: users that Zoom did not remove. */
export interface ProbeResult {
	report: Report;
	leftOver: string[];
	/** Everything that must not be in the report. */
	secrets: string[];
}

/** Removes what an earlier run has left, compares the assumptions with Zoom, and removes all users that it created. */
export async function probe(options: ProbeOptions): Promise<ProbeResult> {
	const { target, pattern, log } = options;
	const redactor = new Redactor();
	const journal = new ProbeJournal(options.journalFile);
	await removeLeftOver(options);
	const client = new ProbeClient(target, redactor);
	const session = new Session(client, redactor, journal, pattern);
	let stopped: Error | undefined;
	try {
		await runChecks(session, log);
	} catch (error) {
		stopped = error as Error;
	}
	const left = await removeAll(journal, target, redactor, log);
	if (stopped && session.seen.size === 0) throw stopped;
	const otherwise = stopped
		? `The probe stopped before: ${redactor.clean(stopped.message)}`
		: 'It needs a user who could not be created.';
	const report: Report = {
		version: 1,
		day: new Date().toISOString().slice(0, 10),
		environment: environmentOf(target.apiUrl),
		requests: client.requests,
		invitations: session.invitations,
		limitHeaders: [...client.limitHeaders].sort(),
		rows: rowsOf(session.seen, otherwise),
	};
	return { report, leftOver: left, secrets: redactor.values };
}

async function runChecks(session: Session, log: (line: string) => void): Promise<void> {
	log('Tokens');
	await checkTokens(session);
	log('Reads');
	await checkReads(session);
	await findGroup(session);
	log('Creating users');
	const created = await checkCreate(session);
	const [invited, other] = Object.values(created);
	if (invited !== undefined) {
		log('Invited users');
		await checkPending(session, invited, other);
	}
	if (session.accepted) {
		log('An active user');
		await checkActive(session, session.accepted);
	}
}

/** Removes the users of an earlier run that was interrupted. */
export async function removeLeftOver({ target, journalFile, log }: ProbeOptions): Promise<string[]> {
	const journal = new ProbeJournal(journalFile);
	if (journal.leftOver.length === 0) return [];
	log(`Removing ${journal.leftOver.length} users of an earlier run`);
	return await removeAll(journal, target, new Redactor(), log);
}

/** @returns the addresses of users who are still there */
async function removeAll(
	journal: ProbeJournal,
	target: Target,
	redactor: Redactor,
	log: (line: string) => void,
): Promise<string[]> {
	const { leftOver } = journal;
	if (leftOver.length > 0) {
		log('Removing all users of the probe');
		// The removal does not count against the limit of requests.
		const client = new ProbeClient(target, redactor, Infinity);
		await client.newToken();
		for (const address of leftOver) {
			const problem = await removeUser(client, address);
			if (problem === undefined) journal.removed(address);
			else log(`${address} could not be removed: ${problem}`);
		}
	}
	journal.close();
	return journal.leftOver;
}

/** @returns why the user is still there */
async function removeUser(client: ProbeClient, address: string): Promise<string | undefined> {
	const path = userPath(address);
	const found = await client.get(path);
	if (found.json.code === 1001) return undefined;
	const queries = found.json.status === 'active' ? ['?action=delete'] : ['', '?action=disassociate'];
	let last = found;
	for (const query of queries) {
		last = await client.send({ method: 'DELETE', path: path + query });
		if (last.status < 300 && (await client.get(path)).json.code === 1001) return undefined;
	}
	return summary(last);
}

function environmentOf(apiUrl: string): Report['environment'] {
	const { hostname } = new URL(apiUrl);
	if (hostname.endsWith('zoomgov.com')) return 'zoomgov.com';
	return hostname === 'zoom.us' || hostname.endsWith('.zoom.us') ? 'zoom.us' : 'other';
}
