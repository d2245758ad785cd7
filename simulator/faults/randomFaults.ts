import type { FaultKind, FaultName, RandomFaultSettings } from '../state/faultNames';
import { seededRandom } from '../state/random';
import type { Settings } from '../state/settings';

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
