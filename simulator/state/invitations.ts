import type { Settings } from './settings';

const DAY_MS = 24 * 3_600_000;

/**
 * Zoom counts the `create`s of an account, which are invitations, by the day: 50 on Free, 1,500
 * on Pro, 10,000 from Business up. The other actions have no such quota.
 */
export class Invitations {
	/** Day since 1970 (UTC, the server's clock) -> invitations sent */
	private readonly sent = new Map<number, number>();

	constructor(
		private readonly settings: Settings,
		private readonly now: () => number,
	) {}

	/** What is left of today's; null where there is no quota. */
	left(): number | null {
		const { invitationsPerDay: most } = this.settings;
		return most === null ? null : Math.max(0, most - (this.sent.get(this.today()) ?? 0));
	}

	/** One more was accepted; counted without a quota too, so that one set later finds them. */
	count(): void {
		this.sent.set(this.today(), (this.sent.get(this.today()) ?? 0) + 1);
	}

	clear(): void {
		this.sent.clear();
	}

	private today(): number {
		return Math.floor(this.now() / DAY_MS);
	}
}
