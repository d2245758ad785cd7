import { call } from '../calls/call';
import type { RunContext } from '../calls/runContext';
import { causeOf, type CallResult } from '../errors/classify';
import type { BodyOf, ZoomOperation } from '../model/calls';
import { pathOf } from '../model/user';
import type { ReadFact, ReadinessFacts } from '../rules/readinessFacts';
import { scopesIn } from '../rules/scopes';
import { licensesIn } from './licenses';

/** No user has this address: "User does not exist" shows that the credential can look users up. */
const NOBODY = 'nobody@n8n-readiness-check.invalid';

/** Reads what Zoom says about the credential and its account. Nothing is written. */
export async function readReadinessFacts(
	run: RunContext,
	{ isServerToServer, grantedScopes }: { isServerToServer: boolean; grantedScopes: () => Promise<string> },
): Promise<ReadinessFacts> {
	const { client } = run;
	const facts: ReadinessFacts = {
		app: isServerToServer ? 'serverToServer' : 'oAuth2',
		apiUrl: client.hosts.apiUrl,
		headers: {},
		reads: {},
	};
	await readFirst(run, facts);
	// Zoom names the scopes with a new token, which the first request may have fetched.
	const scopes = scopesIn(await grantedScopes());
	if (scopes) facts.scopes = scopes;
	const first = facts.reads.getUser?.kind;
	if (first === 'auth' || first === 'network') return facts;
	await Promise.all([
		readRole(run, facts),
		readLists(run, facts),
		readLicenses(run, facts),
		readSettings(run, facts),
	]);
	return facts;
}

/** The first request: it shows the token, the host, and the clock. */
async function readFirst(run: RunContext, facts: ReadinessFacts): Promise<void> {
	const sentAt = Date.now();
	const { result, response } = await call(run, 'getUser', { method: 'GET', path: pathOf(NOBODY) });
	const receivedAt = Date.now();
	const isAbsent = result.kind === 'rejected' && result.error.meaning.reason === 'otherAccount';
	facts.reads.getUser = isAbsent ? OK : factOf(result, 'The look-up of a user');
	if (response?.kind !== 'answered') return;
	facts.responseMs = receivedAt - sentAt;
	facts.headers = response.headers;
	const date = Date.parse(response.headers.date ?? '');
	if (!Number.isNaN(date)) facts.clockSkewMs = date - (sentAt + receivedAt) / 2;
}

const OK: ReadFact = { kind: 'ok', text: '' };

function factOf(result: CallResult<unknown>, subject: string): ReadFact {
	if (result.kind === 'done') return OK;
	if (result.kind === 'cancelled') return { kind: 'other', text: 'The execution was cancelled.' };
	const { reason } = result.error.meaning;
	const text = `${causeOf(result.error, subject, 'failed')}.`;
	const named = ['scope', 'permission', 'auth', 'network'] as const;
	return { kind: named.find((one) => one === reason) ?? 'other', text };
}

/** Reads `path`, and records how it went. @returns the body, if Zoom returned it */
async function read<O extends ZoomOperation>(
	run: RunContext,
	facts: ReadinessFacts,
	operation: O,
	path: string,
	subject: string,
): Promise<BodyOf<O> | undefined> {
	const { result } = await call(run, operation, { method: 'GET', path });
	facts.reads[operation] = factOf(result, subject);
	return result.kind === 'done' ? result.body : undefined;
}

/** The rights of the user behind the token. For Server-to-Server apps, Zoom does not document `me`. */
async function readRole(run: RunContext, facts: ReadinessFacts): Promise<void> {
	const me = await read(run, facts, 'getMe', '/users/me', 'Reading the user of the credential');
	if (!me) return;
	if (typeof me.role_name === 'string') facts.role = me.role_name;
	const granted = await read(run, facts, 'getPermissions', '/users/me/permissions', 'Reading the role');
	if (Array.isArray(granted?.permissions)) facts.permissions = granted.permissions.map(String);
}

async function readLists(run: RunContext, facts: ReadinessFacts): Promise<void> {
	await Promise.all([
		read(run, facts, 'listUsers', '/users?page_size=1', 'Reading the list of users'),
		read(run, facts, 'listGroups', '/groups?page_size=1', 'Reading the list of groups'),
		read(run, facts, 'listRoles', '/roles', 'Reading the list of roles'),
	]);
}

async function readLicenses(run: RunContext, facts: ReadinessFacts): Promise<void> {
	const [usage, summary] = await Promise.all([
		read(run, facts, 'planUsage', '/accounts/me/plans/usage', 'Reading the licenses'),
		read(run, facts, 'userSummary', '/users/summary', 'Reading the number of users'),
	]);
	if (usage) facts.licenses = licensesIn(usage);
	if (typeof summary?.licensed_users_count === 'number') facts.licensedUsers = summary.licensed_users_count;
}

/** Source: `security.signin_with_sso` in Zoom's OpenAPI of `/accounts/{accountId}/settings`. */
async function readSettings(run: RunContext, facts: ReadinessFacts): Promise<void> {
	const [settings, domains] = await Promise.all([
		read(
			run,
			facts,
			'accountSettings',
			'/accounts/me/settings?option=security',
			'Reading the settings of the account',
		),
		read(run, facts, 'managedDomains', '/accounts/me/managed_domains', 'Reading the managed domains'),
	]);
	const security = settings?.security as { signin_with_sso?: { enable?: unknown; domains?: unknown } };
	const sso = security?.signin_with_sso;
	if (typeof sso?.enable === 'boolean') {
		facts.sso = {
			enabled: sso.enable,
			requiredFor: Array.isArray(sso.domains) ? sso.domains.map(String) : [],
		};
	}
	if (Array.isArray(domains?.domains)) {
		facts.managedDomains = domains.domains.map((one: unknown) =>
			typeof one === 'object' && one !== null && 'domain' in one ? String(one.domain) : String(one),
		);
	}
}
