import type { Answer, Outcome } from '../wire/answer';
import { errorResponse, invitationError } from '../answers/errors';
import type { FaultName } from '../state/faultNames';
import type { Settings } from '../state/settings';

interface Fault {
	/** Whether the request does its work before things go wrong. */
	writes: boolean;
	/** Answered late, by `settings.slowMs`. */
	late?: boolean;
	/** @param real what would have been answered, where the work was done */
	ending: (settings: Settings, real?: Outcome) => Outcome;
}

const PROXY_PAGE = '<!doctype html><html><head><title>Gateway</title></head><body><h1>';
const serverError: Answer = { status: 500, json: { code: 500, message: 'Internal server error.' } };
const unavailable: Answer = {
	status: 503,
	html: `${PROXY_PAGE}503 Service Unavailable</h1></body></html>`,
};
const proxyPage: Answer = { status: 200, html: `${PROXY_PAGE}Please wait</h1></body></html>` };

/** What can go wrong between a client and Zoom, by the name it has in an address. */
export const FAULTS = {
	'drop-before': { writes: false, ending: () => 'drop' },
	'drop-after': { writes: true, ending: () => 'drop' },
	'500-before': { writes: false, ending: () => serverError },
	'500-after': { writes: true, ending: () => serverError },
	'html-503-before': { writes: false, ending: () => unavailable },
	'html-503-after': { writes: true, ending: () => unavailable },
	'hang-before': { writes: false, ending: () => 'hang' },
	'hang-after': { writes: true, ending: () => 'hang' },
	'html-200': { writes: false, ending: () => proxyPage },
	'html-200-after': { writes: true, ending: () => proxyPage },
	'empty-201-before': { writes: false, ending: () => ({ status: 201 }) },
	'empty-201-after': { writes: true, ending: () => ({ status: 201 }) },
	'noid-201-after': { writes: true, ending: (_settings, real) => withoutId(real) },
	'empty-400': { writes: false, ending: () => ({ status: 400 }) },
	'html-400': {
		writes: false,
		ending: () => ({ status: 400, html: `${PROXY_PAGE}400 Bad Request</h1></body></html>` }),
	},
	'error-in-200': {
		writes: false,
		ending: (settings) => ({ ...errorResponse(settings, 1107), status: 200 }),
	},
	slow: { writes: true, late: true, ending: (_settings, real) => real ?? 'drop' },
	redirect: {
		writes: false,
		ending: () => ({ status: 302, headers: { location: '/sign-in' } }),
	},
	'429': { writes: false, ending: (settings) => errorResponse(settings, 429) },
	'429-bare': {
		writes: false,
		ending: (settings) => ({ ...errorResponse(settings, 429), headers: undefined }),
	},
	'429-daily': {
		writes: false,
		ending: (settings) => invitationError(settings),
	},
} satisfies Record<FaultName, Fault>;

/**
 * Lets a request go wrong; without a fault it takes its respond.
 * @param request its `delayMs` grows where the fault is to answer late
 */
export async function injectFault(
	name: FaultName | undefined,
	settings: Settings,
	request: { delayMs: number },
	respond: () => Promise<Outcome>,
): Promise<Outcome> {
	if (name === undefined) return await respond();
	const fault: Fault | undefined = FAULTS[name];
	if (!fault) throw new Error(`The simulator knows no fault "${String(name)}".`);
	if (fault.late) request.delayMs += settings.slowMs;
	return fault.ending(settings, fault.writes ? await respond() : undefined);
}

function withoutId(real: Outcome | undefined): Outcome {
	if (real === undefined || typeof real === 'string' || real.status !== 201) return real ?? 'drop';
	return { ...real, json: { ...real.json, id: undefined }, headers: undefined };
}
