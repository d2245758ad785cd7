import { FAULTS, type FaultName } from './faults';
import { isJsonObject } from '../wire/jsonText';
import { seededRandom } from '../state/random';
import type { Settings } from '../state/settings';

/** POST /v2/users · GET of anything under /v2 · every other write under /v2 · POST /oauth/token */
export const FAULT_KINDS = ['post', 'get', 'write', 'token'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** How likely each fault is, from 0 to 1; what they leave of 1 is for requests that take their course. */
export type FaultChances = Partial<Record<FaultName, number>>;

export type RandomFaultSettings = { seed: number } & Partial<Record<FaultKind, FaultChances>>;

/** Chances written as decimals do not add up to 1 to the last bit. */
const ROUNDING = 1e-9;

/** Which kind a request is of; undefined for those that chance leaves alone. */
export function faultKind(method: string, path: string): FaultKind | undefined {
	if (method === 'POST' && path === '/v2/users') return 'post';
	if (path.startsWith('/v2/')) return method === 'GET' ? 'get' : 'write';
	return method === 'POST' && path === '/oauth/token' ? 'token' : undefined;
}

/** Faults by chance: one draw for each request, from a generator that serves nothing else. */
export class RandomFaults {
	/** Starts anew with every object that `settings.randomFaults` is set to. */
	private generator?: { of: RandomFaultSettings; random: () => number };

	constructor(private readonly settings: Settings) {}

	draw(kind: FaultKind | undefined): FaultName | undefined {
		const { randomFaults: chosen } = this.settings;
		if (!chosen || !kind) return undefined;
		if (this.generator?.of !== chosen) {
			this.generator = { of: chosen, random: seededRandom(chosen.seed) };
		}
		let drawn = this.generator.random();
		for (const [name, chance] of Object.entries(chosen[kind] ?? {})) {
			if (drawn < chance) return name as FaultName;
			drawn -= chance;
		}
		return undefined;
	}

	clear(): void {
		this.generator = undefined;
	}
}

/** Whether a value from outside can be `settings.randomFaults`. */
export function isRandomFaults(value: unknown): boolean {
	if (value === null) return true;
	if (!isJsonObject(value)) return false;
	const { seed, ...kinds } = value;
	return (
		Number.isFinite(seed) &&
		Object.entries(kinds).every(
			([kind, chances]) => (FAULT_KINDS as readonly string[]).includes(kind) && isChances(chances),
		)
	);
}

function isChances(value: unknown): boolean {
	if (!isJsonObject(value)) return false;
	let sum = 0;
	for (const [name, chance] of Object.entries(value)) {
		if (!Object.hasOwn(FAULTS, name) || typeof chance !== 'number' || !(chance >= 0)) return false;
		sum += chance;
	}
	return sum <= 1 + ROUNDING;
}
