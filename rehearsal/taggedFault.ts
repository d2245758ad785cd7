import type { FaultName } from './faults';
import { readTriggers } from './triggers';
import type { Zoom } from './zoom';

/** The fault that an address asks for, where it is due: the first time, or always. */
export function taggedFault(zoom: Zoom, method: 'GET' | 'POST', email: string): FaultName | undefined {
	const { postFault, getFault } = readTriggers(email);
	const tagged = method === 'POST' ? postFault : getFault;
	return tagged && (tagged.always || zoom.attempts(method, email) === 0) ? tagged.fault : undefined;
}
