import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readLicenses } from '../../zoom/licenses';
import { ask, Run, unsuccessful } from '../../zoom/run';
import type { Settled } from '../../zoom/outcome';
import { forEachRow } from '../lists';
import type { Report } from '../report';

async function read(
	n8n: IExecuteFunctions,
	report: Report,
	name: string,
	settle: (run: Run) => Promise<Settled>,
): Promise<void> {
	await forEachRow(n8n, report, {
		parameters: [],
		nameOf: () => name,
		read: () => ({}),
		begin: ({ client }) => new Run(client),
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
