/**
 * Creates test/contract/zoom-users.json from Zoom's public OpenAPI description of users: the parameters of
 * each call with their names, types, choices and limits. A test compares the node with it.
 *
 *   node scripts/openapi-table.mjs path/to/Users.json
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** The calls that the node uses. */
const OPERATIONS = [
	'userCreate',
	'user',
	'users',
	'userUpdate',
	'userDelete',
	'userStatus',
	'userEmailUpdate',
	'userSSOTokenDelete',
	'userSummary',
	'groups',
	'groupCreate',
	'groupMembersCreate',
	'groupMembersDelete',
	'roles',
	'AddRoleMembers',
	'roleMemberDelete',
];

const text = readFileSync(process.argv[2], 'utf8');
const { paths } = JSON.parse(text);

const kept = ({ type, enum: choices, items, maxLength, minLength, maxItems, deprecated }) => ({
	type,
	...((choices ?? items?.enum) ? { enum: choices ?? items.enum } : {}),
	...(maxLength ? { maxLength } : {}),
	...(minLength ? { minLength } : {}),
	...(maxItems ? { maxItems } : {}),
	...(deprecated ? { deprecated } : {}),
});

/** Fields with dotted names. For lists, the fields of an item. */
function fieldsOf(schema, before = '') {
	return Object.entries(schema?.properties ?? {}).flatMap(([name, field]) => {
		const own = [[`${before}${name}`, kept(field)]];
		const inside = field.type === 'array' ? field.items : field;
		return [...own, ...fieldsOf(inside, `${before}${name}.`)];
	});
}

const operations = {};
for (const [path, methods] of Object.entries(paths)) {
	for (const [method, call] of Object.entries(methods)) {
		if (!OPERATIONS.includes(call.operationId)) continue;
		const query = (call.parameters ?? [])
			.filter((one) => one.in === 'query')
			.map(({ name, schema, deprecated }) => [name, kept({ ...schema, deprecated })]);
		const body = call.requestBody?.content?.['application/json']?.schema;
		operations[call.operationId] = {
			call: `${method.toUpperCase()} ${path}`,
			query: Object.fromEntries(query),
			body: Object.fromEntries(fieldsOf(body)),
		};
	}
}
const missing = OPERATIONS.filter((name) => !operations[name]);
if (missing.length > 0) throw new Error(`The file has no ${missing.join(', ')}`);

const table = { sha256: createHash('sha256').update(text).digest('hex'), operations };
writeFileSync(
	new URL('../test/contract/zoom-users.json', import.meta.url),
	`${JSON.stringify(table, null, '\t')}\n`,
);
