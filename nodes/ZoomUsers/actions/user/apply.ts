import type { IExecuteFunctions } from 'n8n-workflow';
import { applyRow } from '../../../zoom/plan/applyRow';
import { REMOVALS, type PlannedRequest, type PlannedRow } from '../../../zoom/plan/model';
import { goesFirst } from '../../../zoom/plan/makePlan';
import { ProtectedUsers } from '../../../zoom/users/protectedUsers';
import { readOptions } from '../../input/readOptions';
import type { Report } from '../../output/report';
import { StaticAppliedChanges } from '../../run/appliedChanges';
import { connect, type Connection } from '../../run/connection';
import { MaxUsers } from '../../run/maxUsers';
import { RUN_AGAIN, type Operation } from '../../run/operation';
import { runRows } from '../../run/runRows';
import { RowReader } from '../../input/rowReader';
import { hintAboutRun, NewUsersContext } from './newUser';
import { accountOf } from './planRows';
import { planLabel } from './planLabel';
import { readPlannedRows } from './plannedRows';
import { PROTECTED } from './protection';

export const apply: Operation = {
	value: 'apply',
	name: 'Apply Plan',
	action: 'Apply a plan to users',
	description:
		'Make the changes of a plan, as they were planned. Users who have changed since are left as they are.',
	fields: [
		{
			displayName: 'Plan',
			name: 'plan',
			type: 'json',
			default: '={{ $json }}',
			required: true,
			placeholder: "e.g. {{ $('Plan Changes').first().json }}",
			description:
				'Items of Plan Changes: one row, a summary, or a list of rows. After an approval, an expression that names them.',
		},
	],
	options: ['maxPeople', 'onDailyLimit', 'protectedUsers', 'requestFormat'],
	optionOverrides: {
		maxPeople: {
			...PROTECTED.optionOverrides.maxPeople,
			description:
				'A plan in which more users than this lose their license, their sign-in or their account in one execution is refused as a whole. 0 means no limit.',
		},
	},
	labels: { verb: 'applied', key: 'email', resumeHint: RUN_AGAIN },
	execute,
};

/** A row of the plan that can be applied. */
interface Row {
	index: number;
	name: string;
	planned: PlannedRow;
	request: PlannedRequest;
}

async function execute(n8n: IExecuteFunctions, report: Report): Promise<void> {
	const reader = new RowReader(n8n, ['options']);
	reader.begin(0);
	const defaults = { maxPeople: PROTECTED.maxUsers.fallback };
	const options = readOptions(reader.collection('options'), reader.problems, defaults);
	if (reader.problems.length > 0) {
		report.refuseSettings(reader.problems);
		return;
	}
	const given = readPlannedRows(n8n, report, options.includeInput);
	const connection = await connect(n8n, options);
	const run = new NewUsersContext(connection, options);
	run.applied = new StaticAppliedChanges(n8n);
	const rows = openRows(report, connection, given);
	const why = await whyRefused(connection, run, rows);
	if (why !== undefined) report.refuseRun(why);
	const removed = rows.filter(({ planned }) => REMOVALS.includes(planned.plan)).map(({ name }) => name);
	const mayBegin = why === undefined && report.mayBegin() && rows.length > 0;
	if (!mayBegin || new MaxUsers(n8n, 'execution').refuses(report, options.maxPeople, removed)) {
		connection.close();
		return;
	}
	const protectedUsers = new ProtectedUsers(run, false, !connection.isServerToServer, options.protectedUsers);
	const label = planLabel(report.fieldLabel);
	const context = { run, directory: run.directory, protectedUsers, label };
	await runRows(n8n, report, connection, {
		groups: inOrder(rows),
		concurrency: options.maxConcurrency,
		verb: apply.labels.verb,
		mustRunAlone: () => false,
		creates: true,
		process: async ({ planned, request }, unsureSince) => {
			const result = await applyRow(context, planned, request, options, unsureSince);
			const { planId } = planned;
			return result.kind === 'done' ? { ...result, item: { ...result.item, planId } } : result;
		},
	});
	PROTECTED.after({ protectedUsers }, report);
	hintAboutRun(run, report);
}

/** Checks the seals. Rows without a valid one are refused; blocked rows keep their reason. */
function openRows(report: Report, connection: Connection, given: Array<PlannedRow | undefined>): Row[] {
	const sealer = connection.sealer();
	const rows: Row[] = [];
	given.forEach((planned, index) => {
		if (!planned) return;
		const request = sealer.open(planned);
		if (request === undefined) report.refuseRow(index, [NOT_SEALED]);
		else rows.push({ index, name: planned.email, planned, request });
	});
	return rows;
}

const NOT_SEALED =
	'it is not a row of a plan that this credential has made, or it was changed afterwards. What to do: pass the items of Plan Changes on unchanged, and use the same credential';

/** Why none of the rows can be applied. */
async function whyRefused(
	connection: Connection,
	run: NewUsersContext,
	rows: readonly Row[],
): Promise<string | undefined> {
	if (rows.length === 0) return undefined;
	const [{ planned: first }] = rows;
	if (rows.some(({ planned }) => planned.planId !== first.planId)) {
		return 'The rows are from several plans. Apply one plan at a time';
	}
	if (first.overLimit !== undefined) return first.overLimit.replace(/\.$/, '');
	if (Date.parse(first.validUntil) < Date.now()) {
		return `The plan was valid until ${first.validUntil}. Use Plan Changes again, and raise its 'Valid for (Hours)' if you need more time`;
	}
	const account = await accountOf(connection, run);
	if (account.kind === 'found' && account.account !== first.account) {
		return 'The plan was made for another Zoom account. Use the credential with which it was made';
	}
	return account.kind === 'failed' ? account.failure.sentence.replace(/\.$/, '') : undefined;
}

/** What frees a license goes first, then the rest in the order of the plan. Blocked rows fail at the end. */
function inOrder(rows: readonly Row[]): Row[][] {
	const sorted = [...rows].sort((one, other) => one.planned.order - other.planned.order);
	const place = ({ planned, request }: Row) => {
		if (planned.plan === 'blocked') return 2;
		return goesFirst({ plan: planned.plan, license: request.license }) ? 0 : 1;
	};
	return [0, 1, 2].map((wanted) => sorted.filter((row) => place(row) === wanted));
}
