import type { ZoomOperation } from '../model/calls';

/** What a read showed. `text` says why it failed. */
export interface ReadFact {
	kind: 'ok' | 'scope' | 'permission' | 'auth' | 'network' | 'other';
	text: string;
}

/** Licenses of one plan. */
export interface LicenseFact {
	plan: string;
	type: string | null;
	total: number | null;
	used: number | null;
	free: number | null;
}

/** What is known about a credential and its account. Nothing here means that Zoom did not say it. */
export interface ReadinessFacts {
	app: 'oAuth2' | 'serverToServer';
	apiUrl: string;
	/** The scopes of the token. */
	scopes?: readonly string[];
	/** How long the first response took. */
	responseMs?: number;
	/** How far Zoom's clock is ahead of the clock of n8n. */
	clockSkewMs?: number;
	/** The headers of the first response, with names in lower case. */
	headers: Record<string, string>;
	/** The reads that were made. */
	reads: Partial<Record<ZoomOperation, ReadFact>>;
	/** The name of the role behind the token. */
	role?: string;
	/** What this role allows, by Zoom's names. */
	permissions?: readonly string[];
	licenses?: readonly LicenseFact[];
	/** Users with the type Licensed. */
	licensedUsers?: number;
	sso?: { enabled: boolean; requiredFor: readonly string[] };
	managedDomains?: readonly string[];
}

/** `missing`: Zoom says that it is not there. `unknown`: Zoom does not say. */
export type CheckState = 'ok' | 'missing' | 'unknown';

/** The checks, in the order of the items. */
export const CHECK_NAMES = [
	'token',
	'app',
	'scope',
	'role',
	'plan',
	'licenses',
	'singleSignOn',
	'preProvisioning',
	'managedDomains',
	'restrictedDomains',
	'rateLimit',
	'invitations',
	'clock',
	'host',
	'summary',
] as const;

export type CheckName = (typeof CHECK_NAMES)[number];

/** One check. */
export interface Check {
	check: CheckName;
	/** What is checked, if there are several: a scope, a right, a plan. */
	name: string | null;
	state: CheckState;
	/** What was seen, or why it is unknown. */
	seen: string;
	/** Labels of the operations, or other things that need it. */
	neededFor: string[];
	/** What to do and where. null if there is nothing to do. */
	fix: string | null;
	/** The operations that cannot begin without it. */
	blocks: readonly string[];
}
