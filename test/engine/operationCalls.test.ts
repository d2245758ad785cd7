/**
 * Executes each operation with only the scopes of the calls that the readiness check says it needs, and without each of
 * them: so the table is what the operations really do.
 */
import type { IDataObject } from 'n8n-workflow';
import { callsOf, CHECKED_OPERATIONS, type CheckedOperation } from '../../nodes/zoom/rules/operationCalls';
import { CALL_REQUIREMENTS } from '../../nodes/zoom/rules/scopes';
import { CONTINUE, onUser, rowsFor, withSimulator } from './support/withSimulator';

const ADA = 'ada@corp.example';
const SALES = 'GrpSales00000000000001';
const HELP_DESK = { __rl: true, mode: 'name', value: 'Help Desk' };
const { zoom, run } = withSimulator();

interface Execution {
	parameters?: IDataObject;
	/** The user in the account. */
	user?: object;
	/** More than one row: the first one makes only some of the calls. */
	emails?: string[];
}

const group = { group: { __rl: true, mode: 'id', value: SALES } };

const EXECUTIONS: Record<CheckedOperation, Execution> = {
	'user.activate': { user: { status: 'inactive' } },
	'user.apply': { user: { first_name: 'Augusta' } },
	'user.changeEmail': { user: {}, parameters: { newEmail: 'ada.new@corp.example' } },
	'user.create': { parameters: { lastName: 'Lovelace' } },
	'user.upsert': {
		user: { first_name: 'Augusta' },
		emails: [ADA, 'new@corp.example'],
		parameters: { firstName: 'Ada', lastName: 'Lovelace' },
	},
	'user.deactivate': { user: {} },
	'user.delete': { user: {}, parameters: { how: 'delete' } },
	'user.get': { user: {} },
	'user.getAll': { parameters: { returnAll: true } },
	'user.getSettings': { user: {} },
	'user.plan': { user: {} },
	'user.resendInvitation': { user: { status: 'pending' } },
	'user.revokeToken': { user: { action: 'ssoCreate' } },
	'user.update': { user: {}, parameters: { updateFields: { department: 'Sales' } } },
	'group.addMember': { user: {}, parameters: group },
	'group.create': { parameters: { name: 'Interns' } },
	'group.getAll': { parameters: { returnAll: true } },
	'group.removeMember': { user: { group_ids: [SALES] }, parameters: group },
	'role.assign': { user: {}, parameters: { role: HELP_DESK } },
	'role.getAll': { parameters: { returnAll: true } },
	'role.remove': { user: { role_id: 'RhelpDeskQk3tYw7ZxBvN5' } },
	'account.getLicenses': {},
	'account.getSummary': {},
};

const scopesOf = (operation: CheckedOperation) => [
	...new Set(callsOf(operation).needs.map((call) => CALL_REQUIREMENTS[call].granular)),
];

async function execute(operation: CheckedOperation, scopes: string[]): Promise<IDataObject[]> {
	const { parameters = {}, user, emails = [ADA] } = EXECUTIONS[operation];
	zoom().reset();
	if (user) zoom().account.add({ email: ADA, ...user });
	const rows = operation === 'user.apply' ? await appliedPlan() : rowsFor(...emails);
	zoom().settings.scopes = scopes;
	const [resource, name] = operation.split('.');
	const { json } = await run({
		rows,
		settings: CONTINUE,
		parameters: onUser(name, parameters, resource),
	});
	expect(json.length).toBeGreaterThan(0);
	return json;
}

/** A plan with a change that has been made already: applying it only reads the user. */
async function appliedPlan(): Promise<IDataObject[]> {
	const parameters = onUser('plan', { firstName: 'Ada' });
	const { json } = await run({ rows: rowsFor(ADA), settings: CONTINUE, parameters });
	expect(json).toMatchObject([{ plan: 'update' }]);
	Object.assign(zoom().account.find(ADA) ?? {}, { first_name: 'Ada' });
	return json;
}

const failures = (json: IDataObject[]) => json.filter(({ outcome }) => outcome === 'failed');

describe.each(CHECKED_OPERATIONS)('the operation %s', (operation) => {
	const needed = scopesOf(operation);
	const { oneOf = [], sometimes = [] } = callsOf(operation);

	it('succeeds with only the scopes of the calls that it needs', async () => {
		const alternatives = oneOf.map((call) => CALL_REQUIREMENTS[call].granular);
		const choices = alternatives.length === 0 ? [[]] : alternatives.map((scope) => [scope]);
		for (const choice of choices) {
			expect(failures(await execute(operation, [...needed, ...choice]))).toEqual([]);
		}
	});

	it('fails without any of them, and names it', async () => {
		const groups = [
			...needed.map((scope) => [scope]),
			...(oneOf.length === 0 ? [] : [oneOf.map((call) => CALL_REQUIREMENTS[call].granular)]),
		];
		expect(groups.length).toBeGreaterThan(0);
		const others = sometimes.map((call) => CALL_REQUIREMENTS[call].granular);
		for (const missing of groups) {
			const granted = [...needed, ...oneOf.map((call) => CALL_REQUIREMENTS[call].granular), ...others];
			const json = await execute(
				operation,
				granted.filter((scope) => !missing.includes(scope)),
			);
			expect({ missing, reasons: failures(json).map(({ reason }) => reason) }).toEqual({
				missing,
				reasons: expect.arrayContaining(['scope']),
			});
			expect(missing.some((scope) => json.some(({ error }) => String(error).includes(scope)))).toBe(true);
		}
	});
});
