import type { IDataObject } from 'n8n-workflow';
import { OPTIONS, type OptionName } from '../fields/options';
import type { OptionType } from '../fields/optionTypes';
import type { Problem } from '../../zoom/rules/text';

/** The options of all operations as the code uses them. */
export type Options = {
	[Name in OptionName]: (typeof OPTIONS)[Name] extends OptionType<infer T> ? T : never;
};

/**
 * Reads the options of one row, case-insensitively. n8n does not check the value of an expression, so a value that is
 * not one of the choices becomes a problem of the row.
 *
 * @param defaults defaults of this operation, instead of the common ones
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
