import type { FaultKind, FaultName, RandomFaultSettings } from '../state/faultNames';
import { seededRandom } from '../state/random';
import type { Settings } from '../state/settings';

/** The kind of a request, or undefined if it has no random faults. */
export function faultKind(method: string, path: string): FaultKind | undefined {
	if (method === 'POST' && path === '/v2/users') return 'post';
	if (path.startsWith('/v2/')) return method === 'GET' ? 'get' : 'write';
	return method === 'POST' && path === '/oauth/token' ? 'token' : undefined;
}

/** Random faults. Each request draws one number from a generator that nothing else uses. */
export class RandomFaults {
	/** Restarts with every new object in `settings.randomFaults`. */
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
