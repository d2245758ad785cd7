/** Zoom's rate-limit labels; each has its own rate. */
export const RATE_LABELS = ['light', 'medium', 'heavy'] as const;

export type RateLabel = (typeof RATE_LABELS)[number];

/** Which requests go first: reads decide what is written, and steps after a write can wait. */
export const ORDER = ['read', 'write', 'step'] as const;

export type Priority = (typeof ORDER)[number];

/** Which limit of the account a call counts against, and how soon it goes. */
export interface RateClass {
	label: RateLabel;
	priority: Priority;
}
