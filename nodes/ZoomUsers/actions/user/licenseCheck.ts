import type { CreateContext } from '../../../zoom/users/createContext';
import { readBaseLicense } from '../../../zoom/lookup/licenses';
import { findByEmployeeId } from '../../../zoom/lookup/findUser';
import { UserLists } from '../../../zoom/lookup/userLists';
import { LICENSED } from '../../../zoom/model/user';
import { counted } from '../../output/batchError';
import type { Report } from '../../output/report';
import type { Row } from '../../run/rowOperation';
import type { NewUser } from './newUser';

/**
 * Checks before a batch whether there are enough licenses for the users who would newly get one.
 *
 * @returns false if the batch is refused because there are too few
 */
export async function licensesSuffice(
	run: CreateContext,
	report: Report,
	rows: ReadonlyArray<Row<NewUser>>,
	operation: 'create' | 'upsert',
): Promise<boolean> {
	const check = rows[0].options.checkLicenses;
	if (check === 'off') return true;
	if (
		rows.some(
			({
				wanted: {
					person: { userInfo },
				},
			}) => userInfo.plan_united_type ?? userInfo.feature,
		)
	)
		report.hint(PLANS_HINT);
	const wanting = rows.filter((row) => wantsLicense(row, operation));
	if (wanting.length === 0) return true;
	const base = await readBaseLicense(run);
	if (base?.free === undefined || base.free === null) {
		report.hint(`${freeUnknown(wanting.length)} The run continued.`);
		return true;
	}
	if (wanting.length <= base.free) return true;
	const newly = await countNewly(run, wanting, operation);
	if (newly <= base.free) return true;
	const numbers = `${counted(newly, 'user')} would newly get the type Licensed, and ${base.free} of ${base.total} licenses are free`;
	if (check === 'refuse') {
		report.refuseRun(`${numbers}. Free or buy ${newly - base.free} more, or remove rows`);
		return false;
	}
	report.hint(`${numbers}.`);
	return true;
}

/** @param count how many users would get a license */
export function freeUnknown(count: number): string {
	return `${counted(count, 'user')} would get the type Licensed. The number of free licenses is unknown, because the credential or the account is not allowed to read it.`;
}

const PLANS_HINT =
	"Licenses of Zoom United, Zoom Workplace and Zoom Phone were not checked, because Zoom's list of licenses does not identify these plans.";

function wantsLicense({ wanted: { person, core } }: Row<NewUser>, operation: 'create' | 'upsert'): boolean {
	// In Create or Update, a type that stays as it is uses no further license.
	const type =
		operation === 'upsert' ? core.find(({ name }) => name === 'type')?.value : person.userInfo.type;
	return type === LICENSED;
}

/** Counts the users who would get the license and do not have it yet. */
async function countNewly(
	run: CreateContext,
	rows: ReadonlyArray<Row<NewUser>>,
	operation: 'create' | 'upsert',
): Promise<number> {
	const users = new UserLists(run);
	await users.load(
		rows.filter(({ wanted }) => wanted.employeeId === undefined).map(({ wanted }) => wanted.person.email),
		{ attributes: false },
	);
	let newly = 0;
	for (const { wanted, options } of rows) {
		const { person, employeeId } = wanted;
		const byId = employeeId === undefined ? undefined : await findByEmployeeId(run, employeeId);
		const found = byId && byId.kind !== 'absent' ? byId : await users.find(person.email);
		if (found.kind !== 'found') newly++;
		else if (operation === 'create')
			continue; // nothing changes for existing users
		else if (found.status === 'inactive') newly += options.ifInactive === 'activate' ? 1 : 0;
		else newly += found.user.type === LICENSED ? 0 : 1;
	}
	return newly;
}
