import { writeExactJson } from '../model/exactJson';
import type { RateClass } from '../model/rates';

/** One call to Zoom. `path` begins with a slash, and its parts are encoded. */
export interface ZoomCall {
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	path: string;
	/** A text can be sent again with a new token; a stream could be read only once. */
	body?: string;
	contentType?: string;
}

/** A JSON body. */
export function jsonBody(value: object): Pick<ZoomCall, 'contentType' | 'body'> {
	return { contentType: 'application/json', body: writeExactJson(value) };
}

/** A call with its rate class. */
export interface ZoomRequest extends ZoomCall {
	rateClass: RateClass;
	/** Sent while no other request of the run is in progress: the sender holds the exclusive lock. */
	holdsLock?: boolean;
}

/** How a request ended. Nothing is thrown. The error catalog decides what a response means. */
export type ZoomResponse =
	/** Zoom responded, or something in its place. */
	| { kind: 'answered'; status: number; headers: Record<string, string>; body: unknown }
	/** There was no response. `reached` is false if the request certainly never arrived. */
	| { kind: 'lost'; code: string; reached: boolean }
	| NoAccess
	/** The execution was cancelled in n8n, before or after the request was sent. */
	| { kind: 'cancelled'; sent: boolean };

/** No valid token. The request had no effect. */
export interface NoAccess {
	kind: 'auth';
	text: string;
	/** Another attempt cannot help. */
	permanent: boolean;
	/** The token service failed, not the credential. */
	tokenService?: 'busy' | 'unreachable';
	/** How long the token service asks to wait, if it does. */
	retryAfterMs?: number;
}

/** One layer of the client: sends a request, or passes it to the next layer. Never throws. */
export type Send = (request: ZoomRequest) => Promise<ZoomResponse>;

/** A layer under the lock. `undefined`: not sent, because another request was waiting for the exclusive lock. */
export type SendUnderLock = (request: ZoomRequest) => Promise<ZoomResponse | undefined>;
