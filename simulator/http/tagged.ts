import type { FastifyRequest } from 'fastify';
import type { ZoomResponse, Outcome } from '../wire/response';
import { injectFault } from '../faults/faults';
import type { FaultName } from '../state/faultNames';
import { readTriggers, type Verb } from '../state/triggers';
import { verbError } from '../answers/writeErrors';
import type { Zoom } from './zoom';

/** The users of a request, and the kind of call. Their addresses can have tags. */
export interface Tagged {
	verb: Verb;
	emails: string[];
}

/** The address of a user ID. Doesn't look up addresses, because that can add a user. */
export function emailOf(zoom: Zoom, id: string): string | undefined {
	return id.includes('@') ? id : zoom.account.find(id)?.email;
}

/** The fault from one of the addresses, if it applies: the first time, or always. */
export function dueFault(zoom: Zoom, { verb, emails }: Tagged): FaultName | undefined {
	for (const email of emails) {
		const tagged = readTriggers(email).faults[verb];
		if (tagged && (tagged.always || zoom.attempts(verb, email) === 0)) return tagged.fault;
	}
	return undefined;
}

/** Responds normally, unless an address asks for a fault or an error. */
export async function injectTaggedFaults(
	zoom: Zoom,
	request: FastifyRequest,
	respond: () => Outcome,
): Promise<Outcome> {
	const { tagged } = request;
	if (!tagged) return respond();
	const { verb, emails } = tagged;
	const fault = dueFault(zoom, tagged);
	for (const email of emails) zoom.countAttempt(verb, email);
	if (verb !== 'get') {
		request.delayMs += Math.max(0, ...emails.map((email) => readTriggers(email).slowMs));
	}
	return await injectFault(fault, zoom.settings, request, async () => taggedError(zoom, tagged) ?? respond());
}

function taggedError({ settings }: Zoom, { verb, emails }: Tagged): ZoomResponse | undefined {
	for (const email of emails) {
		const tagged = readTriggers(email).errors[verb];
		if (tagged) {
			const { code, variant } = tagged;
			return verbError(settings, verb, code, { email, id: email }, variant);
		}
	}
	return undefined;
}
