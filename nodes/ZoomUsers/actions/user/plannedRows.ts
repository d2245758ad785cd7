import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { PlannedRow } from '../../../zoom/plan/model';
import { isObject, messageOf } from '../../input/rowReader';
import type { Report } from '../../output/report';

/** The default of the field Plan: the item itself. */
const ITEM_ITSELF = '={{ $json }}';

/** A row that the field Plan names, or why there is none. */
interface Given {
	source: number;
	row?: PlannedRow;
	problem?: string;
}

/**
 * Reads the rows of the plan, and makes them the rows of the report. A row that is in the input several times counts
 * once.
 *
 * @returns the rows by their place in the report; nothing where the report already has an error
 */
export function readPlannedRows(
	n8n: IExecuteFunctions,
	report: Report,
	includeInput: boolean,
): Array<PlannedRow | undefined> {
	const given = n8n.getInputData().flatMap((item, source) => rowsIn(valueOf(n8n, item.json, source), source));
	const seen = new Set<string>();
	const rows = given.filter(({ row }) => {
		if (!row) return true;
		const text = JSON.stringify(row);
		const isNew = !seen.has(text);
		seen.add(text);
		return isNew;
	});
	report.replaceRows(rows.map(({ row, source }) => ({ json: row ?? {}, sources: [source] })));
	rows.forEach(({ row, problem }, index) => {
		report.describe(index, String(row?.email ?? ''), includeInput);
		if (problem !== undefined) report.refuseRow(index, [problem]);
	});
	return rows.map(({ row }) => row);
}

function valueOf(n8n: IExecuteFunctions, json: IDataObject, source: number): unknown {
	if (n8n.getNode().parameters.plan === ITEM_ITSELF) return json;
	try {
		return n8n.getNodeParameter('plan', source, json);
	} catch (error) {
		return new Error(messageOf(error));
	}
}

function rowsIn(value: unknown, source: number): Given[] {
	if (value instanceof Error) return [{ source, problem: `'Plan' cannot be read: ${value.message}` }];
	if (typeof value === 'string') {
		try {
			return rowsIn(JSON.parse(value), source);
		} catch {
			return [{ source, problem: NOT_A_PLAN }];
		}
	}
	if (Array.isArray(value)) return value.flatMap((one) => rowsIn(one, source));
	if (!isObject(value)) return [{ source, problem: NOT_A_PLAN }];
	if (typeof value.seal === 'string') return [{ source, row: value as unknown as PlannedRow }];
	if (Array.isArray(value.rows)) return rowsIn(value.rows, source);
	// An item as n8n has it.
	return isObject(value.json) ? rowsIn(value.json, source) : [{ source, problem: NOT_A_PLAN }];
}

const NOT_A_PLAN =
	"'Plan' has no item of Plan Changes. Use the items of Plan Changes, or name them in an expression such as {{ $('Plan Changes').first().json }}";
