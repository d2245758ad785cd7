import type { Query } from '../http/pages';
import type { Zoom } from '../http/zoom';
import type { Person } from '../state/person';
import type { Call } from '../state/scopes';
import type { Settings } from '../state/settings';
import type { Verb } from '../state/triggers';
import type { ZoomResponse } from '../wire/response';

/** The content of a write request. */
export interface WriteRequest {
	/** The ID in the address, decoded. */
	id: string;
	query: Query;
	/** Empty if the request has no body. */
	body: Record<string, unknown>;
	/** Records in the journal that the write took effect. */
	markWritten(): void;
}

/** A write of one user, under /v2/users/:id. */
export interface PersonWrite {
	verb: Verb;
	call: Call;
	/** Checks the body and the query, regardless of the user. */
	check?(request: WriteRequest, settings: Settings): ZoomResponse | undefined;
	/** Whether the write handles expired invitations itself. */
	allowsExpired?: boolean;
	/** Checks the user, and writes. */
	apply(zoom: Zoom, person: Person, request: WriteRequest): ZoomResponse;
}
