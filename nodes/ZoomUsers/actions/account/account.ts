import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readLicenses } from '../../../zoom/lookup/licenses';
import { ask, unsuccessful, type Run } from '../../../zoom/calls/run';
import type { Settled } from '../../../zoom/model/outcome';
import { forEachRow } from '../../run/rowOperation';
import { listWords } from '../../run/listOperation';
import type { Report } from '../../output/report';
import { nothingMore, onlyRun } from '../../run/userOperation';

async function read(
	n8n: IExecuteFunctions,
	report: Report,
	name: string,
	settle: (run: Run) => Promise<Settled>,
): Promise<void> {
	await forEachRow<object, Run>(n8n, report, {
		verb: listWords.verb,
		parameters: [],
		nameOf: () => name,
		read: nothingMore,
		begin: onlyRun,
		settle,
	});
}

/** Account: Get Licenses. */
export async function getLicenses(n8n: IExecuteFunctions, report: Report): Promise<void> {
	const name = 'The list of licenses';
	await read(n8n, report, name, async (run) => {
		const licenses = await readLicenses(run);
		if ('verdict' in licenses) return unsuccessful(licenses.verdict, name, 'read');
		return { many: licenses.licenses as unknown as IDataObject[] };
	});
}

/** Account: Get Summary. */
export async function getSummary(n8n: IExecuteFunctions, report: Report): Promise<void> {
	const name = 'The summary of users';
	await read(n8n, report, name, async (run) => {
		const { verdict } = await ask(run, 'userSummary', { method: 'GET', path: '/users/summary' });
		if (verdict.is !== 'done') return unsuccessful(verdict, name, 'read');
		return { many: [verdict.body as IDataObject] };
	});
}
