import assert from 'node:assert/strict';

const sorted = (emails) => [...emails].sort();

/**
 * Asserts that the simulator created each user once, and that each row has one outcome: `created`.
 *
 * @param {import('../../../bench/queueLab.mjs').Result} result
 */
export function assertAllCreatedOnce(result) {
	assertCreatedOnce(result);
	for (const { id, status, error, items } of result.executions) {
		assert.deepEqual([id, status, error], [id, 'success', undefined]);
		const others = items.filter(({ outcome }) => outcome !== 'created');
		assert.deepEqual(others, [], `${others.length} rows have another outcome than "created"`);
	}
}

/**
 * Asserts that the simulator created each user once, and that each row has one outcome.
 *
 * @param {Pick<import('../../../bench/queueLab.mjs').Result, 'executions' | 'created'>} result
 */
export function assertCreatedOnce({ executions, created }) {
	assert.deepEqual(sorted(created), sorted(executions.flatMap(({ emails }) => emails)));
	for (const { items, emails } of executions) {
		assert.deepEqual(sorted(items.map(({ email }) => email)), sorted(emails));
	}
}

/** The number of rows with each outcome, or with each reason if they have no outcome. */
export function countOutcomes(items) {
	const counts = {};
	for (const { outcome, reason, recovered } of items) {
		const name = `${outcome ?? reason}${recovered ? ', recovered' : ''}`;
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}
