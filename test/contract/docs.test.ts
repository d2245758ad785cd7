import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ZoomUsersOAuth2Api } from '../../credentials/ZoomUsersOAuth2Api.credentials';
import { ZoomUsersServerToServerApi } from '../../credentials/ZoomUsersServerToServerApi.credentials';
import { ZoomUsers } from '../../nodes/ZoomUsers/ZoomUsers.node';
import { ERROR_CATALOG } from '../../nodes/zoom/errors/catalog';
import { OUTCOMES, REASONS } from '../../nodes/zoom/model/outcome';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const section = (title: string) => readme.split(/^##+ /m).find((part) => part.startsWith(title)) ?? '';
const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
	title
		.toLowerCase()
		.replace(/[^\w\- ]/g, '')
		.replace(/ /g, '-'),
);

describe('the README', () => {
	it('has every outcome, and no other', () => {
		const line = /The labels for `outcome`: ([^.]*)\./.exec(readme)?.[1] ?? '';
		expect(line.match(/\w+/g)).toEqual([...OUTCOMES]);
	});

	it('has every reason, and no other', () => {
		const rows = section('What comes out').split('| `reason` |')[1];
		expect([...rows.matchAll(/^\| `(\w+)` \|/gm)].map(([, reason]) => reason)).toEqual([...REASONS]);
	});

	it('has every code that the atlas knows of a create', () => {
		const known = new Set(
			ERROR_CATALOG.filter(({ operation }) => operation === undefined || operation === 'createUser').flatMap(
				({ code }) => (code ? [code] : []),
			),
		);
		const told = [...section("Zoom's error codes").matchAll(/\| (\d{3,5}) (?=\|)/g)].map(([, code]) =>
			Number(code),
		);
		expect(told.sort((a, b) => a - b)).toEqual([...known].sort((a, b) => a - b));
	});

	it('is where the documentation links of node and credentials lead', () => {
		const links = [
			new ZoomUsersOAuth2Api().documentationUrl,
			new ZoomUsersServerToServerApi().documentationUrl,
		];
		for (const link of links) expect(anchors).toContain(link.split('#')[1]);
	});

	it('leads to files and headings that are there', () => {
		for (const [, target] of readme.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
			const [file, anchor] = target.split('#');
			if (file) expect({ file, there: existsSync(join(root, file)) }).toEqual({ file, there: true });
			else expect(anchors).toContain(anchor);
		}
	});

	it.each(['README.md', 'examples/README.md'])('shows pictures that are there: %s', (file) => {
		const sources = [...readFileSync(join(root, file), 'utf8').matchAll(/src(?:set)?="([^"]+)"/g)];
		expect(sources.length).toBeGreaterThan(0);
		for (const [, source] of sources) {
			expect({ source, there: existsSync(join(root, file, '..', source)) }).toEqual({ source, there: true });
		}
	});

	it('names every option and action as the screen does', () => {
		const { properties } = new ZoomUsers().description;
		const options = properties.flatMap(({ name, options: inside }) =>
			name === 'options' ? (inside ?? []) : [],
		);
		const actions = properties.find(({ name }) => name === 'action')?.options ?? [];
		for (const option of options) {
			expect(section('Options')).toContain(`*${(option as { displayName: string }).displayName}*`);
		}
		for (const { name } of actions) expect(section('The four actions')).toContain(`**${name}**`);
	});
});
