import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { PlannedAction, PlannedRow } from '../../../nodes/zoom/plan/model';
import { renderHtml, renderMarkdown } from '../../../nodes/zoom/plan/render';
import type { SummaryData } from '../../../nodes/zoom/plan/summaryText';
import { difficultText } from '../../engine/support/arbitraries';

const LABELS: Record<string, string> = { department: 'Department', type: 'Type', groups: 'Groups' };
const label = (field: string) => LABELS[field] ?? field;

const NO_COUNTS: Record<PlannedAction, number> = {
	create: 0,
	update: 0,
	activate: 0,
	nothing: 0,
	blocked: 0,
	revokeLicense: 0,
	deactivate: 0,
	unlink: 0,
	delete: 0,
	cancelInvitation: 0,
};

let users = 0;
const row = (plan: PlannedAction, more: IDataObject = {}): PlannedRow => ({
	email: `user${++users}@example.com`,
	outcome: 'planned',
	plan,
	description: '',
	planId: 'plan-1',
	account: 'account-1',
	order: users,
	plannedAt: '2026-11-29T08:00:00.000Z',
	validUntil: '2026-11-30T08:00:00.000Z',
	seal: '',
	...more,
});

function summary(rows: PlannedRow[], more: Partial<SummaryData> = {}): SummaryData {
	const counts = { ...NO_COUNTS };
	for (const { plan } of rows) counts[plan]++;
	return {
		validUntil: '2026-11-30T08:00:00.000Z',
		canBeApplied: true,
		counts,
		removals: { planned: 0, inScope: 0, maxUsers: 10, maxPercent: 5 },
		licenses: { needed: 0, freed: 0, free: 10, left: 10 },
		invitations: { needed: 0, today: null, later: 0 },
		rows,
		...more,
	};
}

const tableRows = (markdown: string) =>
	markdown
		.split('\n')
		.filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
		.slice(1);
const htmlRows = (html: string) =>
	[...html.matchAll(/<tr>(.*?)<\/tr>/gs)]
		.slice(1)
		.map(([, cells]) => [...cells.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => cell));
/** By the names of their entities. */
const CHARACTERS: Record<string, string> = { amp: '&', lt: '<', gt: '>', '#39': "'", quot: '"' };

/** Cells of a Markdown row: a pipe after a backslash is part of a cell. */
const cellsOf = (line: string) => (line.match(/(?:\\.|[^|\\])+/gs) ?? []).map((cell) => cell.trim());

describe('a summary', () => {
	const example = summary(
		[
			row('update', {
				email: 'ada@example.com',
				first_name: 'Ada',
				last_name: 'King',
				changes: {
					department: { from: 'Sales', to: 'Marketing' },
					groups: { from: [], to: ['A', 'B'] },
				},
			}),
			row('deactivate', { email: 'bob@example.com' }),
			row('nothing'),
		],
		{
			removals: { planned: 1, inScope: 40, maxUsers: 10, maxPercent: 5 },
			licenses: { needed: 5, freed: 2, free: 10, left: 7 },
			invitations: { needed: 3, today: 20, later: 0 },
		},
	);

	it('is a heading with the counts, facts, and a table, as Markdown', () => {
		expect(renderMarkdown(example, label)).toBe(
			[
				'*Plan: Deactivate 1, Update 1, No change 1*',
				'',
				'- Licenses: 5 needed, 2 freed, 10 free now, 7 left over',
				'- Invitations: 3 needed, 20 left today',
				'- Removals: 1 of 40 users in scope (2.5%). Limits: 10 users, 5%',
				'- Valid until: 2026-11-30 08:00 UTC',
				'',
				'| Action | User | Changes |',
				'| --- | --- | --- |',
				'| Deactivate | bob@example.com |  |',
				'| Update | Ada King (ada@example.com) | Department: Sales → Marketing; Groups: A, B |',
			].join('\n'),
		);
	});

	it('has the same texts as HTML, with inline styles only', () => {
		const html = renderHtml(example, label);
		expect(html).toContain('>Plan: Deactivate 1, Update 1, No change 1</h2>');
		expect(html).toContain('<li>Licenses: 5 needed, 2 freed, 10 free now, 7 left over</li>');
		expect(htmlRows(html)).toEqual([
			['Deactivate', 'bob@example.com', ''],
			['Update', 'Ada King (ada@example.com)', 'Department: Sales → Marketing<br/>Groups: A, B'],
		]);
		expect(html).not.toMatch(/<style|<script|<link|<img|<a[\s>]|class=|https?:/);
	});

	it('says that a plan cannot be applied, and which option to raise', () => {
		const over = {
			canBeApplied: false,
			overLimit: "The plan removes 11 users, and 'Max Removals' is 10. Raise 'Max Removals'.",
		};
		for (const text of [
			renderMarkdown(summary([], over), label),
			renderHtml(summary([], over), label).replaceAll('&#39;', "'"),
		]) {
			expect(text).toContain(`This plan cannot be applied. ${over.overLimit}`);
			expect(text).toContain('Plan: no rows');
		}
	});

	it('says what it does not know', () => {
		const unknown = { licenses: { needed: 1, freed: 0, free: null, left: null } };
		expect(renderMarkdown(summary([], unknown), label)).toContain(
			'Licenses: 1 needed, 0 freed, Zoom does not say how many are free',
		);
	});

	it('warns about blocked rows, and about invitations that must wait', () => {
		const rows = [
			row('blocked', { reason: 'licenses', error: 'No license is left for ada@example.com.' }),
			row('create', { after: '2026-11-30T00:02:00.000Z', needs: { license: true, invitation: true } }),
		];
		const later = { invitations: { needed: 1200, today: 0, later: 1 } };
		const markdown = renderMarkdown(summary(rows, later), label);
		expect(markdown).toContain('*Warning:* 1 row is blocked and will not be applied.');
		expect(markdown).toContain("*Warning:* 1 of 1,200 invitations must wait, because of Zoom's daily limit.");
		expect(tableRows(markdown)).toEqual([
			expect.stringContaining('| No license is left for ada@example.com. |'),
			expect.stringContaining('| Needs a license; Invitation not before 2026-11-30 00:02 UTC |'),
		]);
	});

	it('shows cleared fields, types by their names, and what is pending', () => {
		const pending = { because: 'pending', after: 'user.invitation_accepted' } as const;
		const rows = [
			row('update', {
				changes: { type: { from: 2, to: 1 }, department: { from: 'Sales', to: '' } },
				pendingChanges: [
					{ step: 'profile', want: { department: 'Research' }, ...pending },
					{ step: 'groups', want: ['B', 'C'], ...pending },
				],
			}),
		];
		expect(cellsOf(tableRows(renderMarkdown(summary(rows), label))[0])[2]).toBe(
			[
				'Type: Licensed → Basic',
				'Department: Sales → (empty)',
				'After the user accepts: Department: Research',
				'After the user accepts: Groups: B, C',
			].join('; '),
		);
	});
});

describe('the rows of a summary', () => {
	it('are removals, then blocked rows, then the others, in the order of the plan', () => {
		const plans: PlannedAction[] = [
			...['update', 'create', 'nothing', 'blocked', 'deactivate', 'revokeLicense', 'delete'],
			...['activate', 'cancelInvitation', 'unlink', 'update'],
		] as PlannedAction[];
		const rows = plans.map((plan) => row(plan));
		const emailsOf = (plan: PlannedAction) =>
			rows.filter((one) => one.plan === plan).map(({ email }) => email);
		const shown = htmlRows(renderHtml(summary(rows), label)).map(([, user]) => user);
		expect(shown).toEqual(
			(
				[
					...['delete', 'unlink', 'deactivate', 'cancelInvitation', 'revokeLicense', 'blocked'],
					...['create', 'activate', 'update'],
				] as PlannedAction[]
			).flatMap(emailsOf),
		);
	});

	it('are all removals, and 100 others of 10,000', () => {
		const rows = [
			...Array.from({ length: 9_000 }, () => row('update')),
			...Array.from({ length: 500 }, () => row('nothing')),
			...Array.from({ length: 500 }, () => row('delete')),
		];
		const markdown = renderMarkdown(summary(rows), label);
		expect(tableRows(markdown)).toHaveLength(600);
		expect(
			tableRows(markdown)
				.slice(0, 500)
				.every((line) => line.includes('Delete permanently')),
		).toBe(true);
		expect(markdown).toContain('Delete permanently 500, Update 9,000, No change 500');
		expect(markdown).toMatch(/\n\n… and 8,900 more$/);
		expect(renderHtml(summary(rows), label)).toContain('… and 8,900 more');
		expect(htmlRows(renderHtml(summary(rows), label))).toHaveLength(600);
	});

	it('show long values shortened', () => {
		const rows = [row('update', { changes: { department: { from: '', to: 'x'.repeat(5_000) } } })];
		expect(renderMarkdown(summary(rows), label)).toContain(`Department: ${'x'.repeat(200)}… |`);
	});
});

describe('a name or a value', () => {
	const NAMES: Array<[string, string, string]> = [
		['markup', '<img src=x onerror=alert(1)>', '&#60;img src=x onerror=alert(1)&#62;'],
		['an entity', 'A &amp; B', 'A &amp;amp; B'],
		['a mention of Slack', '<!channel>', '&#60;!channel&#62;'],
		['a mention by name', '@everyone', '@\u200beveryone'],
		['a link', '[x](https://evil.example)', '\\[x\\](https:\u200b//evil.example)'],
		['a link of Slack', '<https://evil.example|Zoom>', '&#60;https:\u200b//evil.example\\|Zoom&#62;'],
		['an address', 'www.evil.example', 'www.\u200bevil.example'],
		['a pipe', 'a | b', 'a \\| b'],
		['a backslash at the end', 'a\\', 'a&#92;'],
		['a line break as n8n writes it', 'a\\nb', 'a&#92;nb'],
		['backticks', '`rm`', '\\`rm\\`'],
		['line breaks', 'a\r\n\nb\u2028c', 'a b c'],
		['bold text', '*bold* _it_ a_b', '\\*bold\\* \\_it\\_ a_b'],
		['another direction of the text', 'a\u202eb', 'ab'],
	];

	it.each(NAMES)('with %s is text in Markdown: %j', (_, name, expected) => {
		const rows = [
			row('update', {
				email: 'a@b.example',
				first_name: name,
				changes: { [name]: { from: name, to: name } },
			}),
		];
		const [line, ...others] = tableRows(renderMarkdown(summary(rows), () => 'Department'));
		expect(others).toEqual([]);
		expect(line).toBe(`| Update | ${expected} (a@b.example) | Department: ${expected} → ${expected} |`);
	});

	it('with markup is text in HTML', () => {
		const rows = [
			row('update', {
				first_name: '</td><script>alert("1")</script>',
				last_name: "O'Neil & Sons",
				changes: { department: { from: '<b>', to: ['<i>', { x: '<u>' }] } },
			}),
		];
		const [[, user, changes]] = htmlRows(renderHtml(summary(rows), label));
		expect(user).toContain(
			'&#60;/td&#62;&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62; O&#39;Neil &#38; Sons (',
		);
		expect(changes).toBe('Department: &#60;b&#62; → &#60;i&#62;, {&#34;x&#34;:&#34;&#60;u&#62;&#34;}');
	});

	it("is text in the email of n8n's Send and Wait for Response, which reads entities as characters", () => {
		/** As in n8n 2.41 (utils/utilities.ts, utils/sendAndWait/utils.ts). */
		const asN8nSendsIt = (message: string) =>
			message
				.replace(/&(amp|lt|gt|#39|quot);/g, (_, name: string) => CHARACTERS[name])
				.replace(/\\n/g, '\n')
				.replace(/<br>/g, '\n');
		const rows = [
			row('update', {
				first_name: '<script>&lt;script&gt;',
				changes: { department: { from: 'a', to: '<!here>' } },
			}),
		];
		const html = asN8nSendsIt(renderHtml(summary(rows), label));
		expect(html).not.toMatch(/<script|<!here/);
		expect(htmlRows(html)).toHaveLength(1);
		expect(asN8nSendsIt(renderMarkdown(summary(rows), label))).not.toMatch(/[<>]/);
	});

	it('keeps an email address as it is', () => {
		const rows = [row('update', { email: 'ada.king+zoom@example.com' })];
		expect(renderMarkdown(summary(rows), label)).toContain('| ada.king+zoom@example.com |');
	});

	it('never changes the number of rows and cells', () => {
		const text = fc.oneof(
			difficultText,
			fc.string({ unit: fc.constantFrom(...'|\\`*_<>&[]()!@#:/\n\r\t "\'') }),
		);
		fc.assert(
			fc.property(text, text, text, (first, last, value) => {
				const one = row('update', {
					first_name: first,
					last_name: last,
					changes: { department: { from: value, to: last } },
				});
				const plan = summary([one, row('blocked', { error: value })]);
				const markdown = renderMarkdown(plan, label);
				const lines = tableRows(markdown);
				expect(lines).toHaveLength(2);
				expect(lines[1]).toMatch(/^\| (?:\\.|[^|\\])* \| (?:\\.|[^|\\])* \| (?:\\.|[^|\\])* \|$/s);
				expect(markdown).not.toMatch(/[<>]|:\/\/|(?<!\\)`|(?<!\\)\[/);
				const html = renderHtml(plan, label);
				expect(htmlRows(html).map(({ length }) => length)).toEqual([3, 3]);
				const tags = [...html.matchAll(/<\/?(\w*)/g)].map(([, tag]) => tag);
				const allowed = ['br', 'div', 'h2', 'li', 'p', 'table', 'td', 'th', 'tr', 'ul'];
				expect(tags.filter((tag) => !allowed.includes(tag))).toEqual([]);
			}),
		);
	});
});
