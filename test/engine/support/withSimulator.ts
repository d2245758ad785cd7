import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../../simulator/server';
import { setClockSpeed } from './clockSpeed';
import { oAuth2, serverToServer } from './credentials';
import { runNode, type NodeResult, type NodeRun } from './engine';

/** Parameters with expressions for the columns of the row. */
export const FROM_ROW = {
	email: '={{ $json.email }}',
	firstName: '={{ $json.first }}',
	lastName: '={{ $json.last }}',
};

export const CONTINUE = { onError: 'continueRegularOutput' } as const;
export const TO_ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;

/**
 * Starts one Zoom simulator for a test file, and resets it before each test.
 *
 * @param clockSpeed how many times faster than real time the node waits. 1 if the simulator limits the
 * requests per second
 */
export function withSimulator({ clockSpeed = 50 } = {}): {
	zoom: () => Simulator;
	run: (run: Partial<NodeRun>) => Promise<NodeResult>;
} {
	let simulator: Simulator;
	beforeAll(() => setClockSpeed(clockSpeed));
	beforeAll(async () => (simulator = await startSimulator()));
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator.close());
	return {
		zoom: () => simulator,
		run: async (run) =>
			await runNode({
				rows: [{ email: 'ada@corp.example' }],
				credential: serverToServer(simulator),
				...run,
				parameters: {
					...FROM_ROW,
					...run.parameters,
					// As fast as Zoom allows, because most tests are not about the rate.
					options: { rateShare: 100, ...(run.parameters?.options as object) },
				},
			}),
	};
}

export const CREDENTIALS = { serverToServer, oAuth2 };

/** The same credential for a Pro account, with 30 requests per second. */
export const onPro = ({ type, data }: ReturnType<typeof serverToServer | typeof oAuth2>) => ({
	type,
	data: { ...data, accountPlan: 'pro' },
});

/** Parameters of an operation on the user in the row. */
export const onUser = (operation: string, more: IDataObject = {}, resource = 'user'): IDataObject => ({
	resource,
	operation,
	user: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
	...more,
});

/** Rows with these addresses. */
export const rowsFor = (...emails: string[]) => emails.map((email) => ({ email }));

/** Rows for this many users, p1 to pN. */
export const makeUsers = (count: number, domain = 'corp.example') =>
	Array.from({ length: count }, (_, i) => ({ email: `p${i + 1}@${domain}`, first: `P${i + 1}` }));
