import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { readLicenses } from '../../../zoom/lookup/licenses';
import {
	distributeLicenses,
	freeLicenses,
	overLimit,
	scheduleInvitations,
} from '../../../zoom/plan/budget';
import { frameOf, orderOf, toRow } from '../../../zoom/plan/makePlan';
import { REMOVALS, type Draft } from '../../../zoom/plan/model';
import { planRemovals } from '../../../zoom/plan/notInList';
import { toSummary } from '../../../zoom/plan/summary';
import { retryAt } from '../../../zoom/transport/retryAfter';
import { ProtectedUsers } from '../../../zoom/users/protectedUsers';
import { DAILY_BY_PLAN, leftToday } from '../../../zoom/users/invitationQuota';
import type { OperationLabels } from '../../output/batchError';
import { counted } from '../../output/batchError';
import type { Report } from '../../output/report';
import { StaticAppliedChanges } from '../../run/appliedChanges';
import { connect, type Connection } from '../../run/connection';
import type { Operation } from '../../run/operation';
import { BASE_PLAN } from './licenseCheck';
import { NewUsersContext } from './newUser';
import { accountOf, draftRows, type PlanRun, type Stopped } from './planRows';
import { planFields } from './planFields';
import { readPlanRows } from './planInput';
import { readSettings, type PlanSettings } from './planSettings';
import { upsert } from './upsert';

const labels: OperationLabels = {
	verb: 'planned',
	key: 'email',
	resumeHint: 'To continue: run it again. A plan changes nothing in Zoom.',
};

export const plan: Operation = {
	value: 'plan',
	name: 'Plan Changes',
	action: 'Plan changes to users',
	description: 'Show what Create or Update would do, and what happens to users who are not in the list',
	fields: [...upsert.fields, ...planFields],
	options: ['ifInactive', 'maxRemovals', 'maxRemovalsPercent', 'validFor'],
	labels,
	execute,
};

async function execute(n8n: IExecuteFunctions, report: Report): Promise<void> {
	const settings = readSettings(n8n);
	if ('problems' in settings) {
		report.refuseRun(report.problemsOf(0, settings.problems).replace(/\.$/, ''));
		return;
	}
	const rows = await readPlanRows(n8n, report, settings.options);
	const connection = await connect(n8n, settings.options);
	try {
		const run = new NewUsersContext(connection, settings.options);
		run.applied = new StaticAppliedChanges(n8n);
		const stopped = await makePlan({ n8n, report, connection, run, settings, rows });
		if (stopped?.kind === 'failed') report.failRun(stopped.failure);
	} finally {
		connection.close();
	}
}

async function makePlan(planRun: PlanRun): Promise<Stopped | undefined> {
	const { n8n, report, connection, run, settings } = planRun;
	const account = await accountOf(connection, run);
	if (account.kind !== 'found') return account;
	const drafted = await draftRows(planRun);
	if (drafted.kind !== 'drafted') return drafted;
	const { drafts, snapshot } = drafted;
	if (settings.notInList !== 'leave' && drafted.mayRemove) {
		const others = snapshot.others.filter(({ user }) => !drafted.listedIds.has(String(user.id)));
		const removals = await planRemovals(others, settings.notInList, protection(planRun));
		if (removals.kind !== 'planned') return removals.kind === 'failed' ? removals : { kind: 'cancelled' };
		drafts.push(...removals.drafts);
		if (removals.kept > 0) report.hint(`${counted(removals.kept, 'protected user')} who are not in the list stay as they are.`);
	}
	const licenses = distributeLicenses(drafts, await licensesLeft(planRun, drafts));
	const invitations = scheduleInvitations(drafts, quotaOf(connection));
	const limits = { maxUsers: settings.options.maxRemovals, maxPercent: settings.options.maxRemovalsPercent };
	const over = overLimit(drafts, snapshot.inScope, limits);
	if (over !== undefined) report.hint(`${over} The plan cannot be applied.`);
	const frame = frameOf(account.account, settings.options.validFor, Date.now(), over);
	const sealer = connection.sealer();
	const order = orderOf(drafts);
	const planned = [];
	for (const [place, draft] of drafts.entries()) {
		if (place > 0 && place % SLICE === 0) await sleep(0);
		planned.push(toRow(draft, order.get(draft) ?? 0, frame, sealer, report.fieldLabel));
	}
	const inputs = n8n.getInputData();
	const all = inputs.map((_row, index) => index);
	if (settings.output === 'summary') {
		const removals = { planned: drafts.filter(({ plan: action }) => REMOVALS.includes(action)).length, inScope: snapshot.inScope, ...limits };
		const summary = toSummary(planned, { ...frame, licenses, invitations, removals }, report.fieldLabel);
		report.replaceRows([{ json: {}, sources: all }]);
		report.settle(0, { kind: 'done', item: summary });
		return undefined;
	}
	report.replaceRows(
		drafts.map(({ index }) =>
			index === undefined ? { json: {}, sources: all.slice(0, 1) } : { json: inputs[index].json, sources: [index] },
		),
	);
	planned.forEach((row, place) => {
		report.describe(place, drafts[place].name, settings.options.includeInput);
		report.settle(place, { kind: 'done', item: row });
	});
	return undefined;
}

/** How many rows are sealed before n8n gets the chance to do other work. */
const SLICE = 200;

function protection({ connection, run, settings, report }: PlanRun): ProtectedUsers {
	void report;
	return new ProtectedUsers(run, false, !connection.isServerToServer, settings.scope.keep);
}

/** How many licenses are free. Read only if a row needs one. */
async function licensesLeft({ run, report }: PlanRun, drafts: readonly Draft[]): Promise<number | null> {
	const needing = drafts.filter(({ license }) => license === 'needed').length;
	if (needing === 0) return null;
	const read = await readLicenses(run);
	const base = read.kind === 'read' ? read.licenses.find(({ plan: name }) => name === BASE_PLAN) : undefined;
	const free = base ? freeLicenses(base) : null;
	if (free === null) {
		report.hint(
			`${counted(needing, 'user')} would get the type Licensed. The number of free licenses is unknown, because the credential or the account is not allowed to read it.`,
		);
	}
	return free;
}

function quotaOf({ key, accountPlan }: Connection) {
	const now = new Date();
	const daily = DAILY_BY_PLAN[accountPlan] ?? DAILY_BY_PLAN.pro;
	return { today: leftToday(key, now) ?? null, daily, tomorrow: Date.parse(retryAt({}, now)) };
}

export type { PlanSettings };
