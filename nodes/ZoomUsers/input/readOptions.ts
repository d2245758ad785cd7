import type { IDataObject } from 'n8n-workflow';
import { OPTIONS, type OptionName } from '../fields/options';
import type { OptionType } from '../fields/optionTypes';
import type { Problem } from '../../zoom/rules/text';

/** The options of all operations as the code uses them. */
export type Options = {
	[Name in OptionName]: (typeof OPTIONS)[Name] extends OptionType<infer T> ? T : never;
};

/**
 * Reads the options of one row, in any casing. n8n does not check what an expression gives: a value that is none of the
 * choices becomes a problem of the row.
 *
 * @param defaults of the operation, instead of those of all operations
 */
export function readOptions(
	given: IDataObject,
	problems: Problem[],
	defaults: Partial<Options> = {},
): Options {
	const entries = Object.entries(OPTIONS).map(([name, option]) => {
		const fallback: unknown = defaults[name as OptionName] ?? option.fallback;
		if (!(name in given)) return [name, fallback];
		const value = given[name];
		const parsed: unknown = option.parse(value, (message, remedy) => {
			const shown = value === '' || value === null ? undefined : value;
			problems.push({ field: name, value: shown, message, remedy });
			return undefined;
		});
		return [name, parsed ?? fallback];
	});
	return Object.fromEntries(entries) as Options;
}
