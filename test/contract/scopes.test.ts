/**
 * The table of scopes of the node, and the scopes that the simulator checks, were written separately from Zoom's
 * documentation. Here they are compared, with the documentation of this package, and with the list of operations.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findOperation, resourceOptions } from '../../nodes/ZoomUsers/actions';
import { ZoomUsers } from '../../nodes/ZoomUsers/ZoomUsers.node';
import { CALLS, type ZoomOperation } from '../../nodes/zoom/model/calls';
import { callsOf, CHECKED_OPERATIONS } from '../../nodes/zoom/rules/operationCalls';
import { CALL_REQUIREMENTS } from '../../nodes/zoom/rules/scopes';
import { startSimulator, type Simulator } from '../../simulator/server';
import { reachability } from './support/reachable';

const ROOT = path.resolve(__dirname, '../..');

/** The request of each call. */
const REQUESTS: Record<ZoomOperation, [method: string, path: string]> = {
	createUser: ['POST', '/users'],
	getUser: ['GET', '/users/ada@corp.example'],
	getMe: ['GET', '/users/me'],
	getPermissions: ['GET', '/users/me/permissions'],
	getUserSettings: ['GET', '/users/ada@corp.example/settings'],
	listUsers: ['GET', '/users'],
	updateUser: ['PATCH', '/users/ada@corp.example'],
	changeEmail: ['PUT', '/users/ada@corp.example/email'],
	setStatus: ['PUT', '/users/ada@corp.example/status'],
	deleteUser: ['DELETE', '/users/ada@corp.example'],
	cancelInvitation: ['DELETE', '/users/ada@corp.example'],
	revokeToken: ['DELETE', '/users/ada@corp.example/token'],
	listGroups: ['GET', '/groups'],
	createGroup: ['POST', '/groups'],
	addToGroup: ['POST', '/groups/GrpSales00000000000001/members'],
	removeFromGroup: ['DELETE', '/groups/GrpSales00000000000001/members/x'],
	listRoles: ['GET', '/roles'],
	assignRole: ['POST', '/roles/1/members'],
	removeRole: ['DELETE', '/roles/1/members/x'],
	planUsage: ['GET', '/accounts/me/plans/usage'],
	userSummary: ['GET', '/users/summary'],
	accountSettings: ['GET', '/accounts/me/settings?option=security'],
	managedDomains: ['GET', '/accounts/me/managed_domains'],
};

const calls = Object.keys(CALLS) as ZoomOperation[];
const everyScope = [
	...new Set(calls.flatMap((call) => [CALL_REQUIREMENTS[call].granular, ...CALL_REQUIREMENTS[call].classic])),
];

describe('the scopes of a call', () => {
	let zoom: Simulator;
	beforeAll(async () => (zoom = await startSimulator()));
	afterAll(async () => await zoom.close());

	/** The scope that the simulator says is missing. */
	async function missing(call: ZoomOperation, scopes: string[]): Promise<string | undefined> {
		zoom.settings.scopes = scopes;
		const [method, url] = REQUESTS[call];
		const response = await fetch(`${zoom.apiUrl}${url}`, {
			method,
			headers: { authorization: `Bearer ${zoom.takeServerToServerToken()}`, accept: 'application/json' },
		});
		const body = (await response.json().catch(() => ({}))) as { code?: number; message?: string };
		expect(body.code).not.toBe(2300);
		return body.code === 4711 ? /scopes:\[(.+)\]/.exec(String(body.message))?.[1] : undefined;
	}

	it.each(calls)(
		'%s: each of them is enough for the simulator, and all others together are not',
		async (call) => {
			const { granular, classic } = CALL_REQUIREMENTS[call];
			const enough = [granular, ...classic];
			for (const scope of enough) expect(await missing(call, [scope])).toBeUndefined();
			const others = everyScope.filter((scope) => !enough.includes(scope));
			expect(await missing(call, others)).toBe(granular);
		},
	);
});

describe('the calls of the operations', () => {
	it('are listed for every operation but the check itself, by its label', () => {
		const { properties } = new ZoomUsers().description;
		const dropdowns = properties.filter(({ name }) => name === 'operation');
		const known = dropdowns.flatMap(({ displayOptions, options = [] }) =>
			options.flatMap((option) => {
				const resource = String(displayOptions?.show?.resource?.[0]);
				return 'value' in option ? [[`${resource}.${String(option.value)}`, option.name, resource]] : [];
			}),
		);
		const labelOf = (resource: string) => resourceOptions.find(({ value }) => value === resource)?.name;
		const expected = known
			.filter(([value]) => value !== 'account.checkReadiness')
			.map(([value, name, resource]) => `${value}: ${String(labelOf(resource))}: ${name}`);
		const listed = CHECKED_OPERATIONS.map((one) => `${one}: ${callsOf(one).label}`);
		expect(listed.sort()).toEqual(expected.sort());
	});

	const fileOf = (operation: string) => `nodes/ZoomUsers/actions/${operation.replace('.', '/')}.ts`;
	const declarationsOf = reachability(
		ROOT,
		CHECKED_OPERATIONS.map(fileOf),
		(name) => name.startsWith('nodes/') && !name.startsWith('nodes/zoom/errors/catalog'),
	);

	it.each(CHECKED_OPERATIONS)('of %s are calls that its code can reach', (operation) => {
		expect(findOperation(...(operation.split('.') as [string, string]))).toBeDefined();
		const texts = declarationsOf(fileOf(operation)).flatMap((one) => one.texts);
		const { needs, oneOf = [], sometimes = [] } = callsOf(operation);
		const listed = [...needs, ...oneOf, ...sometimes];
		expect(listed.filter((call) => !texts.includes(call))).toEqual([]);
		expect(new Set(listed).size).toBe(listed.length);
	});
});

describe('the table of scopes in the documentation', () => {
	const rows = [
		...readFileSync(path.join(ROOT, 'docs/credentials.md'), 'utf8').matchAll(
			/^\| .+? \| (`[a-z_2:]+`(?:, `[a-z_:]+`)*) \| (`[a-z_:]+`(?:, `[a-z_:]+`)*) \|$/gm,
		),
	].map(([, granular, classic]) => ({ granular: wordsIn(granular), classic: wordsIn(classic) }));

	it('has every scope, and no other', () => {
		const listed = new Set(rows.flatMap(({ granular }) => granular));
		expect([...listed].sort()).toEqual(
			[...new Set(calls.map((call) => CALL_REQUIREMENTS[call].granular))].sort(),
		);
	});

	it('has the narrowest classic scope beside each', () => {
		for (const call of calls) {
			const { granular, classic } = CALL_REQUIREMENTS[call];
			for (const row of rows.filter((one) => one.granular.includes(granular))) {
				expect({ granular, classic: row.classic }).toEqual({
					granular,
					classic: expect.arrayContaining([classic[0]]),
				});
			}
		}
	});
});

function wordsIn(text: string): string[] {
	return [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
}
