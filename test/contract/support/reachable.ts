/** What the source of an operation uses, followed from declaration to declaration through nodes/. */
import path from 'node:path';
import ts from 'typescript';

/** The text of a string, or of one part of a template. */
export function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	return ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) ? node.text : undefined;
}

export function textsIn(root: ts.Node): string[] {
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		const text = textOf(node);
		if (text !== undefined) texts.push(text);
		ts.forEachChild(node, visit);
	};
	visit(root);
	return texts;
}

export interface Declaration {
	/** Relative to the root. */
	file: string;
	texts: string[];
}

/** A program of some files and their relative imports. Types of packages are not needed. */
function programOf(files: string[]): ts.Program {
	const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ES2022 };
	const host = ts.createCompilerHost(options);
	host.resolveModuleNameLiterals = (literals, from) =>
		literals.map(({ text }) =>
			text.startsWith('.') ? ts.resolveModuleName(text, from, options, host) : { resolvedModule: undefined },
		);
	return ts.createProgram(files, options, host);
}

/** Whether the identifier has an effect: not a name in a type, an import, or a key. */
function isUse(node: ts.Identifier): boolean {
	for (let around: ts.Node = node.parent; !ts.isSourceFile(around); around = around.parent) {
		if (ts.isTypeNode(around) || ts.isImportDeclaration(around) || ts.isInterfaceDeclaration(around))
			return false;
	}
	return true;
}

/** The declaration at the top of its file that a node is in. */
function topLevelOf(node: ts.Node): ts.Node {
	let top = node;
	while (!ts.isSourceFile(top.parent)) {
		if (ts.isVariableDeclaration(top) && ts.isSourceFile(top.parent.parent.parent)) return top;
		top = top.parent;
	}
	return top;
}

/** @param isFollowed which files are looked at */
export function reachability(root: string, files: string[], isFollowed: (file: string) => boolean) {
	const program = programOf(files.map((file) => path.join(root, file)));
	const checker = program.getTypeChecker();

	function targetOf(identifier: ts.Identifier): ts.Node | undefined {
		const found = ts.isShorthandPropertyAssignment(identifier.parent)
			? checker.getShorthandAssignmentValueSymbol(identifier.parent)
			: checker.getSymbolAtLocation(identifier);
		const symbol = found && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
		const declared = symbol?.valueDeclaration;
		return declared && !ts.isSourceFile(declared) ? topLevelOf(declared) : undefined;
	}

	/** The declarations that everything in a file leads to. */
	return (file: string): Declaration[] => {
		const source = program.getSourceFile(path.join(root, file));
		if (!source) throw new Error(`There is no ${file}`);
		const reached = new Set<ts.Node>(source.statements.filter((one) => !ts.isImportDeclaration(one)));
		for (const declaration of reached) {
			const visit = (node: ts.Node): void => {
				if (ts.isIdentifier(node) && isUse(node)) {
					const target = targetOf(node);
					const from = target && path.relative(root, target.getSourceFile().fileName);
					if (target && from && isFollowed(from)) reached.add(target);
				}
				ts.forEachChild(node, visit);
			};
			visit(declaration);
		}
		return [...reached].map((one) => ({
			file: path.relative(root, one.getSourceFile().fileName),
			texts: textsIn(one),
		}));
	};
}
