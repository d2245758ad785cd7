/** README and docs say what the code does: outcomes, reasons, codes, options, links and pictures. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ZoomUsersOAuth2Api } from '../../credentials/ZoomUsersOAuth2Api.credentials';
import { ZoomUsersServerToServerApi } from '../../credentials/ZoomUsersServerToServerApi.credentials';
import { ZoomUsersWebhookApi } from '../../credentials/ZoomUsersWebhookApi.credentials';
import { ZoomUsers } from '../../nodes/ZoomUsers/ZoomUsers.node';
import { ERROR_CATALOG } from '../../nodes/zoom/errors/catalog';
import { OUTCOMES, REASONS } from '../../nodes/zoom/model/outcome';

const ROOT = path.resolve(__dirname, '../..');
const PAGES = [
	'README.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'examples/README.md',
	'simulator/README.md',
	...readdirSync(path.join(ROOT, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
];
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const section = (file: string, title: string) =>
	read(file)
		.split(/^##+ /m)
		.find((part) => part.startsWith(title)) ?? '';

/** The anchors that GitHub makes of the headings of a page. */
const anchorsOf = (file: string) =>
	[
		...read(file)
			.replace(/^```[\s\S]*?^```/gm, '')
			.matchAll(/^#+ (.+)$/gm),
	].map(([, title]) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\- ]/gu, '')
			.replace(/ /g, '-'),
	);

describe('results and errors', () => {
	const PAGE = 'docs/results-and-errors.md';

	it('have every outcome, and no other', () => {
		const line = /The values of `outcome`: ([^.]*)\./.exec(read(PAGE))?.[1] ?? '';
		expect(line.match(/\w+/g)).toEqual([...OUTCOMES]);
	});

	it('have every reason, and no other, each with its heading', () => {
		const rows = section(PAGE, 'Reasons').split('| `reason` |')[1] ?? '';
		expect([...rows.matchAll(/^\| `(\w+)` \|/gm)].map(([, reason]) => reason)).toEqual([...REASONS]);
		const anchors = anchorsOf(PAGE);
		for (const reason of REASONS) expect(anchors).toContain(`reason-${reason.toLowerCase()}`);
	});

	it('have every code that the catalog has for a create', () => {
		const known = new Set(
			ERROR_CATALOG.filter(({ operation }) => operation === undefined || operation === 'createUser').flatMap(
				({ code }) => (code ? [code] : []),
			),
		);
		const listed = [...section(PAGE, "Zoom's error codes").matchAll(/\| (\d{3,5}) (?=\|)/g)].map(([, code]) =>
			Number(code),
		);
		expect(listed.sort((a, b) => a - b)).toEqual([...known].sort((a, b) => a - b));
	});
});

describe('links', () => {
	it.each(PAGES)('lead to files and headings that exist: %s', (page) => {
		for (const [, target] of read(page).matchAll(/\]\((?!https?:|mailto:)([^)]+)\)/g)) {
			const [file, anchor] = target.split('#');
			const linked = file === '' ? page : path.join(path.dirname(page), file);
			expect({ target, exists: existsSync(path.join(ROOT, linked)) }).toEqual({ target, exists: true });
			if (anchor && linked.endsWith('.md')) expect(anchorsOf(linked)).toContain(anchor);
		}
	});

	it('of the node and the credentials lead to headings that exist', () => {
		const codex = ['nodes/ZoomUsers/ZoomUsers.node.json', 'nodes/ZoomUsersTrigger/ZoomUsersTrigger.node.json']
			.map((file) => JSON.parse(read(file)) as { resources: Record<string, Array<{ url: string }>> })
			.flatMap(({ resources }) => Object.values(resources).flat())
			.map(({ url }) => url);
		const credentials = [
			new ZoomUsersOAuth2Api().documentationUrl,
			new ZoomUsersServerToServerApi().documentationUrl,
			new ZoomUsersWebhookApi().documentationUrl,
		];
		for (const link of [...codex, ...credentials]) {
			const [, file = 'README.md', anchor] =
				/^https:\/\/github\.com\/zoom-users-for-n8n\/n8n-nodes-zoom-users(?:\/blob\/main\/([\w./-]+))?(?:#(.+))?$/.exec(
					link,
				) ?? [];
			expect({ link, exists: existsSync(path.join(ROOT, file)) }).toEqual({ link, exists: true });
			if (anchor && anchor !== 'readme') expect(anchorsOf(file)).toContain(anchor);
		}
	});

	it.each(PAGES)('show pictures that exist: %s', (page) => {
		for (const [, source] of read(page).matchAll(/src(?:set)?="([^"]+)"/g)) {
			const exists = existsSync(path.join(ROOT, path.dirname(page), source));
			expect({ source, exists }).toEqual({ source, exists: true });
		}
	});
});

describe('options and actions', () => {
	const { properties } = new ZoomUsers().description;

	it('have the labels of the screen', () => {
		const options = properties.flatMap(({ name, options: inside }) =>
			name === 'options' ? (inside ?? []) : [],
		);
		expect(options.length).toBeGreaterThan(50);
		for (const option of options) {
			expect(section('docs/options.md', 'Options of the Zoom Users node')).toContain(
				`**${(option as { displayName: string }).displayName}**`,
			);
		}
		const actions = properties.find(({ name }) => name === 'action')?.options ?? [];
		expect(actions).toHaveLength(4);
		for (const { name } of actions) {
			expect(section('docs/operations.md', 'The four actions')).toContain(`**${name}**`);
		}
	});

	it('and every operation has its place in the documentation', () => {
		const dropdowns = properties.filter(({ name }) => name === 'operation');
		for (const { options: operations = [] } of dropdowns) {
			for (const { name } of operations) expect(read('docs/operations.md')).toContain(name);
		}
	});
});
