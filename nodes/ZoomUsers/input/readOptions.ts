import type { IDataObject } from 'n8n-workflow';
import type { Problem } from '../../zoom/rules/text';
import { wordsIn } from './rowReader';

/** The options of all operations as the code uses them; n8n does not check what an expression gives. */
export interface Options {
	allowAdmins: boolean;
	checkLicenses: 'off' | 'warn' | 'refuse';
	ifInactive: 'fail' | 'activate';
	ifUserExists: 'fail' | 'skip';
	requestFormat: 'auto' | 'multipart' | 'json';
	includeInput: boolean;
	/** Zoom's number of how somebody signs in. */
	loginType?: number;
	readBack: boolean;
	maxConcurrency: number;
	/** 0: as many as there are. */
	maxPeople: number;
	onDailyLimit: 'fail' | 'defer';
	/** Email addresses or IDs. */
	protectedUsers: string[];
	/** Percent. */
	rateShare: number;
	removeTspCredentials: boolean;
	simplify: boolean;
	/** ms */
	timeout: number;
	verify: boolean;
}

const NO_YES = ['false', 'true'] as const;

/** The first is what holds where nothing is said. */
const CHOICES = {
	allowAdmins: NO_YES,
	checkLicenses: ['off', 'warn', 'refuse'],
	ifInactive: ['fail', 'activate'],
	ifUserExists: ['fail', 'skip'],
	requestFormat: ['auto', 'multipart', 'json'],
	includeInput: NO_YES,
	onDailyLimit: ['fail', 'defer'],
	readBack: NO_YES,
	removeTspCredentials: NO_YES,
	simplify: ['true', 'false'],
	verify: NO_YES,
} as const;

const NUMBERS = {
	maxConcurrency: { fallback: 4, least: 1, most: 50 },
	maxPeople: { fallback: 0, least: 0, most: Infinity },
	rateShare: { fallback: 50, least: 1, most: 100 },
	timeout: { fallback: 60_000, least: 1, most: Infinity },
};

/** Reads the options of one row, in any casing; what is none of the choices becomes a problem of the row. */
export function readOptions(
	given: IDataObject,
	problems: Problem[],
	defaults: { maxPeople: number } = { maxPeople: 0 },
): Options {
	const choose = <Name extends keyof typeof CHOICES>(name: Name): (typeof CHOICES)[Name][number] => {
		const [fallback] = CHOICES[name];
		const word = String(given[name] ?? fallback)
			.trim()
			.toLowerCase();
		const choice = CHOICES[name].find((one) => one === word);
		if (choice === undefined) {
			const remedy = `Use ${CHOICES[name].join(', ')}.`;
			problems.push({ field: name, value: given[name], message: 'is not one of the choices', remedy });
		}
		return choice ?? fallback;
	};
	const flag = (
		name: 'allowAdmins' | 'includeInput' | 'readBack' | 'removeTspCredentials' | 'simplify' | 'verify',
	) => choose(name) === 'true';
	const number = (name: keyof typeof NUMBERS): number => {
		const { least, most } = NUMBERS[name];
		const fallback = name === 'maxPeople' ? defaults.maxPeople : NUMBERS[name].fallback;
		const said = given[name];
		const value = Number(said === '' || said === null || said === undefined ? fallback : said);
		if (value >= least && value <= most) return value;
		const what =
			most === Infinity ? `is not a number from ${least}` : `is not a number from ${least} to ${most}`;
		problems.push({ field: name, value: given[name], message: what, remedy: 'Correct it.' });
		return fallback;
	};
	return {
		allowAdmins: flag('allowAdmins'),
		checkLicenses: choose('checkLicenses'),
		ifInactive: choose('ifInactive'),
		ifUserExists: choose('ifUserExists'),
		includeInput: flag('includeInput'),
		loginType: loginTypeOf(given.loginType, problems),
		maxConcurrency: Math.floor(number('maxConcurrency')),
		maxPeople: number('maxPeople'),
		onDailyLimit: choose('onDailyLimit'),
		protectedUsers: wordsIn(given.protectedUsers),
		rateShare: number('rateShare'),
		readBack: flag('readBack'),
		removeTspCredentials: flag('removeTspCredentials'),
		requestFormat: choose('requestFormat'),
		simplify: flag('simplify'),
		timeout: number('timeout'),
		verify: flag('verify'),
	};
}

function loginTypeOf(given: unknown, problems: Problem[]): number | undefined {
	if (given === undefined || given === null || given === '') return undefined;
	const number = Number(given);
	if (Number.isInteger(number)) return number;
	const remedy = "Choose one from the list, or give Zoom's number of it.";
	problems.push({ field: 'loginType', value: given, message: 'is not a login type', remedy });
	return undefined;
}
