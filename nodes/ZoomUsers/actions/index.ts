import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { optionsField } from '../fields/options';
import type { Operation } from '../run/operation';
import { checkReadiness } from './account/checkReadiness';
import { getLicenses } from './account/getLicenses';
import { getSummary } from './account/getSummary';
import { addMember } from './group/addMember';
import { create as createGroup } from './group/create';
import { getAll as getAllGroups } from './group/getAll';
import { removeMember } from './group/removeMember';
import { assign } from './role/assign';
import { getAll as getAllRoles } from './role/getAll';
import { remove as removeRole } from './role/remove';
import { activate } from './user/activate';
import { changeEmail } from './user/changeEmail';
import { create } from './user/create';
import { deactivate } from './user/deactivate';
import { get } from './user/get';
import { getAll } from './user/getAll';
import { apply } from './user/apply';
import { plan } from './user/plan';
import { getSettings } from './user/getSettings';
import { remove } from './user/delete';
import { resendInvitation } from './user/resendInvitation';
import { revokeToken } from './user/revokeToken';
import { update } from './user/update';
import { upsert } from './user/upsert';

interface Resource {
	value: string;
	name: string;
	/** The operation of a new node. */
	first: Operation;
	/** In the order of their names, as n8n's linter requires. */
	operations: readonly Operation[];
}

/** All operations. A new operation needs its file, and a line here. */
const RESOURCES: readonly Resource[] = [
	{
		value: 'user',
		name: 'User',
		first: create,
		operations: [
			activate,
			apply,
			changeEmail,
			create,
			upsert,
			deactivate,
			remove,
			get,
			getAll,
			getSettings,
			plan,
			resendInvitation,
			revokeToken,
			update,
		],
	},
	{
		value: 'group',
		name: 'Group',
		first: addMember,
		operations: [addMember, createGroup, getAllGroups, removeMember],
	},
	{ value: 'role', name: 'Role', first: assign, operations: [assign, getAllRoles, removeRole] },
	{
		value: 'account',
		name: 'Account',
		first: getLicenses,
		operations: [checkReadiness, getLicenses, getSummary],
	},
];

export const resourceOptions = RESOURCES.map(optionOf);

function optionOf({ name, value }: Resource): INodePropertyOptions {
	return { name, value };
}

/** Finds an operation by the values that a workflow saves. */
export function findOperation(resource: string, operation: string): Operation | undefined {
	const found = RESOURCES.find(({ value }) => value === resource);
	return found?.operations.find(({ value }) => value === operation);
}

/** The operation dropdown of each resource, and the fields of each operation. */
export const properties: INodeProperties[] = [
	...RESOURCES.map(operationDropdown),
	...RESOURCES.flatMap(({ value: resource, operations }) =>
		operations.flatMap((operation) => fieldsOf(resource, operation)),
	),
];

function operationDropdown({
	value: resource,
	first: { value: first },
	operations,
}: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: first,
		displayOptions: { show: { resource: [resource] } },
		options: operations.map(({ value, name, action, description }) => ({ value, name, action, description })),
	};
}

function fieldsOf(resource: string, operation: Operation): INodeProperties[] {
	const { value, fields, options, optionOverrides } = operation;
	return [...fields, optionsField(options, optionOverrides)].map((field) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { resource: [resource], operation: [value], ...field.displayOptions?.show },
		},
	}));
}

/** Subtitles of operations that depend on another field. */
const MORE_SUBTITLES: Record<string, string> = {
	'user create create': 'invite user by email',
	'user create autoCreate': 'create user with a password',
	'user create custCreate': 'create user without sign-in',
	'user create ssoCreate': 'create user for single sign-on',
	'user delete delete': 'delete user permanently',
	'user delete unlink': 'unlink user',
};

/** The expression of the text below the node's name on the canvas. */
export function subtitle(): string {
	const actions = RESOURCES.flatMap(({ value: resource, operations }) =>
		operations.map(({ value, action }) => [`${resource} ${value}`, action.toLowerCase()]),
	);
	const table = JSON.stringify({ ...Object.fromEntries(actions), ...MORE_SUBTITLES });
	const choice = '{ create: $parameter["action"], delete: $parameter["how"] }[$parameter["operation"]]';
	const key = `[$parameter["resource"], $parameter["operation"], ${choice}].filter(Boolean).join(" ")`;
	return `={{ (${table})[${key}] || $parameter["operation"] + ": " + $parameter["resource"] }}`;
}
