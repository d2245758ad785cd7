import type { IDataObject } from 'n8n-workflow';
import { callsOf, CHECKED_OPERATIONS } from '../../nodes/zoom/rules/operationCalls';
import { CALL_REQUIREMENTS } from '../../nodes/zoom/rules/scopes';
import type { StoredCredential } from './support/engine';
import { CONTINUE, CREDENTIALS, TO_ERROR_OUTPUT, withSimulator } from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn('token-names-scopes', 'me-not-for-server-to-server', 'plan-usage-readable');

const { zoom, run } = withSimulator();

interface Item extends IDataObject {
	check: string;
	name: string | null;
	state: string;
	seen: string;
	neededFor: string[];
	fix: string | null;
	ready?: string[];
	blocked?: string[];
	unsure?: string[];
}

const ready = async (operations: string[] = [], credential?: StoredCredential): Promise<Item[]> => {
	const { json, error } = await run({
		rows: [{}],
		parameters: { resource: 'account', operation: 'checkReadiness', operations },
		...(credential ? { credential } : {}),
	});
	expect(error).toBeUndefined();
	return json as Item[];
};

const of = (items: Item[], check: string, name: string | null = null) => {
	const found = items.filter((item) => item.check === check && (name === null || item.name === name));
	expect(found).toHaveLength(1);
	return found[0];
};
const summaryOf = (items: Item[]) => of(items, 'summary');
const named = (items: Item[], state: string) =>
	items
		.filter((item) => item.state === state && item.check !== 'summary')
		.map(({ check, name }) => name ?? check);

const ALL = CHECKED_OPERATIONS.map((one) => callsOf(one).label);

/** What Zoom never says, or only to master accounts. */
const NEVER_KNOWN = ['preProvisioning', 'managedDomains', 'restrictedDomains', 'rateLimit', 'invitations'];

describe.each(Object.entries(CREDENTIALS))('Check Readiness with %s', (kind, credential) => {
	beforeEach(() => {
		// Without it, Zoom does not say which role a Server-to-Server app has.
		zoom().settings.meIsOwner = true;
	});

	it('all is well: every operation can begin, and what Zoom does not say is unknown', async () => {
		const items = await ready([], credential(zoom()));
		expect(named(items, 'missing')).toEqual([]);
		expect(named(items, 'unknown')).toEqual(NEVER_KNOWN);
		expect(summaryOf(items)).toMatchObject({ state: 'ok', ready: ALL, blocked: [], unsure: [], fix: null });
		expect(items.at(-1)).toBe(summaryOf(items));
		for (const item of items) {
			expect(item.seen).not.toBe('');
			expect(item.neededFor).not.toEqual([]);
			if (item.state === 'ok') expect(item.fix).toBeNull();
		}
		expect(of(items, 'host').seen).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2 responded in \d+ ms\.$/);
		expect(of(items, 'app').seen).toMatch(kind === 'oAuth2' ? /admin-managed OAuth2/ : /Server-to-Server/);
	});

	it('only reads', async () => {
		await ready([], credential(zoom()));
		const writes = zoom().journal.requests.filter(
			({ method, path }) => method !== 'GET' && path !== '/oauth/token',
		);
		expect(writes).toEqual([]);
		expect(zoom().journal.requests.length).toBeLessThan(15);
	});

	it('a role without rights: the right is named, and the operations that need it are blocked', async () => {
		zoom().settings.roleMayEditUsers = false;
		const items = await ready([], credential(zoom()));
		expect(named(items, 'missing')).toEqual(['User:Edit']);
		expect(of(items, 'role', 'User:Edit')).toMatchObject({
			seen: expect.stringMatching(/role "Owner" does not have the right User:Edit/),
			fix: expect.stringMatching(/User Management > Roles/),
		});
		const { blocked, ready: others } = summaryOf(items);
		expect(blocked).toEqual(expect.arrayContaining(['User: Create', 'User: Delete', 'Role: Assign']));
		expect(others).toEqual(expect.arrayContaining(['User: Get', 'Group: Get Many', 'Account: Get Summary']));
	});

	it('a user-managed app: nothing can begin', async () => {
		zoom().settings.scopes = ['user:read:user', 'user:write:user', 'user:read:list_permissions'];
		const items = await ready([], credential(zoom()));
		expect(of(items, 'app')).toMatchObject({ state: 'missing', fix: expect.stringMatching(/admin-managed/) });
		expect(summaryOf(items)).toMatchObject({ state: 'missing', ready: [], blocked: ALL });
	});

	it('no free license: the plan is named, and only rows with a license are affected', async () => {
		zoom().settings.licenses = 1;
		zoom().account.add({ email: 'ada@corp.example', type: 2 });
		const items = await ready([], credential(zoom()));
		expect(of(items, 'licenses')).toMatchObject({
			name: 'plan_base',
			state: 'missing',
			seen: '1 of 1 licenses are used, 0 are free (yearly).',
			neededFor: ['User: Create', 'User: Create or Update', 'User: Update'].map(
				(one) => `${one} (with a license)`,
			),
		});
		expect(summaryOf(items)).toMatchObject({
			state: 'ok',
			seen: expect.stringMatching(/Also missing, for some rows only: licenses plan_base/),
		});
	});

	it('single sign-on off', async () => {
		zoom().settings.ssoEnabled = false;
		const items = await ready([], credential(zoom()));
		expect(named(items, 'missing')).toEqual(['singleSignOn']);
		expect(of(items, 'singleSignOn').fix).toMatch(/Advanced > Single Sign-On/);
	});

	it.each([600_000, -600_000])('a clock that is ten minutes off: %d ms', async (offset) => {
		const given = credential(zoom());
		zoom().settings.clockOffsetMs = offset;
		const items = await ready([], given);
		expect(named(items, 'missing')).toEqual(['clock']);
		expect(of(items, 'clock').seen).toMatch(
			offset > 0 ? /(599|600|601) seconds ahead of/ : /(599|600|601) seconds behind/,
		);
	});

	it('settings that cannot be read are unknown, with the reason, and never ok', async () => {
		Object.assign(zoom().settings, { accountSettings: false, planUsage: false });
		const items = await ready([], credential(zoom()));
		expect(named(items, 'missing')).toEqual([]);
		expect(named(items, 'unknown')).toEqual(['licenses', 'singleSignOn', ...NEVER_KNOWN]);
		for (const check of ['licenses', 'singleSignOn']) {
			expect(of(items, check).seen).toMatch(/^Reading .+ failed: .+"No permission\."/);
		}
		expect(of(items, 'plan')).toMatchObject({
			state: 'ok',
			seen: '1 users have the type Licensed, so the plan is a paid one.',
		});
	});

	it('a plan that can neither be read nor derived is unknown, and so is whether users can be created', async () => {
		zoom().settings.planUsage = false;
		zoom().account.owner.type = 1;
		const items = await ready(['user.create', 'user.get'], credential(zoom()));
		expect(of(items, 'plan').state).toBe('unknown');
		expect(summaryOf(items)).toMatchObject({
			state: 'unknown',
			ready: ['User: Get'],
			unsure: ['User: Create'],
		});
	});

	it('an account without any license: the plan is missing', async () => {
		zoom().settings.licenses = 0;
		zoom().account.owner.type = 1;
		const items = await ready(['user.create'], credential(zoom()));
		expect(of(items, 'plan').state).toBe('missing');
		expect(summaryOf(items)).toMatchObject({ state: 'missing', blocked: ['User: Create'] });
	});

	it('managed domains are named if the account can read them', async () => {
		zoom().settings.scopes = [...zoom().settings.scopes, 'account:read:managed_domains:master'];
		zoom().settings.managedDomains = ['corp.example'];
		const items = await ready([], credential(zoom()));
		expect(of(items, 'managedDomains')).toMatchObject({
			state: 'ok',
			seen: 'The account manages corp.example.',
		});
		expect(of(items, 'singleSignOn').seen).toMatch(/required for corp\.example/);
	});

	it('classic scopes are enough', async () => {
		zoom().settings.scopes = [
			'user:write:admin',
			'group:write:admin',
			'role:write:admin',
			'account:read:admin',
		];
		const items = await ready([], credential(zoom()));
		expect(summaryOf(items)).toMatchObject({ state: 'ok', ready: ALL });
		expect(of(items, 'scope', 'user:write:user:admin').seen).toBe('The token has user:write:admin.');
	});

	it('without the names of the scopes, only reads that succeeded are ok', async () => {
		zoom().settings.tokenNamesScopes = false;
		const items = await ready([], credential(zoom()));
		expect(of(items, 'scope', 'user:read:user:admin').state).toBe('ok');
		expect(of(items, 'scope', 'user:write:user:admin')).toMatchObject({
			state: 'unknown',
			seen: expect.stringMatching(/did not name the scopes/),
		});
		const { state, blocked, ready: certain, unsure } = summaryOf(items);
		expect({ state, blocked }).toEqual({ state: 'unknown', blocked: [] });
		expect(certain).toEqual(expect.arrayContaining(['User: Get', 'User: Get Many', 'Role: Get Many']));
		expect(unsure).toContain('User: Create');
	});

	it('checks only the chosen operations', async () => {
		const items = await ready(['group.getAll'], credential(zoom()));
		expect(items.map(({ check, name }) => name ?? check)).toEqual([
			'token',
			'app',
			'group:read:list_groups:admin',
			'Group:Read',
			'rateLimit',
			'clock',
			'host',
			'summary',
		]);
	});
});

/** The scopes of all operations, each once, with the operations that cannot begin without it. */
const SCOPES = [...new Set(CHECKED_OPERATIONS.flatMap((one) => callsOf(one).needs))]
	.map((call) => CALL_REQUIREMENTS[call].granular)
	.filter((scope, index, all) => all.indexOf(scope) === index)
	.map((scope) => ({
		scope,
		blocked: CHECKED_OPERATIONS.filter((one) =>
			callsOf(one).needs.some((call) => CALL_REQUIREMENTS[call].granular === scope),
		).map((one) => callsOf(one).label),
	}));

describe('a missing scope', () => {
	it.each(SCOPES)('$scope is named, and only what needs it is blocked', async ({ scope, blocked }) => {
		zoom().settings.meIsOwner = true;
		zoom().settings.scopes = zoom().settings.scopes.filter((one) => one !== scope);
		const items = await ready();
		const missing = items.filter(({ check, state }) => check === 'scope' && state === 'missing');
		expect(missing.map(({ name }) => name)).toEqual([scope]);
		expect(missing[0].fix).toContain(scope);
		expect(missing[0].neededFor).toEqual(expect.arrayContaining(blocked));
		expect(summaryOf(items).blocked).toEqual(blocked);
		expect(summaryOf(items).seen).toContain(`scope ${scope}`);
	});

	it('of an operation blocks only this one if no other needs it', async () => {
		zoom().settings.meIsOwner = true;
		zoom().settings.scopes = zoom().settings.scopes.filter((one) => one !== 'user:update:email:admin');
		expect(summaryOf(await ready())).toMatchObject({ state: 'missing', blocked: ['User: Change Email'] });
	});

	it('licenses can be counted with one of two scopes', async () => {
		zoom().settings.meIsOwner = true;
		const all = zoom().settings.scopes;
		const without = (...scopes: string[]) => all.filter((one) => !scopes.includes(one));
		zoom().settings.scopes = without('billing:read:plan_usage:admin');
		expect(summaryOf(await ready(['account.getLicenses']))).toMatchObject({ state: 'ok' });
		zoom().settings.scopes = without('billing:read:plan_usage:admin', 'user:read:summary:admin');
		expect(summaryOf(await ready(['account.getLicenses']))).toMatchObject({
			state: 'missing',
			blocked: ['Account: Get Licenses'],
		});
	});

	it('of a token from before the scope was added is named, with the way to a new token', async () => {
		const { type, data } = CREDENTIALS.serverToServer(zoom());
		zoom().settings.scopes = ['user:read:user:admin'];
		const accessToken = zoom().takeServerToServerToken();
		zoom().settings.scopes = ['user:read:user:admin', 'user:write:user:admin'];
		const earlier = { accessToken, connectionState: 'fetched', grantedScopes: 'user:read:user:admin' };
		const items = await ready(['user.create'], { type, data: { ...data, ...earlier } });
		expect(of(items, 'scope', 'user:write:user:admin')).toMatchObject({
			state: 'missing',
			fix: expect.stringMatching(/open the Server-to-Server credential in n8n once/),
		});
	});
});

describe('the role of a Server-to-Server app', () => {
	it('is unknown if Zoom does not say it, except for what reads have shown', async () => {
		const items = await ready(['user.create', 'user.get', 'group.getAll']);
		expect(of(items, 'role', 'User:Edit')).toMatchObject({
			state: 'unknown',
			seen: expect.stringMatching(/does not say which role.*"me" value is not supported/),
		});
		expect(of(items, 'role', 'User:Read').state).toBe('ok');
		expect(summaryOf(items)).toMatchObject({
			state: 'unknown',
			ready: ['User: Get', 'Group: Get Many'],
			unsure: ['User: Create'],
			blocked: [],
		});
	});
});

describe('without access', () => {
	it('a wrong secret: the token is missing, and all operations are blocked', async () => {
		const { type, data } = CREDENTIALS.serverToServer(zoom());
		const items = await ready(['user.create', 'user.get'], {
			type,
			data: { ...data, clientSecret: 'wrong' },
		});
		expect(of(items, 'token')).toMatchObject({
			state: 'missing',
			seen: expect.stringMatching(/Client Secret|client_secret/),
		});
		expect(named(items, 'ok')).not.toContain('host');
		expect(summaryOf(items)).toMatchObject({ state: 'missing', ready: [] });
		expect(items.map(({ seen }) => seen).join()).not.toContain('wrong');
	});

	it('a host that does not respond: the host is missing, and nothing else is ok', async () => {
		const { type, data } = CREDENTIALS.oAuth2(zoom());
		const items = await ready(['user.get'], { type, data: { ...data, apiUrl: 'http://127.0.0.1:1/v2' } });
		expect(of(items, 'host').state).toBe('missing');
		expect(of(items, 'token').state).toBe('unknown');
		expect(summaryOf(items)).toMatchObject({ state: 'missing', blocked: ['User: Get'] });
	});
});

describe('rows', () => {
	it('read the facts once, and each row has its own operations', async () => {
		const { json } = await run({
			rows: [{ uses: 'user.get' }, { uses: ['GROUP.GETALL', 'user.get'] }],
			parameters: { resource: 'account', operation: 'checkReadiness', operations: '={{ $json.uses }}' },
		});
		const summaries = json.filter(({ check }) => check === 'summary');
		expect(summaries.map(({ neededFor }) => neededFor)).toEqual([
			['User: Get'],
			['User: Get', 'Group: Get Many'],
		]);
		expect(zoom().journal.requests.filter(({ path }) => path === '/v2/users/summary')).toHaveLength(1);
	});

	it.each([CONTINUE, TO_ERROR_OUTPUT])(
		'with an unknown operation fail, and nothing is sent: %j',
		async (settings) => {
			const { json, errorJson } = await run({
				rows: [{}],
				settings,
				parameters: { resource: 'account', operation: 'checkReadiness', operations: ['user.fly'] },
			});
			const [item] = [...json, ...errorJson];
			expect(String(item.error)).toMatch(
				/'Operations to Check' \("user\.fly"\) is not an operation of this node/,
			);
			expect(zoom().journal.requests).toEqual([]);
		},
	);
});
