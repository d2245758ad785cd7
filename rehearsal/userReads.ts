import type { FastifyRequest } from 'fastify';
import { checkAccess } from './access';
import type { Person } from './account';
import type { Answer, Ending } from './answer';
import { sufferFault } from './faults';
import { refuse, refuseFields } from './refusals';
import { taggedFault } from './taggedFault';
import { readTriggers } from './triggers';
import type { Zoom } from './zoom';

const PAGE_SIZE = { usual: 30, most: 300 };
const PAGE_TOKEN_LIVES_MS = 15 * 60_000;
/** Zoom's names for how somebody signs in: work e-mail, SSO, by API only. */
const LOGIN_TYPES: Record<string, number[]> = {
	create: [100],
	autoCreate: [100],
	ssoCreate: [101],
	custCreate: [99],
};

/** GET /v2/users/:id, by id or e-mail, and `me`. */
export async function getUser(zoom: Zoom, request: FastifyRequest): Promise<Ending> {
	const { settings, account } = zoom;
	const { id } = request.params as { id: string };
	const access = checkAccess(zoom, request, id === 'me' ? 'me' : 'get');
	if ('refusal' in access) return access.refusal;
	if (id === 'me') {
		if (access.kind === 'oauth2') return { status: 200, json: describe(zoom, account.owner) };
		return {
			status: 400,
			json: {
				code: 200,
				message:
					'The "me" value is not supported for a Server-to-Server OAuth token. Provide the userId instead.',
			},
		};
	}

	const person = account.find(id);
	const email = person?.email ?? id;
	if (readTriggers(email).getWithoutScope) {
		return refuse(settings, 4711, { scope: 'user:read:user:admin' });
	}
	const fault = taggedFault(zoom, 'GET', email);
	zoom.countAttempt('GET', email);
	return await sufferFault(fault, settings, request, async () => {
		const state = person && account.stateOf(person);
		if (!person || state === 'elsewhere') return refuse(settings, 1001, { id });
		if (state === 'expired') return refuse(settings, 1120);
		return { status: 200, json: describe(zoom, person) };
	});
}

/** GET /v2/users: one status at a time, page by page. */
export function listUsers(zoom: Zoom, request: FastifyRequest): Answer {
	const { settings, account } = zoom;
	const access = checkAccess(zoom, request, 'list');
	if ('refusal' in access) return access.refusal;
	const query = request.query as Record<string, string | undefined>;
	const status = query.status ?? 'active';
	const size = Number(query.page_size ?? PAGE_SIZE.usual);
	if (!['active', 'inactive', 'pending'].includes(status)) {
		return refuseFields(settings, [{ field: 'status', fault: 'invalid' }]);
	}
	if (!Number.isInteger(size) || size < 1 || size > PAGE_SIZE.most) {
		return refuseFields(settings, [{ field: 'page_size', fault: 'invalid' }]);
	}

	const token = query.next_page_token;
	const from = token ? readPageToken(zoom, token, status) : 0;
	if (from === undefined) {
		return {
			status: 400,
			json: { code: 300, message: 'The next page token is invalid or expired.' },
		};
	}
	const people = account.people.filter((person) => account.stateOf(person) === status);
	const page = people.slice(from, from + size);
	const more = from + size < people.length;
	return {
		status: 200,
		json: {
			page_count: Math.ceil(people.length / size),
			page_size: size,
			total_records: people.length,
			next_page_token: more ? pageToken(zoom, status, from + size) : '',
			// Who has not accepted yet has no id here, though looked up alone they have one.
			users: page.map((person) => {
				const { id, ...rest } = describe(zoom, person);
				return status === 'pending' ? rest : { id, ...rest };
			}),
		},
	};
}

function pageToken(zoom: Zoom, status: string, from: number): string {
	return Buffer.from(JSON.stringify([status, from, zoom.now()])).toString('base64url');
}

function readPageToken(zoom: Zoom, token: string, status: string): number | undefined {
	try {
		const [of, from, at] = JSON.parse(Buffer.from(token, 'base64url').toString());
		const alive = zoom.now() - at <= PAGE_TOKEN_LIVES_MS;
		return of === status && alive && Number.isInteger(from) ? from : undefined;
	} catch {
		return undefined;
	}
}

function describe(zoom: Zoom, person: Person): { id: string } & Record<string, unknown> {
	const isOwner = person === zoom.account.owner;
	const status = zoom.account.stateOf(person);
	const pending = status === 'pending';
	const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
	const { zoom_one_type, plan_united_type, division_ids } = person;
	return {
		id: person.id,
		first_name: person.first_name,
		last_name: person.last_name,
		display_name: person.display_name,
		email: person.email,
		type: person.type,
		role_name: isOwner ? 'Owner' : 'Member',
		role_id: isOwner ? '0' : '2',
		status,
		verified: pending ? 0 : 1,
		timezone: 'UTC',
		language: 'en-US',
		dept: '',
		group_ids: [],
		login_types: LOGIN_TYPES[person.action] ?? [100],
		account_id: zoom.settings.accountId,
		// Of people who have not accepted, Zoom gives the time of the call.
		created_at: iso(pending ? zoom.now() : person.createdAt),
		...(pending ? {} : { user_created_at: iso(person.createdAt) }),
		...(plan_united_type === undefined ? {} : { plan_united_type }),
		...(zoom_one_type === undefined ? {} : { zoom_one_type }),
		...(division_ids === undefined ? {} : { division_ids }),
	};
}
