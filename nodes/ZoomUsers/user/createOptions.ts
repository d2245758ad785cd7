import type { IDataObject } from 'n8n-workflow';
import type { Problem } from '../../zoom/userInfo';

/** The options of User: Create as the code uses them; n8n does not check what an expression gives. */
export interface Options {
	ifUserExists: 'fail' | 'skip';
	requestFormat: 'auto' | 'multipart' | 'json';
	includeInput: boolean;
	readBack: boolean;
	maxConcurrency: number;
	/** ms */
	timeout: number;
}

const CHOICES = {
	ifUserExists: ['fail', 'skip'],
	requestFormat: ['auto', 'multipart', 'json'],
	includeInput: ['false', 'true'],
	readBack: ['false', 'true'],
} as const;

const NUMBERS = { maxConcurrency: 4, timeout: 60_000 };

/** Reads the options of one row, in any casing; what is none of the choices becomes a problem of the row. */
export function readOptions(given: IDataObject, problems: Problem[]): Options {
	const choose = <Name extends keyof typeof CHOICES>(name: Name): (typeof CHOICES)[Name][number] => {
		const [fallback] = CHOICES[name];
		const word = String(given[name] ?? fallback)
			.trim()
			.toLowerCase();
		const choice = CHOICES[name].find((one) => one === word);
		if (choice === undefined) {
			const remedy = `Use ${CHOICES[name].join(', ')}.`;
			problems.push({ field: name, value: given[name], what: 'is not one of the choices', remedy });
		}
		return choice ?? fallback;
	};
	const number = (name: keyof typeof NUMBERS): number => {
		const value = Number(given[name] ?? NUMBERS[name]);
		if (value > 0) return value;
		const remedy = 'Use a number above 0.';
		problems.push({ field: name, value: given[name], what: 'is not a number above 0', remedy });
		return NUMBERS[name];
	};
	return {
		ifUserExists: choose('ifUserExists'),
		requestFormat: choose('requestFormat'),
		includeInput: choose('includeInput') === 'true',
		readBack: choose('readBack') === 'true',
		maxConcurrency: number('maxConcurrency'),
		timeout: number('timeout'),
	};
}
