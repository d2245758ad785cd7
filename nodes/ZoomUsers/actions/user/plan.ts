import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { readBaseLicense } from '../../../zoom/lookup/licenses';
import { distributeLicenses, freeLicenses, overLimit, scheduleInvitations } from '../../../zoom/plan/budget';
import { frameOf, orderOf, toRow, type PlanFrame } from '../../../zoom/plan/makePlan';
import { REMOVALS, type Draft, type PlannedRow } from '../../../zoom/plan/model';
import { planRemovals } from '../../../zoom/plan/notInList';
import { toSummary } from '../../../zoom/plan/summary';
import { retryAt } from '../../../zoom/transport/retryAfter';
import { DAILY_BY_PLAN, leftToday } from '../../../zoom/users/invitationQuota';
import { ProtectedUsers } from '../../../zoom/users/protectedUsers';
import { counted, type OperationLabels } from '../../output/batchError';
import type { Report } from '../../output/report';
import { StaticAppliedChanges } from '../../run/appliedChanges';
import { connect, type Connection } from '../../run/connection';
import type { Operation } from '../../run/operation';
import { freeUnknown } from './licenseCheck';
import { NewUsersContext } from './newUser';
import { planFields } from './planFields';
import { planLabel } from './planLabel';
import { readPlanRows } from './planInput';
import { accountOf, draftRows, type PlanRun, type Stopped } from './planRows';
import { readSettings } from './planSettings';
import { upsertFields } from './upsert';

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
	fields: [...upsertFields, ...planFields],
	options: ['ifInactive', 'maxRemovals', 'maxRemovalsPercent', 'validFor'],
	labels,
	execute,
};

/** How many rows are sealed before n8n gets the chance to do other work. */
const SLICE = 200;

async function execute(n8n: IExecuteFunctions, report: Report): Promise<void> {
	const settings = readSettings(n8n);
	if ('problems' in settings) {
		report.refuseSettings(settings.problems);
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
	const { report, connection, run, settings } = planRun;
	const account = await accountOf(connection, run);
	if (account.kind !== 'found') return account;
	const drafted = await draftRows(planRun);
	if (drafted.kind !== 'drafted') return drafted;
	const { drafts, snapshot } = drafted;
	if (drafted.mayRemove) {
		const others = snapshot.others.filter(({ user }) => !drafted.listedIds.has(String(user.id)));
		const stopped = await addRemovals(planRun, drafts, others);
		if (stopped) return stopped;
	}
	const { maxRemovals: maxUsers, maxRemovalsPercent: maxPercent, validFor } = settings.options;
	const totals = {
		licenses: distributeLicenses(drafts, await readFreeLicenses(planRun, drafts)),
		invitations: scheduleInvitations(drafts, quotaOf(connection)),
		removals: {
			planned: drafts.filter((draft) => REMOVALS.includes(draft.plan)).length,
			inScope: snapshot.inScope,
			maxUsers,
			maxPercent,
		},
	};
	const over = overLimit(totals.removals);
	if (over !== undefined) report.hint(`${over} The plan cannot be applied.`);
	const frame = frameOf(account.account, validFor, Date.now(), over);
	hintTooLate(report, drafts, frame);
	const planned = await sealAll(planRun, drafts, frame);
	if (settings.output === 'users') return settleUsers(planRun, drafts, planned);
	const sources = planRun.n8n.getInputData().map((_item, index) => index);
	report.replaceRows([{ json: {}, sources }]);
	report.settle(0, { kind: 'done', item: toSummary(planned, frame, totals, planLabel(report.fieldLabel)) });
	return undefined;
}

async function addRemovals(
	{ run, report, connection, settings }: PlanRun,
	drafts: Draft[],
	others: Parameters<typeof planRemovals>[0],
): Promise<Stopped | undefined> {
	const { notInList, scope } = settings;
	if (notInList === 'leave') return undefined;
	const protectedUsers = new ProtectedUsers(run, false, !connection.isServerToServer, scope.keep);
	const removals = await planRemovals(others, notInList, protectedUsers);
	if (removals.kind === 'failed') return removals;
	if (removals.kind !== 'planned') return { kind: 'cancelled' };
	drafts.push(...removals.drafts);
	if (removals.kept > 0) {
		report.hint(`${counted(removals.kept, 'protected user')} not in the list: no change is planned.`);
	}
	if (protectedUsers.ownUserUnknown && removals.drafts.length > 0) report.hint(OWN_USER_HINT);
	return undefined;
}

async function sealAll(
	{ report, connection }: PlanRun,
	drafts: Draft[],
	frame: PlanFrame,
): Promise<PlannedRow[]> {
	const sealer = connection.sealer();
	const label = planLabel(report.fieldLabel);
	const order = orderOf(drafts);
	const planned: PlannedRow[] = [];
	for (const draft of drafts) {
		if (planned.length % SLICE === SLICE - 1) await sleep(0);
		planned.push(toRow(draft, order.get(draft) ?? 0, frame, sealer, label));
		// The row has it in its seal. A plan of tens of thousands of users takes less memory.
		draft.request = undefined;
	}
	return planned;
}

function hintTooLate(report: Report, drafts: readonly Draft[], { validUntil }: PlanFrame): void {
	const count = drafts.filter(({ after }) => after !== undefined && after > validUntil).length;
	if (count === 0) return;
	report.hint(
		`${counted(count, 'invitation')} must wait longer than the plan is valid, because of Zoom's daily limit. Raise 'Valid for (Hours)', or plan the changes again after that.`,
	);
}

/** One item for each row, and one for each user who is not in the list. */
function settleUsers({ n8n, report, settings }: PlanRun, drafts: Draft[], planned: PlannedRow[]): undefined {
	const inputs = n8n.getInputData();
	report.replaceRows(
		drafts.map(({ index }) =>
			index === undefined ? { json: {}, sources: [0] } : { json: inputs[index].json, sources: [index] },
		),
	);
	planned.forEach((item, place) => {
		const { name, index } = drafts[place];
		report.describe(place, name, settings.options.includeInput && index !== undefined);
		report.settle(place, { kind: 'done', item });
	});
}

/** How many licenses are free. Read only if a row needs one. */
async function readFreeLicenses({ run, report }: PlanRun, drafts: readonly Draft[]): Promise<number | null> {
	const needing = drafts.filter(({ license }) => license === 'needed').length;
	if (needing === 0) return null;
	const base = await readBaseLicense(run);
	const free = base ? freeLicenses(base) : null;
	if (free === null) report.hint(freeUnknown(needing));
	return free;
}

const OWN_USER_HINT =
	"Zoom does not say which user this Server-to-Server credential belongs to, so that user is not protected. Name the owner of the app in 'Users to Keep'.";

function quotaOf({ key, accountPlan }: Connection) {
	const now = new Date();
	const daily = DAILY_BY_PLAN[accountPlan] ?? DAILY_BY_PLAN.pro;
	return { today: leftToday(key, now) ?? null, daily, tomorrow: Date.parse(retryAt({}, now)) };
}
