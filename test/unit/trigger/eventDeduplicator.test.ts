import { EventDeduplicator, type Claim } from '../../../nodes/ZoomUsersTrigger/eventDeduplicator';

function settle(claim: Claim, isStarted: boolean): void {
	if (claim.kind !== 'new') throw new Error(`The claim is ${claim.kind}`);
	claim.settle(isStarted);
}

describe('the event deduplicator', () => {
	it('accepts an event once while it is starting, and once it has started', () => {
		const deduplicator = new EventDeduplicator();
		const claim = deduplicator.claim('a', 100, 0);
		expect(deduplicator.claim('a', 100, 1)).toEqual({ kind: 'starting' });
		settle(claim, true);
		expect(deduplicator.claim('a', 100, 2)).toEqual({ kind: 'started' });
		expect(deduplicator.claim('b', 100, 2).kind).toBe('new');
	});

	it('accepts an event again if it did not start', () => {
		const deduplicator = new EventDeduplicator();
		settle(deduplicator.claim('a', 100, 0), false);
		expect(deduplicator.size).toBe(0);
		expect(deduplicator.claim('a', 100, 1).kind).toBe('new');
	});

	it.each([true, false])('forgets an event when its signature expires, started: %s', (isStarted) => {
		const deduplicator = new EventDeduplicator();
		const claim = deduplicator.claim('a', 100, 0);
		if (isStarted) settle(claim, true);
		expect(deduplicator.claim('a', 100, 100).kind).not.toBe('new');
		expect(deduplicator.claim('a', 100, 101).kind).toBe('new');
	});

	it('keeps an event until the last of its signatures expires', () => {
		const deduplicator = new EventDeduplicator();
		settle(deduplicator.claim('a', 100, 0), true);
		deduplicator.claim('a', 200, 50);
		deduplicator.claim('a', 100, 60);
		expect(deduplicator.claim('a', 100, 150).kind).toBe('started');
	});

	it.each([true, false])(
		'holds no more than its maximum and forgets the oldest, started: %s',
		(isStarted) => {
			const deduplicator = new EventDeduplicator(3);
			for (const event of ['a', 'b', 'c', 'd']) {
				const claim = deduplicator.claim(event, 100, 0);
				if (isStarted) settle(claim, true);
			}
			expect(deduplicator.size).toBe(3);
			expect(deduplicator.claim('b', 100, 0).kind).not.toBe('new');
			expect(deduplicator.claim('a', 100, 0).kind).toBe('new');
		},
	);

	it('drops expired events when another one arrives', () => {
		const deduplicator = new EventDeduplicator();
		for (const event of ['a', 'b']) deduplicator.claim(event, 100, 0);
		deduplicator.claim('c', 300, 200);
		expect(deduplicator.size).toBe(1);
	});

	it('does not release a later claim when an expired one fails', () => {
		const deduplicator = new EventDeduplicator();
		const expired = deduplicator.claim('a', 100, 0);
		deduplicator.claim('a', 300, 200);
		settle(expired, false);
		expect(deduplicator.claim('a', 300, 201)).toEqual({ kind: 'starting' });
	});
});
