import type { ZoomResponse, Outcome } from '../wire/response';
import { errorResponse, invitationError } from '../answers/errors';
import type { FaultName } from '../state/faultNames';
import type { Settings } from '../state/settings';

interface Fault {
	/** Whether the request takes effect before the fault. */
	writes: boolean;
	/** Delays the response by `settings.slowMs`. */
	late?: boolean;
	/** @param real the normal response, if the request took effect */
	outcome: (settings: Settings, real?: Outcome) => Outcome;
}

const PROXY_PAGE = '<!doctype html><html><head><title>Gateway</title></head><body><h1>';
const serverError: ZoomResponse = { status: 500, json: { code: 500, message: 'Internal server error.' } };
const unavailable: ZoomResponse = {
	status: 503,
	html: `${PROXY_PAGE}503 Service Unavailable</h1></body></html>`,
};
const proxyPage: ZoomResponse = { status: 200, html: `${PROXY_PAGE}Please wait</h1></body></html>` };

/** The faults between a client and Zoom, by name. */
export const FAULTS = {
	'drop-before': { writes: false, outcome: () => 'drop' },
	'drop-after': { writes: true, outcome: () => 'drop' },
	'500-before': { writes: false, outcome: () => serverError },
	'500-after': { writes: true, outcome: () => serverError },
	'html-503-before': { writes: false, outcome: () => unavailable },
	'html-503-after': { writes: true, outcome: () => unavailable },
	'hang-before': { writes: false, outcome: () => 'hang' },
	'hang-after': { writes: true, outcome: () => 'hang' },
	'html-200': { writes: false, outcome: () => proxyPage },
	'html-200-after': { writes: true, outcome: () => proxyPage },
	'empty-201-before': { writes: false, outcome: () => ({ status: 201 }) },
	'empty-201-after': { writes: true, outcome: () => ({ status: 201 }) },
	'noid-201-after': { writes: true, outcome: (_settings, real) => withoutId(real) },
	'empty-400': { writes: false, outcome: () => ({ status: 400 }) },
	'html-400': {
		writes: false,
		outcome: () => ({ status: 400, html: `${PROXY_PAGE}400 Bad Request</h1></body></html>` }),
	},
	'error-in-200': {
		writes: false,
		outcome: (settings) => ({ ...errorResponse(settings, 1107), status: 200 }),
	},
	slow: { writes: true, late: true, outcome: (_settings, real) => real ?? 'drop' },
	redirect: {
		writes: false,
		outcome: () => ({ status: 302, headers: { location: '/sign-in' } }),
	},
	'429': { writes: false, outcome: (settings) => errorResponse(settings, 429) },
	'429-bare': {
		writes: false,
		outcome: (settings) => ({ ...errorResponse(settings, 429), headers: undefined }),
	},
	'429-daily': {
		writes: false,
		outcome: (settings) => invitationError(settings),
	},
} satisfies Record<FaultName, Fault>;

/**
 * Applies a fault to a request, or returns the normal response without one.
 * @param request the fault `slow` increases its `delayMs`
 */
export async function injectFault(
	name: FaultName | undefined,
	settings: Settings,
	request: { delayMs: number },
	respond: () => Promise<Outcome>,
): Promise<Outcome> {
	if (name === undefined) return await respond();
	const fault: Fault | undefined = FAULTS[name];
	if (!fault) throw new Error(`The simulator has no fault "${String(name)}".`);
	if (fault.late) request.delayMs += settings.slowMs;
	return fault.outcome(settings, fault.writes ? await respond() : undefined);
}

function withoutId(real: Outcome | undefined): Outcome {
	if (real === undefined || typeof real === 'string' || real.status !== 201) return real ?? 'drop';
	return { ...real, json: { ...real.json, id: undefined }, headers: undefined };
}
