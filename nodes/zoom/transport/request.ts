import { writeExactJson } from '../model/exactJson';
import type { RateClass } from '../model/rates';

/** One call to Zoom. `path` begins with a slash, its parts encoded. */
export interface ZoomCall {
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	path: string;
	/** A text can be sent again with a new token; a stream could be read only once. */
	body?: string;
	contentType?: string;
}

/** The body of a call that speaks JSON. */
export function jsonBody(value: object): Pick<ZoomCall, 'contentType' | 'body'> {
	return { contentType: 'application/json', body: writeExactJson(value) };
}

/** A call, with what it takes of the account's rates. */
export interface ZoomRequest extends ZoomCall {
	rateClass: RateClass;
	/** Sent while no other request of the run is under way: the sender holds the exclusive lock. */
	holdsLock?: boolean;
}

/** How a request ended. Nothing is thrown: what it means is for the error catalog to say. */
export type ZoomResponse =
	/** Zoom, or something in its place, answered. */
	| { kind: 'answered'; status: number; headers: Record<string, string>; body: unknown }
	/** No response came. `reached` is false where the request certainly never arrived. */
	| { kind: 'lost'; code: string; reached: boolean }
	| NoAccess
	/** The execution was cancelled in n8n, before the request left or after. */
	| { kind: 'cancelled'; sent: boolean };

/** No valid token. The request had no effect. */
export interface NoAccess {
	kind: 'auth';
	text: string;
	/** Another attempt cannot help. */
	permanent: boolean;
	/** The token service is at fault and not the credential. */
	tokenService?: 'busy' | 'unreachable';
	/** How long the token service asks to wait, where it says. */
	retryAfterMs?: number;
}

/** One layer of the way to Zoom: sends a request, or hands it to the next layer. Never throws. */
export type Send = (request: ZoomRequest) => Promise<ZoomResponse>;

/** A layer under the lock. `undefined`: not sent, since another request was waiting for the exclusive lock. */
export type SendUnderLock = (request: ZoomRequest) => Promise<ZoomResponse | undefined>;
