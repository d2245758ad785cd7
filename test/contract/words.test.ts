/**
 * The words that people read: labels use the terms of the Zoom portal and of n8n, and all texts are plain English. The
 * rules follow n8n's style guide (https://docs.n8n.io/contribute/style-guide).
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../..');
const IGNORED = /(^|\/)(node_modules|dist|\.state)\//;

/** Terms of an API that labels and examples must not use, with the term to use instead. */
const API_TERMS: Array<[RegExp, string]> = [
	[/disassociat/i, 'Unlink'],
	[/\bupsert/i, 'Create or Update'],
	[/idempoten/i, 'if you run it twice'],
	[/\bseats?\b/i, 'licenses'],
];

/** Words that no text must use, with what to write instead. */
const UNCLEAR: Array<[RegExp, string]> = [
	[/\bmend(s|ed|ing)?\b/i, 'fix, correct'],
	[/\btold\b/i, 'said, returned, reported'],
	[/\bow(e|es|ed|ing)\b/i, 'pending'],
	[/\bput(s|ting)? off\b/i, 'defer'],
	[/\bwho(so)?ever\b/i, 'users who, everyone who'],
	[/\bwhom\b/i, 'a sentence with "who"'],
	[/\bsomebody\b/i, 'someone, a user'],
	[/\bat the same time as\b/i, 'together with, in parallel'],
	[/\bfor good\b/i, 'permanently'],
	[/\bof (its|their|your|his|her|our|my) own\b/i, 'its own …, separate'],
	[/\bstands?\b(?!-alone)/i, 'is'],
	[/\blaid over\b/i, 'merged over'],
	[/\bhand(s|ed|ing)? out\b/i, 'return'],
	[/\b(come|comes|came|coming) out as\b/i, 'is returned as, has the outcome'],
	[/\b(become|becomes|became) of\b/i, 'what happened to'],
	[/\bmake-believe\b/i, 'simulated'],
	[/(^|[.!?:] )Of (a|an|the|those|these|all|each|what|who)\b/m, 'a whole sentence'],
];

interface Text {
	file: string;
	text: string;
}

function filesIn(folder: string, ending: RegExp): string[] {
	return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
		.filter((file) => ending.test(file) && !IGNORED.test(file));
}

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const inFile = (file: string) => (text: string) => ({ file, text });

/** The paragraphs of a page, without code. */
const proseOf = (file: string): Text[] =>
	read(file)
		.replace(/^```[\s\S]*?^```$/gm, '')
		.replace(/`[^`\n]*`/g, '')
		.split(/\n{2,}/)
		.map(inFile(file));

function stringsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(stringsIn);
}

/** The names, notes, and parameters of a workflow. A parameter without a space is a value for the code. */
function workflowTexts(file: string): Text[] {
	const workflow: { name: string; nodes: Array<{ name: string; parameters: unknown }> } = JSON.parse(
		read(file),
	);
	const texts = workflow.nodes.flatMap(({ name, parameters }) => [
		name,
		...stringsIn(parameters).filter((text) => text.includes(' ')),
	]);
	return [workflow.name, ...texts].map(inFile(file));
}

const parse = (file: string) => ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);

/** Texts with a space: others are names in the code. A part in quotes is a value. */
function stringsOf(file: string): Text[] {
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		const isText =
			ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
		if (isText && node.text.trim().includes(' ')) texts.push(node.text.replace(/"[^"]*"/g, ''));
		ts.forEachChild(node, visit);
	};
	visit(parse(file));
	return texts.map(inFile(file));
}

function commentsOf(file: string): Text[] {
	const source = parse(file);
	const { text } = source;
	const comments = new Map<number, string>();
	const visit = (node: ts.Node): void => {
		const ranges = [
			...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
			...(ts.getTrailingCommentRanges(text, node.end) ?? []),
			// Before a closing bracket.
			...(ts.getLeadingCommentRanges(text, node.end) ?? []),
		];
		for (const { pos, end } of ranges) comments.set(pos, text.slice(pos, end));
		ts.forEachChild(node, visit);
	};
	visit(source);
	return [...comments.values()]
		.map((comment) => comment.replace(/^\s*(\/\*\*?|\*\/|\*|\/\/)/gm, '').replace(/`[^`\n]*`/g, ''))
		.map((comment) => comment.replace(/\s+/g, ' ').trim())
		.map(inFile(file));
}

const NAMES_A_TEST = /^(describe|it|test|inEditor)$/;

/** The first text of describe, it, test and it.each. */
function testNamesOf(file: string): Text[] {
	const names: string[] = [];
	const nameOf = (callee: ts.Expression): string => {
		if (ts.isIdentifier(callee)) return callee.text;
		if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee))
			return nameOf(callee.expression);
		return '';
	};
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && NAMES_A_TEST.test(nameOf(node.expression))) {
			const [first] = node.arguments;
			if (first && (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first)))
				names.push(first.getText().slice(1, -1));
		}
		ts.forEachChild(node, visit);
	};
	visit(parse(file));
	return names.map(inFile(file));
}

const SCRIPT = /\.(ts|mjs)$/;
const labels = ['nodes', 'credentials'].flatMap((folder) => filesIn(folder, /\.ts$/)).flatMap(stringsOf);
const workflows = filesIn('examples', /\.json$/).flatMap(workflowTexts);
const pages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...filesIn('docs', /\.md$/)];

const EXAMPLE_TESTS = [
	'applyRecovery',
	'badCells',
	'crashRecovery',
	'dailyQuota',
	'editor',
	'examples',
	'pendingChanges',
	'planExamples',
].map((name) => `test/e2e/${name}.test.mjs`);

const textsIn = (folder: string): Text[] =>
	filesIn(folder, SCRIPT).flatMap((file) => [...stringsOf(file), ...commentsOf(file)]);

/** `test/engine` also contains the installed engines, so its files are listed without subfolders. */
const engineTests = readdirSync(path.join(ROOT, 'test/engine'))
	.filter((file) => file.endsWith('.test.ts'))
	.map((file) => `test/engine/${file}`);
const tests = [
	...engineTests,
	...['test/unit', 'test/contract', 'test/faults', 'test/engine/support'].flatMap((folder) =>
		filesIn(folder, SCRIPT),
	),
];

/** Each area with its texts. */
const AREAS: Array<[string, Text[]]> = [
	['the README and the documentation', pages.flatMap(proseOf)],
	['the examples', [...filesIn('examples', /\.md$/).flatMap(proseOf), ...workflows]],
	['the names of the example tests', EXAMPLE_TESTS.flatMap(testNamesOf)],
	[
		'credentials',
		filesIn('credentials', SCRIPT).flatMap((file) => [...stringsOf(file), ...commentsOf(file)]),
	],
	['the labels, errors and hints of the nodes', filesIn('nodes', SCRIPT).flatMap(stringsOf)],
	['the comments of the nodes', filesIn('nodes', SCRIPT).flatMap(commentsOf)],
	['the benchmark', filesIn('bench', SCRIPT).flatMap((file) => [...stringsOf(file), ...commentsOf(file)])],
	['the simulator', textsIn('simulator')],
	['the probe', [...textsIn('probe'), ...proseOf('probe/README.md')]],
	['the names of the simulator tests', filesIn('simulator/test', SCRIPT).flatMap(testNamesOf)],
	['the names of the tests', tests.flatMap(testNamesOf)],
	['the comments of the tests', tests.flatMap(commentsOf)],
	['the scripts', textsIn('scripts')],
	['the sandbox', textsIn('sandbox/n8n-runtime').concat(textsIn('sandbox/process'), textsIn('sandbox/demo'))],
	['the build files', ['jest.config.js', 'gulpfile.js'].flatMap(commentsOf)],
];

describe.each([
	['labels', labels, 500],
	['the examples', workflows, 200],
])('%s', (_, texts, least) => {
	it('are found', () => {
		expect(texts.length).toBeGreaterThan(least);
	});

	it.each(API_TERMS)('never say %s, but %s', (term) => {
		expect(texts.filter(({ text }) => term.test(text))).toEqual([]);
	});
});

describe.each(AREAS)('plain English in %s', (_, texts) => {
	it('is read', () => {
		expect(texts.length).toBeGreaterThan(0);
	});

	it.each(UNCLEAR)('never %s: write %s', (word) => {
		expect(texts.filter(({ text }) => word.test(text))).toEqual([]);
	});
});
