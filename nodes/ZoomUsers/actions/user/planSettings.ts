import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { RemovalMode } from '../../../zoom/plan/notInList';
import type { Problem } from '../../../zoom/rules/text';
import { cleanText, isNothing } from '../../../zoom/rules/text';
import { TYPE_WORDS } from '../../../zoom/rules/newUser';
import { wordsIn } from '../../fields/optionTypes';
import { readOptions, type Options } from '../../input/readOptions';
import { RowReader } from '../../input/rowReader';

/** The scope as the node has it: groups by name. */
export interface ScopeByName {
	domains: string[];
	groups: string[];
	types: number[];
	keep: string[];
}

/** What holds for all rows of a plan. */
export interface PlanSettings {
	options: Options;
	notInList: 'leave' | RemovalMode;
	scope: ScopeByName;
	output: 'users' | 'summary';
}

const MODES = ['leave', 'revokeLicense', 'deactivate', 'unlink', 'delete'] as const;
const OUTPUTS = ['users', 'summary'] as const;

/** Reads them from the first row. */
export function readSettings(n8n: IExecuteFunctions): PlanSettings | { problems: Problem[] } {
	const reader = new RowReader(n8n, ['options', 'notInList', 'scope', 'output'] as const);
	reader.begin(0);
	const options = readOptions(reader.collection('options'), reader.problems);
	const notInList = choice(reader, 'notInList', MODES);
	const output = choice(reader, 'output', OUTPUTS);
	const given = notInList === 'leave' ? {} : reader.collection('scope');
	const scope: ScopeByName = {
		domains: listed(reader, given, 'domains').map((one) => one.toLowerCase().replace(/^@/, '')),
		groups: listed(reader, given, 'groups'),
		types: listed(reader, given, 'types').flatMap((one) => readType(reader, one) ?? []),
		keep: listed(reader, given, 'keep'),
	};
	const isUnlimited = scope.domains.length + scope.groups.length + scope.types.length === 0;
	if (notInList !== 'leave' && isUnlimited && reader.problems.length === 0) {
		const message = "is empty, and 'Users Not in the List' needs to know which users the list is about";
		const remedy = 'Add domains, groups or types.';
		reader.complain({ field: 'scope', message, remedy });
	}
	return reader.problems.length > 0 ? { problems: reader.problems } : { options, notInList, scope, output };
}

type Reader = RowReader<'options' | 'notInList' | 'scope' | 'output'>;

function choice<const C extends string>(
	reader: Reader,
	name: 'notInList' | 'output',
	choices: readonly [C, ...C[]],
): C {
	const given = cleanText(String(reader.given(name, choices[0]) ?? ''));
	const found = choices.find((one) => one.toLowerCase() === given.toLowerCase());
	if (found !== undefined) return found;
	const message = 'is not one of the choices';
	reader.complain({ field: name, value: given, message, remedy: `Use ${choices.join(', ')}.` });
	return choices[0];
}

/** An added part of the scope without a value would plan more removals than expected. */
function listed(reader: Reader, given: IDataObject, name: string): string[] {
	if (!(name in given)) return [];
	const words = Array.isArray(given[name])
		? (given[name] as unknown[]).map((one) => cleanText(String(one ?? ''))).filter((one) => one !== '')
		: wordsIn(given[name]);
	if (isNothing(given[name]) || words.length === 0) {
		const remedy = 'Give it a value, or remove it.';
		reader.complain({ field: name, message: 'was added and is empty', remedy });
	}
	return words;
}

function readType(reader: Reader, given: string): number | undefined {
	const word = given.toLowerCase();
	const type = Object.hasOwn(TYPE_WORDS, word) ? TYPE_WORDS[word] : Number(word);
	if (Number.isInteger(type)) return type;
	const remedy = 'Use 1 or Basic, 2 or Licensed, 4 or Unassigned without Meetings Basic.';
	return reader.complain({ field: 'types', value: given, message: 'is not a user type', remedy });
}
