/** How heavy Zoom calls a request: each rateClass has a rate of its own. */
export const RATE_LABELS = ['light', 'medium', 'heavy'] as const;

export type RateLabel = (typeof RATE_LABELS)[number];

/** Who goes first: reads tell what to write, and steps after a write can wait. */
export const ORDER = ['read', 'write', 'step'] as const;

export type Priority = (typeof ORDER)[number];

/** What a call takes of the account's limits. */
export interface RateClass {
	label: RateLabel;
	priority: Priority;
}
