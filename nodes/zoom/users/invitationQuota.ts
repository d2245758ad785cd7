import { ExpiringMap } from '../transport/expiringMap';

/** `X-RateLimit-Limit` of a create: Zoom's daily invitations on Free, Pro and Business. */
const DAILY_QUOTAS: readonly number[] = [50, 1_500, 10_000];

/** Invitations a day by the plan of the credential. */
export const DAILY_BY_PLAN: Record<string, number> = { pro: 1_500, business: 10_000 };

interface Quota {
	limit: number;
	remaining: number;
}

/** What Zoom last reported, by credential and UTC day, for plans made by a later run. */
const REPORTED = new ExpiringMap<string, Quota>({ maxSize: 1_000, maxAgeMs: 24 * 3_600_000 });

const keyOf = (credentialKey: string, day: Date) => `${day.toISOString().slice(0, 10)} ${credentialKey}`;

/** The invitations that are left today, if an earlier invitation of this process has reported them. */
export function leftToday(credentialKey: string, now: Date): number | undefined {
	return REPORTED.get(keyOf(credentialKey, now))?.remaining;
}

/** The invitations that are left today, if Zoom reports them. */
export class InvitationQuota {
	/** As Zoom last reported it. */
	last?: Quota;

	private reserved = 0;

	private waiting: Array<() => void> = [];

	constructor(private readonly credentialKey: string) {}

	/** Reads the headers of an invitation. */
	note(headers: Record<string, string>): void {
		const limit = Number(headers['x-ratelimit-limit']);
		const remaining = Number(headers['x-ratelimit-remaining'] ?? NaN);
		if (!DAILY_QUOTAS.includes(limit) || Number.isNaN(remaining)) return;
		this.last = { limit, remaining };
		REPORTED.set(keyOf(this.credentialKey, new Date()), this.last);
	}

	get isUsedUp(): boolean {
		return this.last?.remaining === 0;
	}

	/**
	 * Waits until an invitation is certainly left. If the number is unknown, one user at a time continues. Needed before
	 * a change that cannot be undone if the invitation is not sent.
	 *
	 * @returns a function that releases the reservation
	 */
	async reserve(): Promise<() => void> {
		while (this.reserved >= Math.max(1, this.last?.remaining ?? 1)) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
		this.reserved++;
		return () => {
			this.reserved--;
			for (const wake of this.waiting.splice(0)) wake();
		};
	}
}
