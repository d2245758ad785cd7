import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { parseExactJson } from '../../zoom/model/exactJson';
import { trimmed, type Problem } from '../../zoom/rules/text';
import { RowParameters } from './rowParameters';
import type { UserRef } from '../../zoom/model/user';

/** Reads the parameters of one row after the other, and collects what is the matter with each. */
export class RowReader {
	problems: Problem[] = [];

	private index = 0;

	private readonly parameters: RowParameters;

	constructor(n8n: IExecuteFunctions, names: readonly string[]) {
		this.parameters = new RowParameters(n8n, names);
	}

	begin(index: number): void {
		this.index = index;
		this.problems = [];
	}

	read(name: string, fallback: unknown = ''): unknown {
		return this.attempt(name, () => this.parameters.read(name, this.index, fallback), fallback);
	}

	text(name: string): string {
		return trimmed(String(this.read(name) ?? ''));
	}

	/** A text without which there is nothing to do. */
	required(name: string, message: string): string {
		const text = this.text(name);
		if (text === '')
			this.problems.push({ field: name, message: `is empty, and ${message}`, remedy: 'Fill it in.' });
		return text;
	}

	collection(name: string): IDataObject {
		return this.attempt(name, () => this.parameters.readCollection(name, this.index), {});
	}

	/** A JSON parameter: text from the editor, or what an expression made of it. */
	json(field: string, given: unknown): unknown {
		if (typeof given !== 'string') return given ?? undefined;
		if (trimmed(given) === '') return undefined;
		try {
			return parseExactJson(given);
		} catch (error) {
			// The position only: the text may hold a password, and the message of JSON.parse quotes it.
			const position = /position \d+/.exec((error as Error).message)?.[0];
			const what = `is not valid JSON${position ? ` (at ${position})` : ''}`;
			this.problems.push({ field, message: what, remedy: 'Check quotes, commas and brackets.' });
			return undefined;
		}
	}

	/** What a resource locator names; an expression in its place is an address where there is an @ in it. */
	locator(name: string): { mode: string; value: string } {
		const given = this.collection(name);
		const whole = typeof given === 'object' ? given : { value: given as unknown };
		const { value, mode } = whole as { value?: unknown; mode?: unknown };
		const text = trimmed(String(value ?? ''));
		if (text === '') {
			const what = 'is empty, and nothing can be done without it';
			this.problems.push({ field: name, message: what, remedy: 'Fill it in, or leave the row out.' });
		}
		return { mode: String(mode ?? 'list'), value: text };
	}

	person(name = 'user'): UserRef {
		const { mode, value } = this.locator(name);
		if (mode === 'employeeId') return { by: 'employeeId', value };
		return { by: value.includes('@') ? 'email' : 'id', value };
	}

	private attempt<T>(name: string, read: () => T, fallback: T): T {
		try {
			return read();
		} catch (error) {
			const what = `cannot be read: ${(error as Error).message}`;
			this.problems.push({ field: name, message: what, remedy: 'Mend the expression.' });
			return fallback;
		}
	}
}

export function listOf(value: unknown): unknown {
	if (value === undefined || value === null || value === '') return undefined;
	return Array.isArray(value) ? value : [value];
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !('toJSON' in value);
}

/** OperationLabels that can hold no comma: a list from the editor, or a text from a column such as "meeting; notes". */
export function wordsIn(given: unknown): string[] {
	return [given ?? []]
		.flat()
		.flatMap((one) => String(one ?? '').split(/[,;]/))
		.map((one) => one.trim())
		.filter((one) => one !== '');
}
