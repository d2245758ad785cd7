import type { Settings } from './settings';

const DAY_MS = 24 * 3_600_000;

/**
 * Zoom limits the invitations (action `create`) of an account per day: 50 on Free, 1,500 on Pro, and 10,000
 * from Business up. The other actions have no limit.
 */
export class Invitations {
	/** Day since 1970 (UTC, by the server's clock) -> invitations sent. */
	private readonly sent = new Map<number, number>();

	constructor(
		private readonly settings: Settings,
		private readonly now: () => number,
	) {}

	/** The number of invitations left today, or null if there is no limit. */
	left(): number | null {
		const { invitationsPerDay: max } = this.settings;
		return max === null ? null : Math.max(0, max - (this.sent.get(this.today()) ?? 0));
	}

	/** Counts an invitation. Counts without a limit too, so that a limit that is set later includes it. */
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
