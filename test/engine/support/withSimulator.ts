import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../../simulator/server';
import { setClockSpeed } from './clockSpeed';
import { oAuth2, serverToServer } from './credentials';
import { engine, runNode, type NodeResult, type NodeRun } from './engine';

/** Parameters whose values come from the row's own columns. */
export const FROM_ROW = {
	email: '={{ $json.email }}',
	firstName: '={{ $json.first }}',
	lastName: '={{ $json.last }}',
};

export const CONTINUE = { onError: 'continueRegularOutput' } as const;
export const TO_ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;

/**
 * One Zoom simulator for a file of tests, as it was at the start before each of them.
 *
 * @param clockSpeed how many times faster than real time the node waits; 1 where the simulator counts the requests of a second
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
					// As fast as Zoom allows: what is tested here is seldom the pace.
					options: { rateShare: 100, ...(run.parameters?.options as object) },
				},
			}),
	};
}

export const CREDENTIALS = { serverToServer, oAuth2 };

/** The same credential, of an account that may send 30 requests a second. */
export const onPro = ({ type, data }: ReturnType<typeof serverToServer | typeof oAuth2>) => ({
	type,
	data: { ...data, accountPlan: 'pro' },
});

/** Parameters of an operation about the person whose address the row has. */
export const about = (operation: string, more: IDataObject = {}, resource = 'user'): IDataObject => ({
	resource,
	operation,
	user: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
	...more,
});

/** Rows for people with these addresses. */
export const people = (...emails: string[]) => emails.map((email) => ({ email }));

/** So many people, p1 to pN. */
export const makeUsers = (count: number, domain = 'corp.example') =>
	Array.from({ length: count }, (_, i) => ({ email: `p${i + 1}@${domain}`, first: `P${i + 1}` }));

export { engine };
