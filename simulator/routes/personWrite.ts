import type { Query } from '../http/pages';
import type { Zoom } from '../http/zoom';
import type { Person } from '../state/person';
import type { Call } from '../state/scopes';
import type { Settings } from '../state/settings';
import type { Verb } from '../state/triggers';
import type { Answer } from '../wire/answer';

/** What a write asks for. */
export interface Asked {
	/** As it stands in the address, decoded. */
	id: string;
	query: Query;
	/** Empty where the write has none. */
	body: Record<string, unknown>;
	/** The write took effect: the journal notes it. */
	took(): void;
}

/** A write of one person, under /v2/users/:id. */
export interface PersonWrite {
	verb: Verb;
	call: Call;
	/** What is wrong with the body or the query, whoever it is about. */
	check?(asked: Asked, settings: Settings): Answer | undefined;
	/** Expired invitations are its own business. */
	takesExpired?: boolean;
	/** Whether the person can be had, and the write itself. */
	apply(zoom: Zoom, person: Person, asked: Asked): Answer;
}
