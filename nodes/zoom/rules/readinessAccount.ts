import type { ZoomOperation } from '../model/calls';
import type { CheckedOperation } from './operationCalls';
import { callsOf } from './operationCalls';
import type { Check, CheckName, CheckState, ReadinessFacts } from './readinessFacts';

const CREATING = ['user.create', 'user.upsert', 'user.resendInvitation'] as const;
const NEW_USERS = ['user.create', 'user.upsert'] as const;
const LICENSING = ['user.create', 'user.upsert', 'user.update'] as const;
const IN_MANAGED_DOMAINS = ['user.create', 'user.upsert', 'user.changeEmail', 'user.delete'] as const;

/** Signatures of events are valid for minutes, and times of look-ups are compared to the second. */
const LARGEST_SKEW_MS = 60_000;

interface Judged {
	state: CheckState;
	seen: string;
	fix?: string;
}

/** The checks of the account, the connection, and the clock. Only those that the operations need. */
export function accountChecks(facts: ReadinessFacts, chosen: readonly CheckedOperation[]): Check[] {
	const check = (
		name: CheckName,
		judged: Judged,
		{
			of,
			detail,
			blocking = false,
		}: { of: readonly CheckedOperation[]; detail?: string; blocking?: boolean },
	): Check[] => {
		const operations = chosen.filter((one) => of.includes(one));
		if (operations.length === 0) return [];
		const note = detail === undefined ? '' : ` (${detail})`;
		return [
			{
				check: name,
				name: null,
				state: judged.state,
				seen: judged.seen,
				neededFor: operations.map((one) => `${callsOf(one).label}${note}`),
				fix: judged.state === 'ok' ? null : (judged.fix ?? null),
				blocks: blocking ? operations : [],
			},
		];
	};
	const sso = { of: NEW_USERS, detail: 'with For Single Sign-On' };
	return [
		...check('plan', planState(facts), { of: CREATING, blocking: true }),
		...licenseChecks(facts, chosen),
		...check('singleSignOn', ssoState(facts), sso),
		...check('preProvisioning', PRE_PROVISIONING, sso),
		...check('managedDomains', managedDomainState(facts), {
			of: IN_MANAGED_DOMAINS,
			detail: 'for addresses in these domains',
		}),
		...check('restrictedDomains', RESTRICTED_DOMAINS, { of: NEW_USERS }),
		...check('rateLimit', rateState(facts), { of: chosen }),
		...check('invitations', INVITATIONS, { of: CREATING, detail: 'with Invite by Email' }),
		...check('clock', clockState(facts), { of: chosen, detail: 'and signatures of the trigger' }),
		...check('host', hostState(facts), { of: chosen, blocking: true }),
	];
}

function whyUnknown({ reads }: ReadinessFacts, call: ZoomOperation): string {
	const text = reads[call]?.text;
	return text === undefined || text === '' ? 'Zoom did not return it.' : text;
}

const PLANS_PAGE = 'Check the plan in the Zoom portal (Plans and Billing).';

/** Zoom creates users by API from the Pro plan up. */
function planState(facts: ReadinessFacts): Judged {
	const { licenses, licensedUsers } = facts;
	const bought = licenses?.filter(({ total }) => (total ?? 0) > 0);
	if (bought && bought.length > 0) {
		const seen = `The account has licenses of ${bought.map(({ plan }) => plan).join(', ')}.`;
		return { state: 'ok', seen };
	}
	if (licensedUsers !== undefined && licensedUsers > 0) {
		return { state: 'ok', seen: `${licensedUsers} users have the type Licensed, so the plan is a paid one.` };
	}
	if (licenses) {
		const seen = 'The account has no licenses. Zoom creates users by API on a Pro plan or higher only.';
		return { state: 'missing', seen, fix: 'Buy a plan in the Zoom portal (Plans and Billing).' };
	}
	return { state: 'unknown', seen: whyUnknown(facts, 'planUsage'), fix: PLANS_PAGE };
}

function licenseChecks(facts: ReadinessFacts, chosen: readonly CheckedOperation[]): Check[] {
	const operations = chosen.filter((one) => LICENSING.some((of) => of === one));
	if (operations.length === 0) return [];
	const neededFor = operations.map((one) => `${callsOf(one).label} (with a license)`);
	const about = { check: 'licenses', neededFor, blocks: [] } as const;
	const known = facts.licenses?.filter(({ total, used }) => total !== 0 || (used ?? 0) > 0) ?? [];
	if (known.length === 0) {
		const seen = facts.licenses ? 'The account has no licenses.' : whyUnknown(facts, 'planUsage');
		const state = facts.licenses ? 'missing' : 'unknown';
		return [{ ...about, name: null, state, seen, fix: PLANS_PAGE }];
	}
	return known.map(({ plan, type, total, used, free }) => {
		const state = free === null ? 'unknown' : free > 0 ? 'ok' : 'missing';
		const counted = `${used ?? 'An unknown number'} of ${total ?? 'an unknown number of'} licenses are used`;
		const seen = `${counted}, ${free ?? 'an unknown number'} are free${type === null ? '' : ` (${type})`}.`;
		const fix =
			state === 'missing'
				? 'Free a license or buy one in the Zoom portal (Plans and Billing), or use the type Basic.'
				: PLANS_PAGE;
		return { ...about, name: plan, state, seen, fix: state === 'ok' ? null : fix };
	});
}

const SSO_PAGE = 'Turn it on in the Zoom portal (Advanced > Single Sign-On).';

function ssoState(facts: ReadinessFacts): Judged {
	const { sso } = facts;
	if (!sso) return { state: 'unknown', seen: whyUnknown(facts, 'accountSettings'), fix: SSO_PAGE };
	if (!sso.enabled) return { state: 'missing', seen: 'Single sign-on is off.', fix: SSO_PAGE };
	const domains = sso.requiredFor.length === 0 ? '' : ` It is required for ${sso.requiredFor.join(', ')}.`;
	return { state: 'ok', seen: `Single sign-on is on.${domains}` };
}

/** Zoom's API has no setting for it. */
const PRE_PROVISIONING: Judged = {
	state: 'unknown',
	seen: "Zoom's API does not return whether pre-provisioning is on.",
	fix: SSO_PAGE,
};

function managedDomainState(facts: ReadinessFacts): Judged {
	const { managedDomains } = facts;
	const fix = 'Add the domain in the Zoom portal (Account Management > Account Profile).';
	if (!managedDomains) {
		const look = 'Check the domains in the Zoom portal (Account Management > Account Profile).';
		return { state: 'unknown', seen: whyUnknown(facts, 'managedDomains'), fix: look };
	}
	if (managedDomains.length === 0)
		return { state: 'missing', seen: 'The account has no managed domain.', fix };
	return { state: 'ok', seen: `The account manages ${managedDomains.join(', ')}.` };
}

const RESTRICTED_DOMAINS: Judged = {
	state: 'unknown',
	seen: "Zoom's API does not return which domains new users are limited to.",
	fix: 'If Zoom rejects an address with the code 1107 or 1116, allow its domain in the Zoom portal.',
};

function rateState({ headers }: ReadinessFacts): Judged {
	const { 'x-ratelimit-category': category, 'x-ratelimit-limit': limit } = headers;
	const left = headers['x-ratelimit-remaining'];
	if (left !== undefined) {
		const state = Number(left) > 0 ? 'ok' : 'missing';
		const seen = `${left} of ${limit ?? 'an unknown number of'} requests are left.`;
		return { state, seen, fix: 'Wait, or stop other apps that use the same Zoom account.' };
	}
	const named = category === undefined ? '' : `, only the category ${category}`;
	return { state: 'unknown', seen: `The response has no header with the requests that are left${named}.` };
}

const INVITATIONS: Judged = {
	state: 'unknown',
	seen: "Zoom names today's remaining invitations only in the response to an invitation.",
};

function clockState({ clockSkewMs }: ReadinessFacts): Judged {
	const fix = 'Synchronize the clock of the machine that runs n8n.';
	if (clockSkewMs === undefined) return { state: 'unknown', seen: 'The response has no Date header.', fix };
	const seconds = Math.round(Math.abs(clockSkewMs) / 1000);
	// The header has whole seconds.
	if (seconds <= 1) return { state: 'ok', seen: 'The clocks of Zoom and n8n agree.' };
	const seen = `The clock of Zoom is ${seconds} seconds ${clockSkewMs < 0 ? 'behind' : 'ahead of'} the clock of n8n.`;
	return Math.abs(clockSkewMs) <= LARGEST_SKEW_MS ? { state: 'ok', seen } : { state: 'missing', seen, fix };
}

function hostState({ apiUrl, responseMs, reads }: ReadinessFacts): Judged {
	const first = reads.getUser;
	if (responseMs === undefined || first?.kind === 'network') {
		const state = first?.kind === 'network' ? 'missing' : 'unknown';
		const fix = 'Check the API address in the credential, and the network of your n8n.';
		return { state, seen: first?.text ?? `${apiUrl} did not respond.`, fix };
	}
	return { state: 'ok', seen: `${apiUrl} responded in ${Math.round(responseMs)} ms.` };
}
