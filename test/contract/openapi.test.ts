import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { ZoomUsers } from '../../nodes/ZoomUsers/ZoomUsers.node';
import { PROFILE } from '../../nodes/zoom/rules/profile';
import { ADDRESS_ONLY } from '../../nodes/zoom/users/removeUser';
import table from './zoom-users.json';

/** The properties of a Zoom field that a form can have. */
interface ZoomField {
	type: string;
	enum?: Array<string | number>;
	maxLength?: number;
	minLength?: number;
	maxItems?: number;
	deprecated?: boolean;
}
type Call = keyof typeof table.operations;

const { properties } = new ZoomUsers().description;

/** The fields of an operation in the editor. Fields inside collections and lists have dotted names. */
function offeredBy(resource: string, operation: string): Map<string, INodeProperties> {
	const found = new Map<string, INodeProperties>();
	const add = (list: INodeProperties[], before: string) => {
		for (const property of list) {
			const { name, type, options } = property;
			const nested = property.displayOptions?.show?.['/operation'];
			if (nested && !nested.includes(operation)) continue;
			found.set(`${before}${name}`, property);
			if (type === 'collection') add(options as INodeProperties[], `${before}${name}.`);
			if (type === 'fixedCollection') {
				for (const { values } of options as Array<{ values: INodeProperties[] }>)
					add(values, `${before}${name}.`);
			}
		}
	};
	const shown = properties.filter(({ displayOptions }) => {
		const show = displayOptions?.show ?? {};
		return show.resource?.includes(resource) && show.operation?.includes(operation);
	});
	add(shown, '');
	return found;
}

/** Fields of Zoom that are not in the editor, with the reason. */
const NOT_OFFERED: Record<string, string> = {
	page_size: 'the node reads pages of 300',
	page_number: 'deprecated in favor of next_page_token',
	next_page_token: 'the node reads all pages',
	encrypted_email: 'the node sends plain addresses',
	search_by_unique_id: 'set when a user is selected by employee ID',
	members: 'set from the user',
	'members.email': 'set from the user',
	'members.id': 'set from the user',
	'user_info.license_info_list.license_type': 'inside License Info (JSON)',
	'user_info.license_info_list.license_option': 'inside License Info (JSON)',
	'user_info.license_info_list.subscription_id': 'inside License Info (JSON)',
	'license_info_list.license_type': 'inside License Info (JSON)',
	'license_info_list.license_option': 'inside License Info (JSON)',
	'license_info_list.subscription_id': 'inside License Info (JSON)',
	user_info: 'built from the fields',
	'user_info.feature': 'built from the fields',
	feature: 'built from the fields',
	phone_country: 'deprecated',
	phone_number: 'deprecated',
	'custom_attributes.key': 'looked up by name, or entered instead of it',
	type: 'the node lists common roles only',
};

/** Profile fields that Create has too, outside of "Profile, Groups and Role". */
const IN_CREATE = [
	'displayName',
	'divisionId',
	'firstName',
	'lastName',
	'licenseInfo',
	'planUnitedType',
	'type',
	'zoomOneType',
	'zoomPhone',
];

/** The operations with the names of their fields: in Zoom, and in the node. */
const FORMS: Array<{
	call: Call;
	resource: string;
	operation: string;
	/** Fields of the call that the operation sets itself. */
	fixed?: string[];
	fields: Record<string, string>;
	/** Parameters of the node that are not fields of this call. */
	own: RegExp;
}> = [
	...['create', 'upsert'].map((operation) => ({
		call: 'userCreate' as const,
		resource: 'user',
		operation,
		fields: {
			action: 'action',
			'user_info.email': 'email',
			'user_info.first_name': 'firstName',
			'user_info.last_name': 'lastName',
			'user_info.display_name': 'additionalFields.displayName',
			'user_info.password': 'password',
			'user_info.type': 'type',
			'user_info.division_ids': 'additionalFields.divisionId',
			'user_info.feature.zoom_phone': 'additionalFields.zoomPhone',
			'user_info.feature.zoom_one_type': 'additionalFields.zoomOneType',
			'user_info.plan_united_type': 'additionalFields.planUnitedType',
			'user_info.license_info_list': 'additionalFields.licenseInfo',
		},
		own: /^(options|afterCreation|employeeId|additionalFields\.userInfoJson)/,
	})),
	{
		call: 'userUpdate',
		resource: 'user',
		operation: 'update',
		fields: {
			login_type: 'options.loginType',
			remove_tsp_credentials: 'options.removeTspCredentials',
			...profileIn('updateFields', Object.keys(PROFILE)),
		},
		// Create and Group: Add Member set the group of a pending user.
		fixed: ['group_id'],
		own: /^(user|options|updateFields\.emptyFields)/,
	},
	...['create', 'upsert'].map((operation) => ({
		call: 'userUpdate' as const,
		resource: 'user',
		operation,
		fields: {
			...profileIn(
				'afterCreation',
				Object.keys(PROFILE).filter((name) => !IN_CREATE.includes(name)),
			),
		},
		fixed: [
			// The first group of a pending user.
			'group_id',
			'login_type',
			'remove_tsp_credentials',
			...IN_CREATE.map((name) => PROFILE[name as keyof typeof PROFILE].zoom),
		],
		own: /^(options|additionalFields|action|email|firstName|lastName|password|type|employeeId|afterCreation\.(groups|role|pendingChanges))/,
	})),
	{
		call: 'user',
		resource: 'user',
		operation: 'get',
		fields: { login_type: 'options.loginType' },
		own: /^(user|options)/,
	},
	{
		call: 'users',
		resource: 'user',
		operation: 'getAll',
		fields: {
			status: 'filters.status',
			role_id: 'filters.role',
			license: 'filters.license',
			include_fields: 'includeFields',
		},
		own: /^(options|returnAll|limit|filters\.(type|inactiveSince))/,
	},
	{
		call: 'userDelete',
		resource: 'user',
		operation: 'delete',
		fields: {
			action: 'how',
			transfer_email: 'transferTo',
			...Object.fromEntries(
				Object.keys(table.operations.userDelete.query)
					.filter((name) => name.startsWith('transfer_') && name !== 'transfer_email')
					.map((name) => [name, 'transfer']),
			),
		},
		own: /^(user|options)/,
	},
	{
		call: 'userEmailUpdate',
		resource: 'user',
		operation: 'changeEmail',
		fields: { email: 'newEmail' },
		own: /^(user|options)/,
	},
	...['activate', 'deactivate'].map((operation) => ({
		call: 'userStatus' as const,
		resource: 'user',
		operation,
		fields: {},
		fixed: ['action'],
		own: /^(user|options)/,
	})),
	{
		call: 'userSSOTokenDelete',
		resource: 'user',
		operation: 'revokeToken',
		fields: {},
		own: /^(user|options)/,
	},
	{ call: 'groupCreate', resource: 'group', operation: 'create', fields: { name: 'name' }, own: /^options/ },
	{ call: 'groups', resource: 'group', operation: 'getAll', fields: {}, own: /^(options|returnAll|limit)/ },
	{
		call: 'groupMembersCreate',
		resource: 'group',
		operation: 'addMember',
		fields: {},
		own: /^(user|group|options)/,
	},
	{
		call: 'groupMembersDelete',
		resource: 'group',
		operation: 'removeMember',
		fields: {},
		own: /^(user|group|options)/,
	},
	{ call: 'roles', resource: 'role', operation: 'getAll', fields: {}, own: /^(options|returnAll|limit)/ },
	{ call: 'AddRoleMembers', resource: 'role', operation: 'assign', fields: {}, own: /^(user|role|options)/ },
	{ call: 'roleMemberDelete', resource: 'role', operation: 'remove', fields: {}, own: /^(user|options)/ },
	{ call: 'userSummary', resource: 'account', operation: 'getSummary', fields: {}, own: /^options/ },
];

function profileIn(collection: string, names: string[]): Record<string, string> {
	const fields = names.map((name) => [PROFILE[name as keyof typeof PROFILE].zoom, `${collection}.${name}`]);
	const inside: Array<[string, string]> = [
		['custom_attributes.name', `${collection}.customAttributes.name`],
		['custom_attributes.value', `${collection}.customAttributes.value`],
		['phone_numbers.code', `${collection}.phoneNumbers.code`],
		['phone_numbers.country', `${collection}.phoneNumbers.country`],
		['phone_numbers.label', `${collection}.phoneNumbers.label`],
		['phone_numbers.number', `${collection}.phoneNumbers.number`],
	];
	return Object.fromEntries([...fields, ...inside]);
}

const zoomFields = (call: Call): Record<string, ZoomField> => {
	const { query, body } = table.operations[call];
	return { ...query, ...body } as Record<string, ZoomField>;
};

/** The types of fields in the editor for each type of Zoom. */
const KINDS: Record<string, string[]> = {
	string: ['string', 'options'],
	integer: ['options', 'number', 'string'],
	boolean: ['boolean', 'multiOptions'],
	array: ['string', 'json', 'fixedCollection', 'multiOptions'],
	object: ['collection', 'json'],
};

/** Values that only the node has, and values of Zoom that cannot be used. */
const OWN_VALUES: Record<string, string[]> = {
	// All users, in three requests.
	'filters.status': ['all'],
	includeFields: [''],
	// The node's names for Zoom's "disassociate" and "delete".
	how: ['unlink', ''],
	type: [''],
};
const UNUSABLE: Record<string, string[]> = {
	// Deprecated in Zoom's documentation.
	type: ['99'],
	'updateFields.type': ['99'],
	how: ['disassociate'],
};

/** Three plans are above 2^53. Zoom's own list has them rounded. */
const rounded = (value: unknown) => (/^\d+$/.test(String(value)) ? String(Number(value)) : String(value));

describe("the fields of the node and of Zoom's OpenAPI description", () => {
	it('are from a file with a recorded hash', () => {
		expect(table.sha256).toMatch(/^[0-9a-f]{64}$/);
		expect(Object.keys(table.operations)).toHaveLength(16);
	});

	it.each(FORMS)('$call, in $resource: $operation: no field is missing', ({ call, fields, fixed = [] }) => {
		const missing = Object.keys(zoomFields(call)).filter(
			(name) => !(name in fields) && !(name in NOT_OFFERED) && !fixed.includes(name),
		);
		expect(missing).toEqual([]);
	});

	it.each(FORMS)(
		'$call, in $resource: $operation: no field is unknown to Zoom',
		({ call, resource, operation, fields, own }) => {
			const offered = offeredBy(resource, operation);
			const known = zoomFields(call);
			expect(Object.keys(fields).filter((name) => !(name in known))).toEqual([]);
			expect(Object.values(fields).filter((name) => !offered.has(name))).toEqual([]);
			const targets = Object.values(fields);
			const others = [...offered.keys()].filter(
				(name) =>
					!own.test(name) && !targets.some((target) => target === name || target.startsWith(`${name}.`)),
			);
			expect(others).toEqual([]);
		},
	);

	it.each(FORMS)(
		'$call, in $resource: $operation: types and choices match',
		({ call, resource, operation, fields }) => {
			const offered = offeredBy(resource, operation);
			for (const [zoomName, name] of Object.entries(fields)) {
				const zoom = zoomFields(call)[zoomName];
				const field = offered.get(name) as INodeProperties;
				expect({ zoomName, fits: KINDS[zoom.type]?.includes(field.type) }).toEqual({ zoomName, fits: true });
				if (!zoom.enum || field.type !== 'options') continue;
				const values = (field.options as INodePropertyOptions[]).map(({ value }) => rounded(value));
				const known = zoom.enum.map(rounded).filter((value) => !UNUSABLE[name]?.includes(value));
				const expected = [...known, ...(OWN_VALUES[name] ?? []).filter((one) => values.includes(one))];
				expect({ zoomName, values: values.sort() }).toEqual({ zoomName, values: expected.sort() });
			}
		},
	);

	it('transfer everything that Zoom can transfer, with its names', () => {
		const transfer = offeredBy('user', 'delete').get('transfer');
		const values = (transfer?.options as INodePropertyOptions[])
			.filter(({ value }) => value !== ADDRESS_ONLY)
			.map(({ value }) => `transfer_${String(value)}`);
		const known = Object.keys(table.operations.userDelete.query).filter((name) =>
			/^transfer_(?!email)/.test(name),
		);
		expect(values.sort()).toEqual(known.sort());
	});

	it('have the same length limits', () => {
		const patch = zoomFields('userUpdate');
		for (const { zoom, most, least } of Object.values(PROFILE) as Array<{
			zoom: string;
			most?: number;
			least?: number;
		}>) {
			const { maxLength, minLength, maxItems } = patch[zoom];
			const limit = maxLength ?? maxItems;
			if (limit !== undefined) expect({ zoom, most }).toEqual({ zoom, most: limit });
			if (minLength !== undefined) expect({ zoom, least }).toEqual({ zoom, least: minLength });
		}
	});
});
