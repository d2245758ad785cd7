import type { CreateContext } from '../../../zoom/users/createUser';
import { readLicenses } from '../../../zoom/lookup/licenses';
import { findByEmployeeId } from '../../../zoom/lookup/findUser';
import { UserIndex } from '../../../zoom/lookup/userIndex';
import type { Options } from '../../input/readOptions';
import type { Report } from '../../output/report';
import type { Row } from './createRows';

/** Zoom's user type that takes one of the licenses of the account's base plan. */
const LICENSED = 2;
const BASE_PLAN = 'plan_base';

/**
 * One look at the licenses before a batch, and at who of its people would newly hold one.
 *
 * @returns false where the batch is refused for want of them
 */
export async function licensesSuffice(
	run: CreateContext,
	report: Report,
	rows: readonly Row[],
	operation: 'create' | 'upsert',
	{ checkLicenses: check }: Pick<Options, 'checkLicenses'>,
): Promise<boolean> {
	if (check === 'off') return true;
	if (rows.some(({ person: { userInfo } }) => userInfo.plan_united_type ?? userInfo.feature))
		report.hint(PLANS_HINT);
	const wanting = rows.filter((row) => wantsLicense(row, operation));
	if (wanting.length === 0) return true;
	const read = await readLicenses(run);
	const base = 'licenses' in read ? read.licenses.find(({ plan }) => plan === BASE_PLAN) : undefined;
	if (base?.free === undefined || base.free === null) {
		report.hint(
			`${wanting.length} people are to get the type Licensed. How many licenses are free is unknown: the credential or the account may not ask for it. The run went on.`,
		);
		return true;
	}
	if (wanting.length <= base.free) return true;
	const newly = await countNewly(run, wanting, operation);
	if (newly <= base.free) return true;
	const numbers = `${newly} people would newly get the type Licensed, and ${base.free} of ${base.total} licenses are free`;
	if (check === 'refuse') {
		report.refuseRun(`${numbers}. Free or buy ${newly - base.free} more, or take rows out`);
		return false;
	}
	report.hint(`${numbers}.`);
	return true;
}

const PLANS_HINT =
	'Licenses of Zoom United, Zoom Workplace and Zoom Phone were not checked: Zoom does not tell which plan of its list is which.';

function wantsLicense({ person, core }: Row, operation: 'create' | 'upsert'): boolean {
	// In Create or Update a type that was left as it is takes no license.
	const type =
		operation === 'upsert' ? core.find(({ name }) => name === 'type')?.value : person.userInfo.type;
	return type === LICENSED;
}

/** Those among them who do not hold the license already, and would get it. */
async function countNewly(run: CreateContext, rows: Row[], operation: 'create' | 'upsert'): Promise<number> {
	const users = new UserIndex(run);
	await users.load(
		rows.filter(({ employeeId }) => employeeId === undefined).map(({ person }) => person.email),
		{ attributes: false },
	);
	let newly = 0;
	for (const { person, employeeId, options } of rows) {
		const byId = employeeId === undefined ? undefined : await findByEmployeeId(run, employeeId);
		const found = byId && byId.kind !== 'absent' ? byId : await users.find(person.email);
		if (found.kind !== 'found') newly++;
		else if (operation === 'create')
			continue; // nothing changes for whoever is there
		else if (found.status === 'inactive') newly += options.ifInactive === 'activate' ? 1 : 0;
		else newly += found.user.type === LICENSED ? 0 : 1;
	}
	return newly;
}
