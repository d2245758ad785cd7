import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { CONTINUE, makeUsers, withSimulator } from './support/withSimulator';

const ROWS = makeUsers(30);
const RETRY = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 } as const;

const CREATE = { operation: 'create', action: 'ssoCreate', options: { ifUserExists: 'skip' } };

let executions = 0;

describe('an execution that n8n runs again after its worker was killed', () => {
	const { zoom, run } = withSimulator();

	/** Executes the rows, and stops when some users are created, as a killed worker does. */
	async function interrupt(parameters: IDataObject, executionId = `interrupted ${++executions}`) {
		const someCreated = (async () => {
			while (zoom().journal.created.length < 8) await sleep(5);
		})();
		zoom().settings.latencyMs = 20;
		await run({ rows: ROWS, executionId, parameters, settings: CONTINUE, cancelAfter: someCreated });
		zoom().settings.latencyMs = 0;
		expect(zoom().journal.created.length).toBeLessThan(ROWS.length);
		return { executionId, created: [...zoom().journal.created] };
	}

	it.each([
		['Create, invited users', { operation: 'create', action: 'create' }],
		['Create, users without an invitation', { operation: 'create', action: 'ssoCreate' }],
		['Create, with Skip', { operation: 'create', options: { ifUserExists: 'skip' } }],
		['Create or Update', { operation: 'upsert', action: 'ssoCreate' }],
		['Create, with a department', { operation: 'create', afterCreation: { department: 'Sales' } }],
	])('%s: everybody is returned as created, once', async (_what, parameters) => {
		const { executionId, created } = await interrupt(parameters);
		const { json } = await run({ rows: ROWS, executionId, parameters, settings: CONTINUE });
		expect(json.map(({ outcome }) => outcome)).toEqual(ROWS.map(() => 'created'));
		expect(
			json
				.filter(({ recovered }) => recovered === true)
				.map(({ email }) => email)
				.sort(),
		).toEqual(created.sort());
		expect(zoom().journal.created).toHaveLength(ROWS.length);
	});

	it('users who existed before are returned as existing', async () => {
		const parameters = { operation: 'create', action: 'ssoCreate', options: { ifUserExists: 'skip' } };
		const [{ email }] = ROWS;
		zoom().account.add({ email });
		const { executionId } = await interrupt(parameters);
		const { json } = await run({ rows: ROWS, executionId, parameters, settings: CONTINUE });
		expect(json.map(({ outcome }) => outcome)).toEqual(['exists', ...ROWS.slice(1).map(() => 'created')]);
	});

	it('it can be interrupted twice', async () => {
		const parameters = { operation: 'create', action: 'ssoCreate' };
		const { executionId } = await interrupt(parameters);
		await run({ rows: ROWS, executionId, parameters, settings: CONTINUE, cancelAfter: sleep(100) });
		const { json } = await run({ rows: ROWS, executionId, parameters, settings: CONTINUE });
		expect(json.map(({ outcome }) => outcome)).toEqual(ROWS.map(() => 'created'));
	});

	it('with Retry On Fail, it is recognized in each attempt', async () => {
		const parameters = { operation: 'create', action: 'ssoCreate' };
		const { executionId } = await interrupt(parameters);
		zoom().account.add({ email: 'p30@corp.example' });
		const { error } = await run({ rows: ROWS, executionId, parameters, settings: RETRY });
		expect(error?.description).toContain('p30@corp.example');
		expect(zoom().journal.created).toHaveLength(ROWS.length - 1);
		expect(error?.description).not.toContain('p1@corp.example was not created');
	});

	it('another execution does not count users as its own', async () => {
		const parameters = { operation: 'create', action: 'ssoCreate', options: { ifUserExists: 'skip' } };
		const { created } = await interrupt(parameters);
		const { json } = await run({ rows: ROWS, parameters, settings: CONTINUE });
		expect(json.filter(({ outcome }) => outcome === 'exists')).toHaveLength(created.length);
	});

	it('another use of the node in the same execution, with other rows, is not taken for a repeated one', async () => {
		const executionId = `tool ${++executions}`;
		const parameters = { operation: 'create', action: 'ssoCreate' };
		await run({ rows: ROWS.slice(0, 2), executionId, parameters });
		const before = zoom().journal.requests.length;
		await run({ rows: ROWS.slice(2, 4), executionId, parameters });
		const sent = zoom()
			.journal.requests.slice(before)
			.filter(({ path }) => path.startsWith('/v2/'));
		expect(sent.map(({ method }) => method)).toEqual(['POST', 'POST']);
	});

	it('the log of the next execution says how to find out what an unfinished one did', async () => {
		const logOf = async () => {
			const { log } = await run({ rows: ROWS.slice(0, 1), workflowId: 'unfinished', parameters: CREATE });
			return log.filter((line) => line.includes('has not ended'));
		};
		expect(await logOf()).toEqual([]);
		expect(await logOf()).toEqual([]);
		zoom().settings.latencyMs = 300;
		const unfinished = run({ rows: ROWS.slice(1, 2), workflowId: 'unfinished', parameters: CREATE });
		await sleep(150);
		zoom().settings.latencyMs = 0;
		expect(await logOf()).toEqual([expect.stringContaining('set "If User Exists" to "Skip"')]);
		await unfinished;
		expect(await logOf()).toEqual([]);
	});
});
