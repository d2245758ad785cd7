import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../../zoom/model/outcome';
import { readInSlices } from '../../input/readInSlices';
import type { Options } from '../../input/readOptions';
import { RowReader } from '../../input/rowReader';
import type { Report } from '../../output/report';
import type { NewUser } from './newUser';
import { readUpsert, UPSERT_PARAMETERS } from './upsert';

/** A row of the list, or why it cannot be planned. */
export type PlanRow =
	| { kind: 'readable'; index: number; wanted: NewUser }
	/** `text`: what the row has as its address. `email`: the address, if it is one. */
	| { kind: 'unreadable'; index: number; text: string; email?: string; failure: Failure };

/** Reads the rows with the code of Create or Update. A row with a problem does not stop the others. */
export async function readPlanRows(
	n8n: IExecuteFunctions,
	report: Report,
	options: Options,
): Promise<PlanRow[]> {
	const rows: PlanRow[] = [];
	const reader = new RowReader(n8n, UPSERT_PARAMETERS);
	const refuse = (index: number, sentence: string, email?: string) =>
		rows.push({
			kind: 'unreadable',
			index,
			text: reader.subject,
			email,
			failure: { reason: 'invalid', sentence },
		});
	await readInSlices(
		n8n,
		report.count,
		(index) => {
			reader.begin(index);
			const wanted = readUpsert(reader, options);
			report.describe(index, reader.subject, options.includeInput);
			if (reader.problems.length === 0 && wanted) rows.push({ kind: 'readable', index, wanted });
			else {
				const emailIsReadable = !reader.problems.some(({ field }) => field === 'email');
				const email = emailIsReadable || wanted ? reader.subject : undefined;
				refuse(index, report.problemsOf(index, reader.problems), email);
			}
		},
		(index, error) => refuse(index, `Row ${index + 1} cannot be read: ${error.message}`),
	);
	for (const hint of reader.hints) report.hint(hint);
	return rows;
}
