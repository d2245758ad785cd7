/** `X-RateLimit-Limit` of a create: Zoom's daily invitations on Free, Pro and Business. */
const DAILY_QUOTAS: readonly number[] = [50, 1_500, 10_000];

/** The invitations that are left today, if Zoom reports them. */
export class InvitationQuota {
	/** As Zoom last reported it. */
	last?: { limit: number; remaining: number };

	private reserved = 0;

	private waiting: Array<() => void> = [];

	/** Reads the headers of an invitation. */
	note(headers: Record<string, string>): void {
		const limit = Number(headers['x-ratelimit-limit']);
		const remaining = Number(headers['x-ratelimit-remaining'] ?? NaN);
		if (DAILY_QUOTAS.includes(limit) && !Number.isNaN(remaining)) this.last = { limit, remaining };
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
