import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { DirectoryContext } from '../../../zoom/lookup/directory';
import { pagesOf } from '../../../zoom/calls/pages';
import { trimmed } from '../../../zoom/rules/text';
import { runRowOperation } from '../../run/rowOperation';
import { collect, listWords, readLimit } from '../../run/listOperation';
import { resolveGroupOrRole } from '../../run/resolveNamed';
import type { Report } from '../../output/report';
import type { RowReader } from '../../input/rowReader';
import { directoryContext } from '../../run/userOperation';
import type { ZoomUser } from '../../../zoom/model/user';

const STATUSES = ['active', 'pending', 'inactive'];
const WHO = 'The list of users';

interface Wanted {
	statuses: string[];
	role: string;
	/** Of the request itself. */
	query: Record<string, string>;
	type?: number;
	/** ms */
	inactiveSince?: number;
	limit: number;
}

/** User: Get Many. What Zoom cannot filter is picked out after reading. */
export async function getAll(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await runRowOperation<Wanted, DirectoryContext>(n8n, report, {
		verb: listWords.verb,
		parameters: ['returnAll', 'limit', 'filters', 'includeFields'],
		nameOf: () => WHO,
		read,
		begin: directoryContext,
		settle: async (run, { wanted, options }) => {
			const query = { ...wanted.query };
			if (wanted.role !== '') {
				const resolution = await resolveGroupOrRole(run.directory, 'role', wanted.role, WHO, 'read');
				if (resolution.kind === 'failed') return resolution;
				query.role_id = resolution.found.id;
			}
			const many: IDataObject[] = [];
			for (const status of wanted.statuses) {
				const path = `/users?${new URLSearchParams({ status, ...query }).toString()}`;
				const keep = (user: ZoomUser) =>
					isWanted(user, wanted) ? shape({ ...user, status }, options.simplify) : undefined;
				const read = await collect(pagesOf(run, 'listUsers', path, 'users'), wanted.limit, keep, WHO, many);
				if ('settled' in read) return read.settled;
				if (many.length >= wanted.limit) break;
			}
			return { kind: 'items', items: many };
		},
	});
}

function read(reader: RowReader): Wanted {
	const { status = 'active', role, license, type, inactiveSince } = reader.collection('filters');
	const word = trimmed(String(status)).toLowerCase();
	if (word !== 'all' && !STATUSES.includes(word)) {
		const remedy = `Use all, ${STATUSES.join(', ')}.`;
		reader.problems.push({ field: 'status', value: status, message: 'is not one of the choices', remedy });
	}
	const since = inactiveSince ? Date.parse(String(inactiveSince)) : undefined;
	if (Number.isNaN(since)) {
		const remedy = 'Write it as 2026-01-31.';
		reader.problems.push({ field: 'inactiveSince', value: inactiveSince, message: 'is not a date', remedy });
	}
	const includeFields = reader.text('includeFields');
	return {
		statuses: word === 'all' ? STATUSES : [word],
		role: trimmed(String(role ?? '')),
		query: {
			...(license ? { license: String(license) } : {}),
			...(includeFields ? { include_fields: includeFields } : {}),
		},
		...(type === undefined || type === '' ? {} : { type: Number(type) }),
		...(since === undefined ? {} : { inactiveSince: since }),
		limit: readLimit(reader),
	};
}

function isWanted(user: ZoomUser, { type, inactiveSince }: Wanted): boolean {
	if (type !== undefined && user.type !== type) return false;
	if (inactiveSince === undefined) return true;
	const last = Date.parse(String(user.last_login_time));
	// Somebody who came later and has never signed in has not been away.
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
