/**
 * Sentences quote the labels of the screen: 'If User Exists'. Each label exists, and a sentence that an operation can
 * show names no field or option of another operation, unless it names that operation first: "Create or Update with
 * 'If User Is Deactivated'".
 */
import path from 'node:path';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { ZoomUsersOAuth2Api } from '../../credentials/ZoomUsersOAuth2Api.credentials';
import { ZoomUsersServerToServerApi } from '../../credentials/ZoomUsersServerToServerApi.credentials';
import { findOperation } from '../../nodes/ZoomUsers/actions';
import { ZoomUsers } from '../../nodes/ZoomUsers/ZoomUsers.node';
import { ERROR_CATALOG } from '../../nodes/zoom/errors/catalog';
import { CALLS } from '../../nodes/zoom/model/calls';
import { reachability, textsIn } from './support/reachable';

const ROOT = path.resolve(__dirname, '../..');

/** Labels of n8n and of the Zoom portal, which no code of this package has. */
const OF_N8N = ['Connect my account', 'Retry On Fail', 'On Error'];
const OF_ZOOM = [
	'Advanced > Single Sign-On',
	'Account Management > Account Profile',
	'User Management > Roles',
	'User Management > Users',
	'User Management > Users > Pending',
];

/** A label on the screen, with the names of its choices. */
interface Label {
	label: string;
	choices: string[];
}

type Property = INodeProperties | INodePropertyOptions | { displayName: string; values: INodeProperties[] };

function labelsOf(properties: readonly Property[]): Label[] {
	return properties.flatMap((property) => {
		if (!('displayName' in property)) return [{ label: property.name, choices: [] }];
		const inside = ('values' in property ? property.values : (property.options ?? [])) as Property[];
		const choices = inside.flatMap((one) => ('displayName' in one ? [] : [one.name]));
		return [{ label: property.displayName, choices }, ...labelsOf(inside)];
	});
}

const screen = new ZoomUsers().description.properties;
const credentials = [new ZoomUsersOAuth2Api(), new ZoomUsersServerToServerApi()].flatMap((credential) =>
	labelsOf(credential.properties),
);
const everywhere = [...labelsOf(screen), ...credentials];

const tsFilesIn = (folder: string) =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.posix.join(folder, file));

const parse = (file: string) =>
	ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);

const files = ['nodes/zoom', 'nodes/ZoomUsers'].flatMap(tsFilesIn);
const sentences = files.flatMap((file) => textsIn(parse(file)).map((text) => ({ file, text })));

const quoted = (text: string) => [...text.matchAll(/(?<!\w)'([A-Z][^']*)'(?!\w)/g)].map(([, label]) => label);

/** "'If User Exists' to Skip", "'Delete Mode' to 'Delete Permanently'". */
const settings = (text: string) =>
	[...text.matchAll(/'([A-Z][^']*)' (?:is |set )?to '?([A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*)'?/g)].map(
		([, label, choice]) => ({ label, choice }),
	);

/** "User Management > Roles". */
const paths = (text: string) =>
	[...text.matchAll(/[A-Z][\w-]+(?: [A-Z][\w-]+)*(?: > [A-Z][\w-]+(?: [A-Z][\w-]+)*)+/g)].map(
		([found]) => found,
	);

describe('the labels in sentences', () => {
	it('are found', () => {
		expect(sentences.flatMap(({ text }) => quoted(text)).length).toBeGreaterThan(20);
		expect(sentences.flatMap(({ text }) => settings(text)).length).toBeGreaterThan(5);
		expect(sentences.flatMap(({ text }) => paths(text)).length).toBeGreaterThan(10);
	});

	it('are labels of the screen, of a credential, or of n8n', () => {
		const known = [...everywhere.map(({ label }) => label), ...OF_N8N];
		const unknown = sentences.filter(({ text }) => quoted(text).some((label) => !known.includes(label)));
		expect(unknown).toEqual([]);
	});

	it('have the choices that a sentence names', () => {
		const isWrong = ({ label, choice }: { label: string; choice: string }) =>
			!everywhere.some((one) => one.label === label && one.choices.includes(choice));
		expect(sentences.filter(({ text }) => settings(text).some(isWrong))).toEqual([]);
	});

	it('are pages of the Zoom portal, in a path', () => {
		expect(sentences.filter(({ text }) => paths(text).some((one) => !OF_ZOOM.includes(one)))).toEqual([]);
	});
});

interface OperationFile {
	title: string;
	name: string;
	file: string;
	labels: string[];
}

/** Each operation is a file, with a schema of the same name beside it. */
const operations = readdirSync(path.join(ROOT, 'nodes/ZoomUsers/actions'), {
	recursive: true,
	encoding: 'utf8',
})
	.filter((file) => file.endsWith('.schema.json'))
	.map((file): OperationFile => {
		const [resource, value] = file.replace('.schema.json', '').split(path.sep);
		const name = findOperation(resource, value)?.name ?? '';
		const own = screen.filter(({ displayOptions }) => {
			const { resource: resources = [resource], operation = [value] } = displayOptions?.show ?? {};
			return resources.includes(resource) && operation.includes(value);
		});
		return {
			title: `${resource}: ${name}`,
			name,
			file: `nodes/ZoomUsers/actions/${resource}/${value}.ts`,
			labels: [...labelsOf(own), ...credentials].map(({ label }) => label),
		};
	});

const isCatalog = (file: string) => /errors\/catalog(?!Conflicts|Entry)\w*\.ts$/.test(file);
const declarationsOf = reachability(
	ROOT,
	operations.map(({ file }) => file),
	(file) => file.startsWith('nodes/') && !isCatalog(file),
);

/** The parts that all operations share speak of an option only if the operation has it. */
const isShared = (file: string) => /^nodes\/ZoomUsers\/(?!actions\/)/.test(file);

/** The sentences that an operation can show: its own, and those of the catalog for the calls that it makes. */
function sentencesOf({ file }: OperationFile): { calls: string[]; texts: string[] } {
	const declarations = declarationsOf(file);
	// The readiness check has a table of the calls of all operations. It does not make them.
	const literals = declarations
		.filter((one) => one.file !== 'nodes/zoom/rules/operationCalls.ts')
		.flatMap(({ texts }) => texts);
	const calls = Object.keys(CALLS).filter((call) => literals.includes(call));
	const entries = ERROR_CATALOG.filter(
		({ operation }) => operation === undefined || [operation].flat().some((call) => calls.includes(call)),
	);
	const own = declarations.filter((one) => !isShared(one.file)).flatMap(({ texts }) => texts);
	return { calls, texts: [...own, ...entries.flatMap(({ message, remedy }) => [message, remedy])] };
}

/** Whether the sentence names an operation with this label before the label. */
function isIntroduced(text: string, label: string): boolean {
	const before = text.slice(0, text.indexOf(`'${label}'`));
	return operations.some((one) => one.labels.includes(label) && before.includes(one.name));
}

describe('the sentences of an operation', () => {
	it('are found for every operation', () => {
		expect(operations).toHaveLength(24);
		const calls = operations.flatMap((operation) => sentencesOf(operation).calls);
		expect([...new Set(calls)].sort()).toEqual(Object.keys(CALLS).sort());
	});

	it.each(operations)('name only its own fields and options: $title', (operation) => {
		const { calls, texts } = sentencesOf(operation);
		expect(calls).not.toEqual([]);
		const foreign = texts.filter((text) =>
			quoted(text).some(
				(label) => ![...operation.labels, ...OF_N8N].includes(label) && !isIntroduced(text, label),
			),
		);
		expect([...new Set(foreign)]).toEqual([]);
	});
});
