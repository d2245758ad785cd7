import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';

/**
 * A strict JSON parser. `JSON.parse` rounds integers above 2^53 (three values of Zoom's `zoom_one_type`),
 * accepts duplicate names, and doesn't keep the text. Here such integers are bigints.
 */
export interface JsonText {
	value: unknown;
	/** The exact text of each member of an object. */
	members: Map<string, string>;
}

export class JsonError extends Error {
	/** @param position in characters, from 0 */
	constructor(wrong: string, position: number) {
		super(`${wrong} at position ${position}`);
	}
}

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/** @throws JsonError with the problem and its position */
export function readJson(text: string): JsonText {
	const errors: ParseError[] = [];
	const tree = parseTree(text, errors, STRICT);
	const [first] = errors;
	if (first) throw new JsonError(printParseErrorCode(first.error), first.offset);
	if (!tree) throw new JsonError('ValueExpected', 0);
	const members = new Map<string, string>();
	for (const [name, member] of tree.type === 'object' ? membersOf(tree) : []) {
		members.set(name, textOf(member, text));
	}
	return { value: valueOf(tree, text), members };
}

function valueOf(node: Node, text: string): unknown {
	if (node.type === 'array') return (node.children ?? []).map((child) => valueOf(child, text));
	if (node.type === 'number') {
		const digits = textOf(node, text);
		const isUnsafe = /^-?\d+$/.test(digits) && !Number.isSafeInteger(node.value);
		return isUnsafe ? BigInt(digits) : node.value;
	}
	if (node.type !== 'object') return node.value;
	const value: Record<string, unknown> = Object.create(null);
	for (const [name, member] of membersOf(node)) value[name] = valueOf(member, text);
	return value;
}

/** @throws JsonError if an object has the same name twice */
function membersOf(node: Node): Map<string, Node> {
	const members = new Map<string, Node>();
	for (const { children: [name, member] = [] } of node.children ?? []) {
		if (members.has(name.value)) throw new JsonError(`the member "${name.value}" appears twice`, name.offset);
		members.set(name.value, member);
	}
	return members;
}

function textOf({ offset, length }: Node, text: string): string {
	return text.slice(offset, offset + length);
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Masks the value of every `password` member. Works on invalid JSON too. */
export function maskPasswords(text: string): string {
	return text.replace(
		/("password"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^,}\s]+)/g,
		(_whole, name: string) => `${name}"***"`,
	);
}
