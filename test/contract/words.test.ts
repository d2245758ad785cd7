/** What a person reads in the editor, in an error or in a hint is in the labels of the Zoom portal and of n8n. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(__dirname, '../..');
const FOLDERS = ['nodes', 'credentials'];

/** Each of them is a word of an API, with what is said in its place. */
const NEVER: Array<[RegExp, string]> = [
	[/disassociat/i, 'Unlink'],
	[/\bupsert/i, 'Create or Update'],
	[/idempoten/i, 'once, however often it is run'],
	[/\bseats?\b/i, 'licenses'],
];

/** Texts with a space in them: those without one are names for the code. What stands in quotes is a value. */
function textsOf(file: string): string[] {
	const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		const isText =
			ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
		if (isText && node.text.trim().includes(' ')) texts.push(node.text.replace(/"[^"]*"/g, ''));
		ts.forEachChild(node, visit);
	};
	visit(source);
	return texts;
}

const files = FOLDERS.flatMap((folder) =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.join(ROOT, folder, file)),
);

describe('the labels on the screen', () => {
	const texts = files.flatMap((file) =>
		textsOf(file).map((text) => ({ file: path.relative(ROOT, file), text })),
	);

	it('are found', () => {
		expect(texts.length).toBeGreaterThan(500);
	});

	it.each(NEVER)('never say %s, but %s', (word) => {
		expect(texts.filter(({ text }) => word.test(text))).toEqual([]);
	});
});
