import type { IDataObject } from 'n8n-workflow';
import type { Problem } from '../../zoom/userInfo';

/** The options of User: Create as the code uses them; n8n does not check what an expression gives. */
export interface Options {
	ifUserExists: 'fail' | 'skip';
	requestFormat: 'auto' | 'multipart' | 'json';
	includeInput: boolean;
	readBack: boolean;
	maxConcurrency: number;
	/** 0: as many as there are. */
	maxPeople: number;
	onDailyLimit: 'fail' | 'defer';
	/** Percent. */
	rateShare: number;
	/** ms */
	timeout: number;
}

const CHOICES = {
	ifUserExists: ['fail', 'skip'],
	requestFormat: ['auto', 'multipart', 'json'],
	includeInput: ['false', 'true'],
	readBack: ['false', 'true'],
	onDailyLimit: ['fail', 'defer'],
} as const;

const NUMBERS = {
	maxConcurrency: { fallback: 4, least: 1, most: 50 },
	maxPeople: { fallback: 0, least: 0, most: Infinity },
	rateShare: { fallback: 50, least: 1, most: 100 },
	timeout: { fallback: 60_000, least: 1, most: Infinity },
};

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
		const { fallback, least, most } = NUMBERS[name];
		const value = Number(given[name] ?? fallback);
		if (value >= least && value <= most) return value;
		const what =
			most === Infinity ? `is not a number from ${least}` : `is not a number from ${least} to ${most}`;
		problems.push({ field: name, value: given[name], what, remedy: 'Correct it.' });
		return fallback;
	};
	return {
		ifUserExists: choose('ifUserExists'),
		requestFormat: choose('requestFormat'),
		includeInput: choose('includeInput') === 'true',
		readBack: choose('readBack') === 'true',
		maxConcurrency: Math.floor(number('maxConcurrency')),
		maxPeople: number('maxPeople'),
		onDailyLimit: choose('onDailyLimit'),
		rateShare: number('rateShare'),
		timeout: number('timeout'),
	};
}
