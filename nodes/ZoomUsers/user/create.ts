import type { IExecuteFunctions } from 'n8n-workflow';
import { settleAll } from '../../zoom/batch';
import { CreateRun, createUser } from '../../zoom/createUser';
import type { Settled } from '../../zoom/outcome';
import { RequestFormat } from '../../zoom/requestFormat';
import { connect } from '../connection';
import { Ledger } from '../ledger';
import { Progress } from '../progress';
import type { Report } from '../report';
import { readRows, type Row } from './createRows';

const FORMAT_HINT =
	"Zoom refused the multipart form and took JSON instead. Until n8n is restarted this credential sends JSON at once; to make it permanent, set the option 'How to Send' to JSON.";

/** User: Create. Every row is checked before the first request leaves; then each is created once. */
export async function create(n8n: IExecuteFunctions, report: Report): Promise<void> {
	const rows = await readRows(n8n, report);
	if (!report.mayGoOn() || rows.length === 0) return;

	// What bounds the run as a whole is read once, from the first row that can be sent.
	const { requestFormat, maxConcurrency, maxPeople, ...limits } = rows[0].options;
	if (maxPeople > 0 && report.count > maxPeople) {
		report.refuseRun(
			`'Most People in One Run' is ${maxPeople}, and there are ${report.count} rows. Raise it, or take rows out`,
		);
		return;
	}
	const { client, key, close } = await connect(n8n, limits);
	const run = new CreateRun(client, new RequestFormat(requestFormat, key));
	const ledger = new Ledger(n8n);
	const progress = new Progress(n8n, report, client);

	const createRow = async (row: Row): Promise<Settled> => {
		const settled = await createOnce(run, ledger, row);
		report.settle(row.index, settled);
		progress.tell();
		return settled;
	};
	try {
		await settleAll(rows, createRow, {
			concurrency: maxConcurrency,
			alone: () => run.format.open,
			stopped: (outcome) => client.cancelled || (report.stopsAtFailure && 'failed' in outcome),
		});
	} finally {
		close();
	}

	report.allSkipExisting = rows.every(({ options }) => options.ifUserExists === 'skip');
	if (run.format.switched) report.hint(FORMAT_HINT);
	if (run.quota) {
		const { remaining, limit } = run.quota;
		report.hint(`Zoom allows ${limit} invitations a day; ${remaining} are left today.`);
	}
	progress.sumUp();
	if (client.cancelled) report.logCancelled();
}

/** One person, whatever comes: a fault of ours must not take the others with it. */
async function createOnce(run: CreateRun, ledger: Ledger, { person, options }: Row): Promise<Settled> {
	const earlier = ledger.find(person.email);
	if (earlier && 'created' in earlier) return { done: earlier.created };
	const since = earlier?.unsureSince ?? Date.now();
	try {
		const settled = await createUser(run, person, options, earlier?.unsureSince);
		ledger.enter(person.email, settled, since);
		return settled;
	} catch (error) {
		const sentence = `${person.email} may or may not have been created: this node failed (${(error as Error).message}). What to do: look in the Zoom portal, and report it at the address in the documentation.`;
		return { failed: { reason: 'unknown', sentence } };
	}
}
