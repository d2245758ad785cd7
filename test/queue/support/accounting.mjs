import assert from 'node:assert/strict';

/**
 * Asserts that the simulator created each user once, and that each row has one outcome: `created`.
 *
 * @param {Pick<import('../../../bench/queueLab.mjs').Result, 'executions' | 'created'>} result
 */
export function assertAllCreatedOnce({ executions, created }) {
	assertCreatedOnce({ executions, created });
	for (const { id, status, error, items } of executions) {
		assert.deepEqual([id, status, error], [id, 'success', undefined]);
		const other = items.find(({ outcome }) => outcome !== 'created');
		assert.equal(other, undefined, `${JSON.stringify(countOutcomes(items))}: ${other?.error}`);
	}
}

/**
 * Asserts that the simulator created each user once, and that each row has one outcome.
 *
 * @param {Pick<import('../../../bench/queueLab.mjs').Result, 'executions' | 'created'>} result
 */
export function assertCreatedOnce({ executions, created }) {
	const wanted = executions.flatMap(({ emails }) => emails);
	assert.deepEqual(compare(created, wanted), SAME, 'users that were created');
	const reported = executions.flatMap(({ items }) => items.map(({ email }) => email));
	assert.deepEqual(compare(reported, wanted), SAME, 'rows with an outcome');
}

const SAME = { missing: [], repeated: [], unknown: [] };

/** The first differences between two lists of email addresses, in any order. */
function compare(emails, wanted) {
	const found = new Set(emails);
	const known = new Set(wanted);
	const repeated = emails.filter((email, i) => emails.indexOf(email) !== i);
	const missing = wanted.filter((email) => !found.has(email));
	const unknown = emails.filter((email) => !known.has(email));
	return Object.fromEntries(
		Object.entries({ missing, repeated, unknown }).map(([name, list]) => [name, few(list)]),
	);
}

const few = (list) => (list.length > 3 ? [...list.slice(0, 3), `and ${list.length - 3} more`] : list);

/** The number of rows with each outcome. */
export function countOutcomes(items) {
	const counts = {};
	for (const { outcome, reason, recovered } of items) {
		const name = [outcome, reason && `(${reason})`, recovered && '(recovered)'].filter(Boolean).join(' ');
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}
