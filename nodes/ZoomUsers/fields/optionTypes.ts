import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { isNothing, type Complain } from '../../zoom/rules/text';

/** An option of the node: what the editor shows, and how a value from an expression is read. */
export interface OptionType<T> {
	property: Omit<INodeProperties, 'name'>;
	/** The value if the option was not added. */
	fallback: T;
	/** @returns nothing for an invalid value, after it is reported */
	parse: (given: unknown, complain: Complain) => T | undefined;
}

type Text = Pick<INodeProperties, 'displayName' | 'description'>;

const wordOf = (given: unknown) => String(given).trim().toLowerCase();

/** Reads the value of an added option. An empty value is a problem, not the default. */
const present =
	<T>(parse: OptionType<T>['parse']): OptionType<T>['parse'] =>
	(given, complain) =>
		isNothing(given)
			? complain('was added and is empty', 'Give it a value, or remove the option.')
			: parse(given, complain);

export function flag(text: Text, fallback = false): OptionType<boolean> {
	return {
		property: { ...text, type: 'boolean', default: fallback },
		fallback,
		parse: present((given, complain) => {
			const word = wordOf(given);
			if (word === 'true' || word === 'false') return word === 'true';
			return complain('is not one of the choices', 'Use true or false.');
		}),
	};
}

/** @param choices the first is the default */
export function choice<const C extends string>(
	text: Text,
	choices: readonly C[],
	options: ReadonlyArray<INodePropertyOptions & { value: C }>,
): OptionType<C> {
	return {
		property: { ...text, type: 'options', default: choices[0], options: [...options] },
		fallback: choices[0],
		parse: present(
			(given, complain) =>
				choices.find((one) => one === wordOf(given)) ??
				complain('is not one of the choices', `Use ${choices.join(', ')}.`),
		),
	};
}

export function number(
	text: Text,
	{ fallback, least, most = Infinity }: { fallback: number; least: number; most?: number },
): OptionType<number> {
	const limits = most === Infinity ? { minValue: least } : { minValue: least, maxValue: most };
	const range = most === Infinity ? `from ${least}` : `from ${least} to ${most}`;
	return {
		property: { ...text, type: 'number', typeOptions: limits, default: fallback },
		fallback,
		parse: present((given, complain) => {
			const value = /^\d+(\.\d+)?$/.test(wordOf(given)) ? Number(given) : NaN;
			return value >= least && value <= most ? value : complain(`is not a number ${range}`, 'Correct it.');
		}),
	};
}

/** A list of words from the editor, or a text such as "meeting; notes". */
export function words(text: Text & Pick<INodeProperties, 'placeholder'>): OptionType<string[]> {
	return {
		property: { ...text, type: 'string', default: '' },
		fallback: [],
		parse: present((given) => wordsIn(given)),
	};
}

/** Words without commas: a list from the editor, or a text from a column such as "meeting; notes". */
export function wordsIn(given: unknown): string[] {
	return [given ?? []]
		.flat()
		.flatMap((one) => String(one ?? '').split(/[,;]/))
		.map((one) => one.trim())
		.filter((one) => one !== '');
}
