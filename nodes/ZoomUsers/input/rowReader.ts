import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { parseExactJson } from '../../zoom/model/exactJson';
import type { UserRef } from '../../zoom/model/user';
import { emailProblem } from '../../zoom/rules/email';
import { cleanText, cleanValues, codeOf, isNothing, type Problem } from '../../zoom/rules/text';
import { DuplicateRows } from './duplicateRows';
import { RowParameters, type RowValue } from './rowParameters';

/** Texts that are not cleaned: a password can contain spaces, and JSON has its own rules. */
const AS_IS: readonly string[] = ['password', 'userInfoJson', 'licenseInfo', 'pendingChanges'];

/** Reads the parameters of one row at a time, and collects its problems. */
export class RowReader<Name extends string = string> {
	problems: Problem[] = [];

	/** What the row is about, for sentences. */
	subject = '';

	private index = 0;

	private values = new Map<string, RowValue>();

	private readonly parameters: RowParameters;

	private readonly duplicates = new DuplicateRows();

	private readonly removed = { codes: new Set<string>(), rows: 0 };

	private readonly hintsOnce = new Set<string>();

	constructor(
		private readonly n8n: IExecuteFunctions,
		names: readonly Name[],
	) {
		this.parameters = new RowParameters(n8n, names);
	}

	begin(index: number): void {
		this.index = index;
		this.problems = [];
		this.subject = '';
		this.values = this.parameters.row(index);
		this.clean();
	}

	/** Removes the invisible characters from the values of the row, and notes which they were. */
	private clean(): void {
		const holders: Array<{ value: unknown }> = [];
		for (const [path, read] of this.values) {
			const isText = !AS_IS.includes(path.slice(path.indexOf('.') + 1));
			if (read.kind === 'value' && isText) holders.push(read);
		}
		const codes = cleanValues(holders);
		if (codes.size === 0) return;
		this.removed.rows++;
		for (const code of codes) this.removed.codes.add(code);
	}

	/** Hints about all rows. */
	get hints(): string[] {
		const { codes, rows } = this.removed;
		if (rows === 0) return [...this.hintsOnce];
		const where = rows === 1 ? '1 row' : `${rows} rows`;
		return [
			...this.hintsOnce,
			`Invisible characters (${[...codes].join(', ')}) were removed from the values of ${where}.`,
		];
	}

	/** Adds a hint once for the run. */
	hint(message: string): void {
		this.hintsOnce.add(message);
	}

	/** Adds at most one problem for each field, because further ones only follow from the first. */
	complain(problem: Problem): undefined {
		if (!this.problems.some(({ field }) => field === problem.field)) this.problems.push(problem);
		return undefined;
	}

	/** @param fallback for a parameter that the node does not have */
	read(name: Name, fallback: unknown = ''): unknown {
		return this.values.has(name) ? this.valueAt(name, name) : fallback;
	}

	/**
	 * Reads a value that must not fall back to a default. An expression without a result is a problem of the row, because
	 * n8n returns `undefined` or `null` for some failed expressions.
	 */
	given(name: Name, fallback: unknown): unknown {
		if (!this.values.has(name)) return fallback;
		const value = this.valueAt(name, name);
		if (!isNothing(value)) return value;
		if (!this.parameters.isExpression(name)) return fallback;
		const remedy = 'Correct the expression, or choose a value.';
		return this.complain({ field: name, message: 'is empty', remedy });
	}

	text(name: Name): string {
		return String(this.read(name) ?? '').trim();
	}

	/** Reads a required text. */
	required(name: Name, because: string): string {
		const text = this.text(name);
		if (text === '')
			this.complain({ field: name, message: `is empty, and ${because}`, remedy: 'Fill it in.' });
		return text;
	}

	/** Reads an email address. An invalid one is a problem of the row. */
	email(name: Name, because: string): string {
		const address = this.required(name, because);
		const message = address === '' ? undefined : emailProblem(address);
		if (message) {
			const remedy = 'Enter one email address, such as nathan@example.com.';
			this.complain({ field: name, value: address, message, remedy });
		}
		return address;
	}

	/** Reads the added fields of a collection. Fields without a value are present as `undefined`. */
	collection(name: Name): IDataObject {
		if (this.values.has(name)) {
			const whole = this.valueAt(name, name);
			return typeof whole === 'object' && whole !== null ? (whole as IDataObject) : {};
		}
		const prefix = `${name}.`;
		const fields: IDataObject = {};
		for (const path of this.values.keys()) {
			if (!path.startsWith(prefix)) continue;
			const field = path.slice(prefix.length);
			fields[field] = this.valueAt(path, field) as IDataObject[string];
		}
		return fields;
	}

	/** Reads a JSON parameter: text from the editor, or the value of an expression. */
	json(field: string, given: unknown): unknown {
		if (typeof given !== 'string') return given ?? undefined;
		if (given.trim() === '') return undefined;
		try {
			return parseExactJson(given);
		} catch (error) {
			// Only the position: the message of JSON.parse quotes the text, which can contain a password.
			const position = /position \d+/.exec(messageOf(error))?.[0];
			const message = `is not valid JSON${position ? ` (at ${position})` : ''}`;
			return this.complain({ field, message, remedy: 'Check quotes, commas and brackets.' });
		}
	}

	/** Reads a resource locator. An expression in its place is read as an email address if it contains an @. */
	locator(name: Name): { mode: string; value: string } {
		const given = this.read(name, {});
		const whole = isObject(given) ? given : { value: given };
		const value = String(whole.value ?? '').trim();
		if (value === '') {
			const message = 'is empty, and the operation requires it';
			this.complain({ field: name, message, remedy: 'Fill it in, or leave the row out.' });
		}
		return { mode: String(whole.mode ?? 'list'), value };
	}

	/** Reads the user that the row is about. */
	user(name: Name): UserRef {
		const { mode, value } = this.locator(name);
		this.subject = value;
		if (mode === 'employeeId') return { by: 'employeeId', value };
		if (!value.includes('@')) return { by: 'id', value };
		const message = emailProblem(value);
		if (message) {
			const remedy = 'Enter one email address, such as nathan@example.com, or choose By ID.';
			this.complain({ field: name, value, message, remedy });
		}
		return { by: 'email', value };
	}

	/** Checks that no earlier row has this value. */
	unique(field: string, value: string, label: string): void {
		const first = this.duplicates.earlier(field, value, this.index);
		if (first === undefined) return;
		const message = `is the same ${label} as in row ${first + 1}`;
		this.complain({ field, value, message, remedy: 'Remove one of the two rows.' });
	}

	private valueAt(path: string, field: string): unknown {
		const read = this.values.get(path);
		if (!read) return undefined;
		if (read.kind === 'error') {
			const message = `cannot be read: ${read.error.message}`;
			return this.complain({ field, message, remedy: 'Correct the expression.' });
		}
		if (read.value === undefined) this.explainMissingColumn(path, field);
		return read.value;
	}

	/**
	 * Explains a missing column if the row has one that looks the same, for example with a byte order mark in its name.
	 */
	private explainMissingColumn(path: string, field: string): void {
		const column = this.parameters.columnOf(path);
		if (column === undefined) return;
		const { json } = this.n8n.getInputData()[this.index];
		if (Object.hasOwn(json, column)) return;
		const similar = Object.keys(json).find((name) => alike(name) === alike(column));
		if (similar === undefined) return;
		const difference = [...similar].filter((one) => !column.includes(one)).map(codeOf);
		const how = difference.length > 0 ? ` (it contains ${[...new Set(difference)].join(', ')})` : '';
		this.complain({
			field,
			message: `is empty: the row has no column "${column}", but a similar one, "${cleanText(similar)}"${how}`,
			remedy: 'Rename the column in its source, or map the existing column.',
		});
	}
}

/** Column names that look the same have the same result. */
function alike(column: string): string {
	return cleanText(column)
		.toLowerCase()
		.replace(/[\s_-]/g, '');
}

export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

export function listOf(value: unknown): unknown {
	if (isNothing(value)) return undefined;
	return Array.isArray(value) ? value : [value];
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !('toJSON' in value);
}
