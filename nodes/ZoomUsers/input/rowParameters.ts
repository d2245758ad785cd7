import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** Exactly one expression block, without anything that could end it early: `={{ $json.email }}`. */
const ONE_BLOCK = /^=\{\{((?:(?!\{\{|\}\}|\/\/|\/\*)[\s\S])+)\}\}$/;

/** A column of the row itself: `$json.email`, `$json["First name"]`. */
const COLUMN = /^\$json(?:\.([A-Za-z_]\w*)|\[(["'])([^"'\\]+)\2\])$/;

/** After joining has failed for this many rows, it is disabled. */
const MAX_FAILURES = 3;

/** The value of a parameter for one row, or the error of its expression. */
export type RowValue = { kind: 'value'; value: unknown } | { kind: 'error'; error: Error };

/**
 * Reads the parameters of each row. Each expression takes n8n half a millisecond. So an expression that only names a
 * column is looked up in the row, and the other expressions of a row are evaluated together, as one list. If the list
 * has anything but plain values, each parameter is read with n8n's `getNodeParameter`, like all other parameters.
 */
export class RowParameters {
	private readonly raw: IDataObject;

	private readonly items: INodeExecutionData[];

	private readonly paths: string[];

	/** The paths of the expressions that name a column. */
	private readonly columns = new Map<string, string>();

	/** The positions of the joined expressions in the list, by path. */
	private readonly places = new Map<string, number>();

	private readonly list: string;

	private failures = 0;

	constructor(
		private readonly n8n: IExecuteFunctions,
		names: readonly string[],
	) {
		this.raw = n8n.getNode().parameters as IDataObject;
		this.items = n8n.getInputData();
		this.paths = names.flatMap((name) => this.pathsOf(name));
		const expressions: string[] = [];
		for (const path of this.paths) {
			const block = ONE_BLOCK.exec(String(this.rawAt(path) ?? ''));
			if (!block) continue;
			const [, dotted, , quoted] = COLUMN.exec(block[1].trim()) ?? [];
			if (dotted ?? quoted) {
				this.columns.set(path, dotted ?? quoted);
				continue;
			}
			this.places.set(path, expressions.length);
			expressions.push(`(${block[1].trim()})`);
		}
		this.list = expressions.length > 1 ? `{{ [${expressions.join(', ')}] }}` : '';
	}

	/** All values of a row, by path: `email`, `options.timeout`. Parameters that the node does not have are missing. */
	row(index: number): Map<string, RowValue> {
		const joined = this.joinedValues(index);
		return new Map(this.paths.map((path) => [path, this.read(path, index, joined)]));
	}

	/** The column that a parameter names, if its expression does nothing else. */
	columnOf(path: string): string | undefined {
		return this.columns.get(path);
	}

	/** Whether the value of a parameter comes from an expression. */
	isExpression(path: string): boolean {
		return String(this.rawAt(path) ?? '').startsWith('=');
	}

	private read(path: string, index: number, joined: unknown[] | undefined): RowValue {
		const column = this.columns.get(path);
		if (column !== undefined) {
			const { json } = this.items[index];
			if (Object.hasOwn(json, column) && isPlain(json[column])) return { kind: 'value', value: json[column] };
		}
		const place = this.places.get(path);
		if (place !== undefined && joined) return { kind: 'value', value: joined[place] };
		try {
			return { kind: 'value', value: this.n8n.getNodeParameter(path, index, undefined) };
		} catch (error) {
			return { kind: 'error', error: error as Error };
		}
	}

	private pathsOf(name: string): string[] {
		const value = this.raw[name];
		if (value === undefined) return [];
		const isCollection = typeof value === 'object' && value !== null && !Array.isArray(value);
		if (!isCollection || '__rl' in value) return [name];
		return Object.keys(value).map((key) => `${name}.${key}`);
	}

	private rawAt(path: string): unknown {
		const [name, key] = path.split('.');
		return key === undefined ? this.raw[name] : (this.raw[name] as IDataObject)[key];
	}

	private joinedValues(index: number): unknown[] | undefined {
		if (this.list === '' || this.failures >= MAX_FAILURES) return undefined;
		try {
			const values: unknown = this.n8n.evaluateExpression(this.list, index);
			const isComplete = Array.isArray(values) && values.length === this.places.size;
			if (isComplete && values.every(isPlain)) {
				this.failures = 0;
				return values;
			}
		} catch {
			// One of them failed. Reading each one separately shows which.
		}
		this.failures++;
		return undefined;
	}
}

function isPlain(value: unknown): boolean {
	return value === null || !['object', 'function', 'symbol'].includes(typeof value);
}
