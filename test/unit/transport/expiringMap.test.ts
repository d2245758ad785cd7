import { ExpiringMap } from '../../../nodes/zoom/transport/expiringMap';
import { FakeClock } from '../support/fakeClock';

const setUp = (isInUse?: (value: string) => boolean) => {
	const clock = new FakeClock();
	return { clock, map: new ExpiringMap<string, string>({ maxSize: 3, maxAgeMs: 1_000, isInUse }, clock) };
};

describe('an expiring map', () => {
	it('removes an entry after its maximum age', () => {
		const { clock, map } = setUp();
		map.set('a', '1');
		clock.stall(999);
		expect(map.get('a')).toBe('1');
		clock.stall(1);
		expect(map.get('a')).toBeUndefined();
	});

	it('counts the age from the last update', () => {
		const { clock, map } = setUp();
		map.set('a', '1');
		clock.stall(900);
		map.set('a', '2');
		clock.stall(900);
		expect(map.get('a')).toBe('2');
	});

	it('removes the secrets of all expired entries with every read', () => {
		const { clock, map } = setUp();
		map.set('a', 'secret');
		clock.stall(2_000);
		map.get('b');
		expect(JSON.stringify([...map['entries']])).not.toContain('secret');
	});

	it('has a maximum size, and removes the oldest entry', () => {
		const { map } = setUp();
		for (const key of ['a', 'b', 'c']) map.set(key, key);
		map.set('a', 'a');
		map.set('d', 'd');
		expect(['a', 'b', 'c', 'd'].map((key) => map.get(key))).toEqual(['a', undefined, 'c', 'd']);
	});

	it('keeps entries that are in use, regardless of age and size', () => {
		const { clock, map } = setUp((value) => value === 'in use');
		map.set('a', 'in use');
		map.set('b', 'idle');
		clock.stall(5_000);
		for (const key of ['c', 'd', 'e']) map.set(key, 'idle');
		expect(map.get('a')).toBe('in use');
		expect(['b', 'c', 'd', 'e'].map((key) => map.get(key))).toEqual([undefined, undefined, 'idle', 'idle']);
	});
});
