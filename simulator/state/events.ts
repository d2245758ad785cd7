import type { Person } from './person';

/** Details that only some events have. */
export interface EventDetails {
	/** user.updated: the former values of the changed fields. */
	old?: Record<string, unknown>;
	/** user.created: the action. */
	creationType?: string;
	/** group.member_added and group.member_deleted. */
	groupId?: string;
}

/** A write that took effect, as passed to listeners. */
export interface SimulatorEvent extends EventDetails {
	/** The name of the event in Zoom's webhooks. */
	event: string;
	/** A copy of the user after the write. */
	person: Person;
	/** ms on the server's clock. */
	at: number;
}

export type Listener = (event: SimulatorEvent) => void;
