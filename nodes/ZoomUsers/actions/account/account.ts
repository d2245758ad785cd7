import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readLicenses } from '../../../zoom/lookup/licenses';
import { call, toRowResult } from '../../../zoom/calls/call';
import type { RunContext } from '../../../zoom/calls/runContext';
import type { RowResult } from '../../../zoom/model/outcome';
import { runRowOperation } from '../../run/rowOperation';
import { listWords } from '../../run/listOperation';
import type { Report } from '../../output/report';
import { nothingMore, runContext } from '../../run/userOperation';

async function read(
	n8n: IExecuteFunctions,
	report: Report,
	name: string,
	settle: (run: RunContext) => Promise<RowResult>,
): Promise<void> {
	await runRowOperation<object, RunContext>(n8n, report, {
		verb: listWords.verb,
		parameters: [],
		nameOf: () => name,
		read: nothingMore,
		begin: runContext,
		settle,
	});
}

/** Account: Get Licenses. */
export async function getLicenses(n8n: IExecuteFunctions, report: Report): Promise<void> {
	const name = 'The list of licenses';
	await read(n8n, report, name, async (run) => {
		const licenses = await readLicenses(run);
		if ('result' in licenses) return toRowResult(licenses.result, name, 'read');
		return { kind: 'items', items: licenses.licenses as unknown as IDataObject[] };
	});
}

/** Account: Get Summary. */
export async function getSummary(n8n: IExecuteFunctions, report: Report): Promise<void> {
	const name = 'The summary of users';
	await read(n8n, report, name, async (run) => {
		const { result } = await call(run, 'userSummary', { method: 'GET', path: '/users/summary' });
		if (result.kind !== 'done') return toRowResult(result, name, 'read');
		return { kind: 'items', items: [result.body as IDataObject] };
	});
}
