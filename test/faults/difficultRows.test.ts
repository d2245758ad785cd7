/** Rows with invisible characters and invalid addresses, for operations that create, update, or select users. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { difficultText, invalidSpelling, invisible, spelling } from '../engine/support/arbitraries';
import { setClockSpeed } from '../engine/support/clockSpeed';
import { serverToServer } from '../engine/support/credentials';
import { runNode } from '../engine/support/engine';
import { onUser, CONTINUE, FROM_ROW } from '../engine/support/withSimulator';

const ROWS = Number(process.env.FAULTS_ROWS ?? 10_000);
const SEED = Number(process.env.FAULTS_SEED ?? Math.floor(Math.random() * 1e9));

/** Each user has four rows with a valid address, and one with an invalid one. */
const SPELLINGS = 4;
const USERS = ROWS / (SPELLINGS + 1);
const addressOf = (user: number) => `p${user}@corp.example`;

/** Without joiners, because they have a meaning in some scripts. */
const INVISIBLE =
	/(?![\t\n\r])[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/u;

/** Short enough for Zoom, and without Chinese characters, because Zoom accepts only five. */
const name = fc
	.tuple(difficultText, invisible)
	.map(([text, hidden]) => `${hidden}N${[...text.replace(/\p{Script=Han}/gu, '')].slice(0, 20).join('')}`);

function difficultRows(): IDataObject[] {
	const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number) =>
		fc.sample(arbitrary, { numRuns, seed: SEED });
	const names = sample(fc.record({ first: name, last: name, department: name }), ROWS);
	const spellings = sample(
		fc.tuple(fc.array(spelling, { minLength: 4, maxLength: 4 }), invalidSpelling),
		USERS,
	);
	return spellings.flatMap(([valid, broken], user) =>
		[...valid, broken].map((write, i) => ({
			...names[user * (SPELLINGS + 1) + i],
			email: write(addressOf(user)),
			group: i % 2 ? 'Sa\u00adles' : '\u200eSales\u200b',
		})),
	);
}

/** All strings in a value, including property names. */
function stringsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.entries(value).flat().flatMap(stringsIn) : [];
}

describe(`${ROWS} rows with difficult texts`, () => {
	const rows = difficultRows();
	let zoom: Simulator;
	beforeAll(() => console.log(`FAULTS_SEED=${SEED} npm run test:faults`));
	jest.setTimeout(600_000);
	beforeAll(() => setClockSpeed(50));
	beforeAll(async () => (zoom = await startSimulator()));
	beforeEach(() => zoom.reset());
	afterAll(async () => await zoom.close());

	/** Runs all rows, and counts the outcomes. */
	async function outcomesOf(parameters: IDataObject): Promise<Record<string, number>> {
		const { json, error } = await runNode({
			rows,
			credential: serverToServer(zoom),
			settings: CONTINUE,
			parameters: {
				...FROM_ROW,
				...parameters,
				options: { rateShare: 100, maxConcurrency: 50, ...(parameters.options as object) },
			},
		});
		expect(error).toBeUndefined();
		const counts: Record<string, number> = {};
		for (const { outcome, reason, error: message } of json) {
			const key = String(message).includes('as in row') ? 'duplicate' : String(reason ?? outcome);
			counts[key] = (counts[key] ?? 0) + 1;
		}
		return counts;
	}

	function fillAccount() {
		for (let user = 0; user < USERS; user++) zoom.account.add({ email: addressOf(user), type: 1 });
	}

	afterEach(() => {
		const sent = zoom.journal.requests.flatMap(({ path, query, userInfoText, bodyText }) => [
			decodeURIComponent(path),
			...stringsIn(query),
			...[userInfoText, bodyText].flatMap((text) => stringsIn(JSON.parse(text ?? 'null'))),
		]);
		expect(sent.length).toBeGreaterThan(USERS);
		expect(sent.filter((text) => INVISIBLE.test(text))).toEqual([]);
	});

	it('create each user once', async () => {
		expect(await outcomesOf({ action: 'ssoCreate' })).toEqual({
			created: USERS,
			duplicate: ROWS - 2 * USERS,
			invalid: USERS,
		});
		expect(zoom.journal.created.map((email) => email.toLowerCase()).sort()).toEqual(
			Array.from({ length: USERS }, (_, user) => addressOf(user)).sort(),
		);
	});

	it('create or update each user once', async () => {
		fillAccount();
		const counts = await outcomesOf({
			operation: 'upsert',
			action: 'ssoCreate',
			type: '',
			afterCreation: { department: '={{ $json.department }}' },
		});
		expect(counts).toEqual({ updated: USERS, duplicate: ROWS - 2 * USERS, invalid: USERS });
	});

	it('deactivate each user once', async () => {
		fillAccount();
		expect(await outcomesOf(onUser('deactivate', { options: { maxPeople: ROWS } }))).toEqual({
			deactivated: USERS,
			unchanged: ROWS - 2 * USERS,
			invalid: USERS,
		});
	});

	it('add each user to the group once', async () => {
		fillAccount();
		const group = { __rl: true, mode: 'name', value: '={{ $json.group }}' };
		expect(await outcomesOf(onUser('addMember', { group }, 'group'))).toEqual({
			added: USERS,
			unchanged: ROWS - 2 * USERS,
			invalid: USERS,
		});
	});
});
