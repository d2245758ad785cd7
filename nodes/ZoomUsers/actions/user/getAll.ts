import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { pagesOf } from '../../../zoom/calls/pages';
import type { DirectoryContext } from '../../../zoom/lookup/directory';
import type { ZoomUser } from '../../../zoom/model/user';
import { readDate } from '../../../zoom/rules/dates';
import { TYPE_WORDS } from '../../../zoom/rules/newUser';
import { cleanText, isNothing } from '../../../zoom/rules/text';
import { limitFields } from '../../fields/limit';
import type { RowReader } from '../../input/rowReader';
import { collect, LIST_LABELS, readLimit } from '../../run/listOperation';
import { resolveGroupOrRole } from '../../run/resolveGroupOrRole';
import { rowOperation } from '../../run/rowOperation';
import { newDirectoryContext } from '../../run/userOperation';
import { userTypes } from '../../fields/userTypes';

const STATUSES = ['active', 'pending', 'inactive'];
const LICENSES = ['zoom_compliance_management', 'zoom_workforce_management'];
const SUBJECT = 'The list of users';

const fields: INodeProperties[] = [
	...limitFields,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [
			{
				displayName: 'Add-On',
				name: 'license',
				type: 'options',
				default: 'zoom_workforce_management',
				description: 'Only users with this license',
				options: [
					{ name: 'Zoom Compliance Management', value: 'zoom_compliance_management' },
					{ name: 'Zoom Workforce Management', value: 'zoom_workforce_management' },
				],
			},
			{
				displayName: 'Inactive Since',
				name: 'inactiveSince',
				type: 'dateTime',
				default: '',
				description:
					'Only users created before this date who have not signed in since. Zoom updates sign-in times with a delay of up to three days.',
			},
			{
				displayName: 'Role Name or ID',
				name: 'role',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'getRoles' },
				default: '',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				default: 'active',
				options: [
					{ name: 'Active', value: 'active' },
					{ name: 'All', value: 'all' },
					{ name: 'Deactivated', value: 'inactive' },
					{
						name: 'Invited',
						value: 'pending',
						description: 'Users who have not accepted yet. Zoom does not return when they were invited.',
					},
				],
			},
			{
				displayName: 'Type',
				name: 'type',
				type: 'options',
				default: 2,
				description: 'Only users of this type. The node filters them after reading.',
				options: userTypes,
			},
		],
	},
	{
		displayName: 'More Fields',
		name: 'includeFields',
		type: 'options',
		default: '',
		description: 'Fields that Zoom adds to its list on request. Turn off Simplify to see them.',
		options: [
			{ name: 'Custom Attributes', value: 'custom_attributes' },
			{ name: 'Host Key', value: 'host_key' },
			{ name: 'None', value: '' },
		],
	},
];

interface Wanted {
	statuses: string[];
	role?: string;
	/** Query parameters of the request. */
	query: Record<string, string>;
	type?: number;
	/** ms */
	inactiveSince?: number;
	limit: number;
}

type Name = 'returnAll' | 'limit' | 'filters' | 'includeFields';

/** Lists users. What Zoom cannot filter is filtered after reading. */
export const getAll = rowOperation<Wanted, DirectoryContext, Name>({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many users',
	description: 'List users',
	fields,
	options: ['simplify'],
	labels: LIST_LABELS,
	subject: SUBJECT,
	parameters: ['returnAll', 'limit', 'filters', 'includeFields'],
	read,
	begin: newDirectoryContext,
	process: async (run, { wanted, options }) => {
		const query = { ...wanted.query };
		if (wanted.role !== undefined) {
			const resolution = await resolveGroupOrRole(run.directory, 'role', wanted.role, SUBJECT, 'read');
			if (resolution.kind === 'failed') return resolution;
			query.role_id = resolution.found.id;
		}
		const items: IDataObject[] = [];
		for (const status of wanted.statuses) {
			const path = `/users?${new URLSearchParams({ status, ...query }).toString()}`;
			const keep = (user: ZoomUser) =>
				isWanted(user, wanted) ? shape({ ...user, status }, options.simplify) : undefined;
			const pages = pagesOf<ZoomUser>(run, 'listUsers', path, 'users');
			const result = await collect(pages, wanted.limit, keep, SUBJECT, items);
			if (result.kind !== 'collected') return result;
			if (items.length >= wanted.limit) break;
		}
		return { kind: 'items', items };
	},
});

function read(reader: RowReader<Name | 'options'>): Wanted {
	const filters = reader.collection('filters');
	const includeFields = reader.text('includeFields');
	return {
		limit: readLimit(reader),
		statuses: filter(reader, filters, 'status', readStatus) ?? ['active'],
		role: filter(reader, filters, 'role', (given) => cleanText(String(given))),
		type: filter(reader, filters, 'type', readType),
		inactiveSince: filter(reader, filters, 'inactiveSince', readDate),
		query: {
			...licenseQuery(filter(reader, filters, 'license', readLicense)),
			...(includeFields === '' ? {} : { include_fields: includeFields }),
		},
	};
}

const REMEDIES: Record<string, string> = {
	status: `Use all, ${STATUSES.join(', ')}.`,
	type: 'Use 1 or Basic, 2 or Licensed, 4 or Unassigned without Meetings Basic.',
	inactiveSince: 'Use a whole date, such as 2026-01-31.',
	license: `Use ${LICENSES.join(' or ')}.`,
};

/** An added filter without a value would return more users than expected, so it is a problem of the row. */
function filter<T>(
	reader: RowReader<Name | 'options'>,
	filters: IDataObject,
	name: string,
	parse: (given: unknown) => T | undefined,
): T | undefined {
	if (!(name in filters)) return undefined;
	const given = filters[name];
	if (isNothing(given)) {
		const remedy = 'Give it a value, or remove the filter.';
		return reader.complain({ field: name, message: 'was added and is empty', remedy });
	}
	const parsed = parse(given);
	if (parsed !== undefined) return parsed;
	const message = name === 'inactiveSince' ? 'is not a date' : 'is not one of the choices';
	return reader.complain({ field: name, value: given, message, remedy: REMEDIES[name] ?? 'Correct it.' });
}

function readStatus(given: unknown): string[] | undefined {
	const word = cleanText(String(given)).toLowerCase();
	if (word === 'all') return STATUSES;
	return STATUSES.includes(word) ? [word] : undefined;
}

function readType(given: unknown): number | undefined {
	const word = cleanText(String(given)).toLowerCase();
	if (Object.hasOwn(TYPE_WORDS, word)) return TYPE_WORDS[word];
	return /^\d{1,2}$/.test(word) ? Number(word) : undefined;
}

function readLicense(given: unknown): string | undefined {
	return LICENSES.find((one) => one === cleanText(String(given)).toLowerCase());
}

function licenseQuery(license: string | undefined): Record<string, string> {
	return license === undefined ? {} : { license };
}

function isWanted(user: ZoomUser, { type, inactiveSince }: Wanted): boolean {
	if (type !== undefined && user.type !== type) return false;
	if (inactiveSince === undefined) return true;
	const last = Date.parse(String(user.last_login_time));
	// A user created later who has never signed in has not been inactive since then.
	const since = Number.isNaN(last) ? Date.parse(String(user.user_created_at)) : last;
	return Number.isNaN(since) || since < inactiveSince;
}

const SIMPLE = [
	'id',
	'email',
	'first_name',
	'last_name',
	'type',
	'status',
	'dept',
	'role_id',
	'group_ids',
	'last_login_time',
];

function shape(user: ZoomUser, simplify: boolean): IDataObject {
	if (!simplify) return user as IDataObject;
	return Object.fromEntries(
		SIMPLE.filter((name) => user[name] !== undefined).map((name) => [name, user[name]]),
	) as IDataObject;
}
