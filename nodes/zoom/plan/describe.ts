import type { ZoomUser } from '../model/user';
import { fullName } from './planUser';
import type { Draft, PlannedAction } from './model';
import type { Label } from './summaryText';

const VERBS: Record<PlannedAction, string> = {
	create: 'Create',
	update: 'Update',
	activate: 'Activate',
	nothing: 'No change for',
	blocked: 'Blocked',
	revokeLicense: 'Take the license away from',
	deactivate: 'Deactivate',
	unlink: 'Unlink from the account',
	delete: 'Delete permanently',
	cancelInvitation: 'Cancel the invitation of',
};

const TYPE_NAMES: Record<string, string> = {
	1: 'Basic',
	2: 'Licensed',
	4: 'Unassigned without Meetings Basic',
};

/** What a row of a plan does, in words. */
export function describe(draft: Draft, label: Label): string {
	const { plan, failure, changes, invites, after, pendingChanges } = draft;
	if (failure) return `Blocked: ${failure.sentence}`;
	const what = Object.entries(changes).map(([field, { from, to }]) =>
		plan === 'create'
			? `${label(field)} ${shown(field, to)}`
			: `${label(field)} from ${shown(field, from)} to ${shown(field, to)}`,
	);
	const more = [
		...(invites ? [`an invitation by email${after === undefined ? '' : ` (not before ${after})`}`] : []),
		...(draft.license === 'needed' ? ['uses a license'] : []),
		...(draft.license === 'freed' ? ['frees a license'] : []),
		...(draft.index === undefined ? ['not in the list'] : []),
		...(pendingChanges.length > 0 ? ['other changes have to wait until the user accepts'] : []),
	];
	const details = [...what, ...more].join('; ');
	return `${VERBS[plan]} ${fullName(userOf(draft))}${details === '' ? '' : `: ${details}`}.`;
}

function userOf({ user, name }: Draft): ZoomUser {
	return { ...user, email: user.email ?? name };
}

/** A value of a field, in words. */
export function shown(field: string, value: unknown): string {
	if (value === null || value === undefined || value === '') return 'empty';
	if (field === 'type') return TYPE_NAMES[String(value)] ?? String(value);
	if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
		return value.length === 0 ? 'none' : value.map((one) => `"${one}"`).join(', ');
	}
	return typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
}
