import type { IExecuteFunctions } from 'n8n-workflow';
import { CreateContext, createUser } from '../../../zoom/users/createUser';
import { Directory } from '../../../zoom/lookup/directory';
import type { RowResult } from '../../../zoom/model/outcome';
import { UserIndex } from '../../../zoom/lookup/userIndex';
import { isInList } from '../../../zoom/rules/profile';
import { RequestFormat } from '../../../zoom/calls/requestFormat';
import { afterCreation } from '../../../zoom/users/afterCreation';
import { attributesKnown } from '../../../zoom/users/customAttributes';
import { upsertUser } from '../../../zoom/users/upsertUser';
import { StaticAppliedChanges } from '../../run/appliedChanges';
import { connect } from '../../run/connection';
import type { Report } from '../../output/report';
import { refuseTooMany, work } from '../../run/runRows';
import { resolve, wantsNothing } from './afterCreation';
import { readRows, type Row } from './createRows';
import { licensesSuffice } from './licenseCheck';

const FORMAT_HINT =
	"Zoom refused the multipart form and took JSON instead. Until n8n is restarted this credential sends JSON at once; to make it permanent, set the option 'Request Format' to JSON.";

export const createWords = {
	verb: 'created',
	key: 'email' as const,
	resumeHint: "To go on: set 'If User Exists' to 'Skip' and run again.",
};
export const upsertWords = {
	verb: 'created or updated',
	key: 'email' as const,
	resumeHint: 'To go on: run again; whoever is as the row says already comes out as unchanged.',
};

/** User: Create. Every row is checked before the first request leaves; then each is created once. */
export async function create(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await putIn(n8n, report, 'create');
}

/** User: Create or Update. The same for whoever is not there, and for whoever is only what differs. */
export async function upsert(n8n: IExecuteFunctions, report: Report): Promise<void> {
	await putIn(n8n, report, 'upsert');
}

async function putIn(n8n: IExecuteFunctions, report: Report, operation: 'create' | 'upsert'): Promise<void> {
	const rows = await readRows(n8n, report, operation);
	if (!report.mayGoOn() || rows.length === 0) return;

	// What bounds the run as a whole is read once, from the first row that can be sent.
	const { options } = rows[0];
	if (refuseTooMany(report, options.maxPeople, report.count)) return;
	const connection = await connect(n8n, options);
	const run = new CreateContext(connection.client, new RequestFormat(options.requestFormat, connection.key));
	run.applied = new StaticAppliedChanges(n8n);
	const directory = new Directory(run);
	const { settle, prepare } =
		operation === 'create' ? creating(run, directory) : updating(run, directory, rows);

	if (!(await licensesSuffice(run, report, rows, operation, options))) {
		connection.close();
		return;
	}
	await prepare?.();
	await work(n8n, report, connection, {
		rows,
		options,
		verb: operation === 'create' ? createWords.verb : upsertWords.verb,
		nameOf: ({ person }) => person.email,
		alone: () => operation === 'create' && run.format.open,
		settle,
	});

	report.allSkipExisting = rows.every((row) => row.options.ifUserExists === 'skip');
	if (run.format.switched) report.hint(FORMAT_HINT);
	if (run.quota.last) {
		const { remaining, limit } = run.quota.last;
		report.hint(`Zoom allows ${limit} invitations a day; ${remaining} are left today.`);
	}
	report.hintIncomplete();
}

interface Putting {
	settle: (row: Row, unsureSince?: number) => Promise<RowResult>;
	prepare?: () => Promise<void>;
}

function creating(run: CreateContext, directory: Directory): Putting {
	return {
		settle: async ({ person, core, after, options }, unsureSince) => {
			if (wantsNothing(after) && !options.verify) return await createUser(run, person, options, unsureSince);
			const resolved = await resolve(directory, person.email, createWords.verb, after);
			if (resolved.kind === 'failed') return resolved;
			const { desired } = resolved;
			const unknown = await attributesKnown(directory, person.email, createWords.verb, desired.profile);
			if (unknown) return { kind: 'failed', failure: unknown };
			const settled = await createUser(run, person, options, unsureSince);
			return await afterCreation(run, directory, settled, { desired, core }, options);
		},
	};
}

function updating(run: CreateContext, directory: Directory, rows: Row[]): Putting {
	const users = new UserIndex(run);
	return {
		prepare: async () => {
			const names = rows.flatMap(({ core, after }) => [...core, ...after.profile].map(({ name }) => name));
			// Lists say too little of somebody with one field that only the user by themselves has.
			if (rows.some(({ employeeId }) => employeeId !== undefined) || !names.every(isInList)) return;
			await users.load(
				rows.map(({ person }) => person.email),
				{ attributes: names.includes('customAttributes') },
			);
		},
		settle: async ({ person, core, after, employeeId, options }, unsureSince) => {
			const resolved = await resolve(directory, person.email, upsertWords.verb, after);
			if (resolved.kind === 'failed') return resolved;
			const target = { person, core, desired: resolved.desired, employeeId };
			return await upsertUser({ run, directory, users }, target, options, unsureSince);
		},
	};
}
