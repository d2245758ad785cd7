import type { Person } from './person';

/** More than who: what belongs to one event or another. */
export interface EventDetails {
	/** Of user.updated: the former values of what changed. */
	old?: Record<string, unknown>;
	/** Of user.created: the action. */
	creationType?: string;
	/** Of group.member_added and group.member_deleted. */
	groupId?: string;
}

/** A write that took effect, as listeners hear of it. */
export interface SimulatorEvent extends EventDetails {
	/** By the name that Zoom's webhooks give it. */
	event: string;
	/** A copy, as they are after the write. */
	person: Person;
	/** ms on the server's clock */
	at: number;
}

export type Listener = (told: SimulatorEvent) => void;
