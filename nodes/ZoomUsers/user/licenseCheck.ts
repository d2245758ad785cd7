import type { CreateRun } from '../../zoom/createUser';
import { readLicenses } from '../../zoom/licenses';
import { People } from '../../zoom/people';
import type { Report } from '../report';
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
	run: CreateRun,
	report: Report,
	rows: readonly Row[],
	check: 'off' | 'warn' | 'refuse',
): Promise<boolean> {
	const wanting = check === 'off' ? [] : rows.filter(wantsLicense).map(({ person }) => person.email);
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
	const newly = await countNewly(run, wanting);
	if (newly <= base.free) return true;
	const numbers = `${newly} people would newly get the type Licensed, and ${base.free} of ${base.total} licenses are free`;
	if (check === 'refuse') {
		report.refuseRun(`${numbers}. Free or buy ${newly - base.free} more, or take rows out`);
		return false;
	}
	report.hint(`${numbers}.`);
	return true;
}

function wantsLicense({ person, core }: Row): boolean {
	// In Create or Update a type that was left as it is takes no license.
	const type = core.length > 0 ? core.find(({ name }) => name === 'type')?.value : person.userInfo.type;
	return type === LICENSED;
}

/** Those among them who do not hold the license already. */
async function countNewly(run: CreateRun, emails: string[]): Promise<number> {
	const people = new People(run);
	await people.prepare(emails, { attributes: false });
	let newly = 0;
	for (const email of emails) {
		const found = await people.find(email);
		const holds = 'user' in found && found.seen !== 'inactive' && found.user.type === LICENSED;
		if (!holds) newly++;
	}
	return newly;
}
