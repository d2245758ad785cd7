/** The documentation and the nodes say the same thing, and no link leads nowhere. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ZoomUsersOAuth2Api } from '../../credentials/ZoomUsersOAuth2Api.credentials';
import { ZoomUsersServerToServerApi } from '../../credentials/ZoomUsersServerToServerApi.credentials';
import { ZoomUsersWebhookApi } from '../../credentials/ZoomUsersWebhookApi.credentials';
import { reasonUrl } from '../../nodes/ZoomUsers/output/batchError';
import { ZoomUsers } from '../../nodes/ZoomUsers/ZoomUsers.node';
import usersCodex from '../../nodes/ZoomUsers/ZoomUsers.node.json';
import { ZoomUsersTrigger } from '../../nodes/ZoomUsersTrigger/ZoomUsersTrigger.node';
import triggerCodex from '../../nodes/ZoomUsersTrigger/ZoomUsersTrigger.node.json';
import { ERROR_CATALOG } from '../../nodes/zoom/errors/catalog';
import { OUTCOMES, REASONS } from '../../nodes/zoom/model/outcome';
import packageJson from '../../package.json';

const ROOT = path.resolve(__dirname, '../..');
const REPOSITORY = packageJson.repository.url.replace(/^git\+|\.git$/g, '');

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

const pages = [
	'README.md',
	'CHANGELOG.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'examples/README.md',
	'simulator/README.md',
	'probe/README.md',
	...readdirSync(path.join(ROOT, 'docs'))
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

/** Code blocks hold examples, not headings or links. */
const withoutCode = (markdown: string) => markdown.replace(/^```[\s\S]*?^```$/gm, '');

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): string[] {
	return [...withoutCode(read(page)).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}_\- ]/gu, '')
			.replace(/ /g, '-'),
	);
}

/** The text under a heading, down to the next heading of the same or a higher level. */
function section(page: string, heading: string): string {
	const lines = read(page).split('\n');
	const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
	if (start === -1) throw new Error(`${page} has no heading "${heading}"`);
	const level = /^#+/.exec(lines[start])?.[0].length ?? 0;
	const length = lines
		.slice(start + 1)
		.findIndex((line) => (/^#+(?= )/.exec(line)?.[0].length ?? 9) <= level);
	return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length).join('\n');
}

/** The first column of the tables in a text, without their header rows. */
function firstColumn(text: string): string[] {
	return [...text.matchAll(/^\| ([^|]+?) \|/gm)].map(([, cell]) => cell).filter((cell) => !/^-+$/.test(cell));
}

/** The words in code style. */
const codeWords = (text: string) => [...text.matchAll(/`(\w+)`/g)].map(([, word]) => word);

/** Whether a link from a page leads to a file, and to a heading of it. */
function resolves(page: string, target: string): boolean {
	const [file, anchor] = target.split('#');
	const found = file === '' ? page : path.join(path.dirname(page), file);
	if (!existsSync(path.join(ROOT, found))) return false;
	return anchor === undefined || anchorsOf(found).includes(anchor);
}

const linksOf = (page: string) =>
	[...withoutCode(read(page)).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, target]) => target);

const picturesOf = (page: string) =>
	[...read(page).matchAll(/src(?:set)?="([^"]+)"/g)].map(([, source]) => source);

const PAGES_WITH_PATHS = pages.filter(
	(page) => page.startsWith('docs/') || /^(README|CONTRIBUTING)\.md$/.test(page),
);

/** Where a path in a page can start: the architecture page names files inside these folders. */
const STARTS = ['', 'nodes/zoom', 'nodes/ZoomUsers', 'simulator', 'docs', 'examples'];

/** `nodes/ZoomUsers/actions/<resource>/<operation>.ts`, `catalog*.ts`, and what a build creates. */
const isPlaceholder = (text: string) => /[<*]/.test(text) || text === 'dist/';

const isPath = (text: string) =>
	/^[\w.-]+(\/[\w.*<>-]+)*\/?$/.test(text) &&
	(text.includes('/') || /\.(ts|mjs|cjs|js|json|md|csv|svg)$/.test(text)) &&
	!/^(application|multipart|text)\//.test(text);

/** The folders and files of a tree in a code block, with their parents. */
function treePaths(block: string): string[] {
	const parents: Array<{ indent: number; name: string }> = [];
	return block.split('\n').flatMap((line) => {
		const [, indent, name] = /^( *)([\w.-]+(?:\/[\w.-]*)+|[\w-]+\.\w+)(?= {2}|$)/.exec(line) ?? [];
		if (name === undefined) return [];
		while ((parents.at(-1)?.indent ?? -1) >= indent.length) parents.pop();
		const whole = [...parents.map((parent) => parent.name), name].join('');
		parents.push({ indent: indent.length, name });
		return [whole];
	});
}

function pathsOf(page: string): string[] {
	const blocks = read(page).match(/^```$[\s\S]*?^```$/gm) ?? [];
	const inline = [...withoutCode(read(page)).matchAll(/`([^`\n]+)`/g)].map(([, text]) => text);
	return [...inline.filter(isPath), ...blocks.flatMap(treePaths)];
}

const exists = (file: string) =>
	STARTS.some((start) => ['', '.ts'].some((ending) => existsSync(path.join(ROOT, start, file + ending))));

describe('the documentation', () => {
	describe('of results and errors', () => {
		const page = 'docs/results-and-errors.md';

		it('lists every outcome, and no other', () => {
			const line = /^The values of `outcome`: (.+)$/m.exec(read(page))?.[1] ?? '';
			expect(codeWords(line)).toEqual([...OUTCOMES]);
		});

		it('explains every outcome, and no other', () => {
			const rows = firstColumn(section(page, 'Outcomes').split('### ')[0]).filter(
				(cell) => cell !== '`outcome`',
			);
			const explained = rows.flatMap((cell) => codeWords(cell.replace('with `recovered: true`', '')));
			expect([...new Set(explained)].sort()).toEqual([...OUTCOMES].sort());
		});

		it('lists every reason, and no other, each with a link to its entry', () => {
			const rows = [...section(page, 'Reasons').matchAll(/^\| `(\w+)` \| .* \| \[.+\]\(#(.+)\) \|$/gm)];
			expect(rows.map(([, reason]) => reason)).toEqual([...REASONS]);
			expect(rows.map(([, , anchor]) => anchor)).toEqual(
				REASONS.map((reason) => `reason-${reason.toLowerCase()}`),
			);
		});

		it.each([...REASONS])('says what to do about the reason %s, and who acts', (reason) => {
			expect(section(page, `Reason: ${reason}`)).toMatch(/^Who acts: .+\.$/m);
		});

		it('lists every code that the catalog has for creating a user, and no other', () => {
			const known = ERROR_CATALOG.filter(
				({ operation }) => operation === undefined || operation === 'createUser',
			).flatMap(({ code }) => (code ? [code] : []));
			const listed = [...section(page, "Zoom's error codes").matchAll(/\| (\d{3,5}) (?=\|)/g)].map(
				([, code]) => Number(code),
			);
			expect(listed.sort((a, b) => a - b)).toEqual([...new Set(known)].sort((a, b) => a - b));
		});

		it('names only reasons that exist beside the codes', () => {
			const named = codeWords(section(page, "Zoom's error codes"));
			expect(named.length).toBeGreaterThan(20);
			expect(named.filter((word) => !REASONS.some((reason) => reason === word))).toEqual([]);
		});
	});

	/** The labels of the options in a collection, as the editor shows them. */
	const optionsOf = ({ properties }: ZoomUsers['description']) =>
		properties
			.filter(({ name }) => name === 'options')
			.flatMap(({ options = [] }) => options)
			.flatMap((option) => ('displayName' in option ? [option.displayName] : []));

	const documentedOptions = (heading: string) =>
		[...section('docs/options.md', heading).matchAll(/^\| \*\*(.+?)\*\* \|/gm)].map(([, label]) => label);

	it('lists every option of Zoom Users by its label, and no other', () => {
		expect(documentedOptions('Options of the Zoom Users node')).toEqual(
			[...new Set(optionsOf(new ZoomUsers().description))].sort(),
		);
	});

	it('lists every option of Zoom Users Trigger by its label, and no other', () => {
		expect(documentedOptions('Options of the Zoom Users Trigger node')).toEqual(
			[...new Set(optionsOf(new ZoomUsersTrigger().description))].sort(),
		);
	});

	it('lists the four actions by their labels, and no other', () => {
		const { properties } = new ZoomUsers().description;
		const actions = properties.find(({ name }) => name === 'action')?.options ?? [];
		const labels = actions.map(({ name }) => name);
		expect(labels).toHaveLength(4);
		const rows = section('docs/operations.md', 'The four actions').split('**Type**')[0];
		expect([...rows.matchAll(/\| \*\*(.+?)\*\* \|/g)].map(([, label]) => label).sort()).toEqual(
			labels.sort(),
		);
	});

	it('explains every operation', () => {
		const page = read('docs/operations.md');
		const { properties } = new ZoomUsers().description;
		const operations = properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options = [] }) => options);
		expect(operations.length).toBeGreaterThan(15);
		const headings = page.split('\n').filter((line) => /^#|^\| \*\*/.test(line));
		const missing = operations.filter(({ name }) => !headings.some((line) => line.includes(name)));
		expect(missing.map(({ name }) => name)).toEqual([]);
	});

	it('lists every event of the trigger, and no other', () => {
		const { properties } = new ZoomUsersTrigger().description;
		const events = properties.find(({ name }) => name === 'events')?.options ?? [];
		const values = events.flatMap((event) => ('value' in event ? [event.value] : []));
		expect(values.length).toBeGreaterThan(0);
		const rows = firstColumn(section('docs/trigger.md', 'Events')).join(' ');
		const documented = [...rows.matchAll(/`([\w.]+)`/g)].map(([, event]) => event);
		expect(documented.sort()).toEqual(values.sort());
	});

	it.each(pages)('links only to files and headings that exist: %s', (page) => {
		expect(linksOf(page).filter((target) => !resolves(page, target))).toEqual([]);
	});

	it.each(PAGES_WITH_PATHS)('names only files and folders that exist: %s', (page) => {
		const paths = pathsOf(page);
		expect(paths.filter((one) => !isPlaceholder(one) && !exists(one))).toEqual([]);
	});

	it('names files and folders', () => {
		expect(pathsOf('docs/architecture.md').length).toBeGreaterThan(40);
		expect(
			pathsOf('CONTRIBUTING.md').filter((one) => one.startsWith('nodes/ZoomUsers/')).length,
		).toBeGreaterThan(6);
	});

	it('has a glossary with names of the code', () => {
		const sources = ['nodes', 'simulator'].flatMap((folder) =>
			readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
				.map((file) => read(path.join(folder, file))),
		);
		const names = new Set(sources.join('\n').match(/\w+/g));
		const glossary = codeWords(section('docs/architecture.md', 'Glossary'));
		expect(glossary.length).toBeGreaterThan(20);
		expect(glossary.filter((word) => !names.has(word))).toEqual([]);
	});

	it('is linked from the README, page by page', () => {
		const linked = linksOf('README.md').map((target) => target.split('#')[0]);
		expect(pages.filter((page) => page.startsWith('docs/') && !linked.includes(page))).toEqual([]);
	});

	it.each(pages.filter((page) => picturesOf(page).length > 0))('shows pictures that exist: %s', (page) => {
		const missing = picturesOf(page).filter(
			(source) => !existsSync(path.join(ROOT, path.dirname(page), source)),
		);
		expect(missing).toEqual([]);
	});

	it('shows every picture of docs/pictures', () => {
		const shown = pages.flatMap((page) =>
			picturesOf(page).map((source) => path.posix.join(path.posix.dirname(page), source)),
		);
		const kept = readdirSync(path.join(ROOT, 'docs/pictures'), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.png'))
			.map((file) => path.posix.join('docs/pictures', file.split(path.sep).join('/')));
		expect(kept.length).toBeGreaterThan(0);
		expect(kept.filter((file) => !shown.includes(file))).toEqual([]);
	});
});

describe('the documentation links in the editor', () => {
	const PAGES = `${REPOSITORY}/blob/main/`;
	const links: Array<[string, string]> = [
		['Zoom Users OAuth2 API', new ZoomUsersOAuth2Api().documentationUrl],
		['Zoom Users Server-to-Server API', new ZoomUsersServerToServerApi().documentationUrl],
		['Zoom Users Webhook API', new ZoomUsersWebhookApi().documentationUrl],
		...[usersCodex, triggerCodex].flatMap(({ node, resources }) =>
			[...resources.primaryDocumentation, ...resources.credentialDocumentation].map(
				({ url }): [string, string] => [node, url],
			),
		),
	];

	it.each(links)('of %s leads to a page of the documentation: %s', (_, url) => {
		expect({ url, leads: url.startsWith(PAGES) && resolves('.', url.slice(PAGES.length)) }).toEqual({
			url,
			leads: true,
		});
	});

	it.each([...REASONS])('of an error leads to the entry of its reason: %s', (reason) => {
		const url = reasonUrl(reason);
		expect({ url, leads: url.startsWith(PAGES) && resolves('.', url.slice(PAGES.length)) }).toEqual({
			url,
			leads: true,
		});
	});

	it('of the credentials lead to a heading', () => {
		for (const [, url] of links.slice(0, 3)) expect(url).toContain('#');
	});
});
