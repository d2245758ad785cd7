/**
 * Compares the results in n8n with the users in the simulator. The simulator shares no code with the node, so the
 * two agree only if both are right.
 *
 * @typedef {Record<string, string>} Row         a row of the CSV file: Email, First name, Last name, License
 * @typedef {{ email: string, outcome: string, status: string, id: string }} InZoom
 * @typedef {{ email: string, reason: string, error: string }} NotCreated
 *
 * @param {object} sides
 * @param {Row[]} sides.rows
 * @param {InZoom[]} sides.inZoom          items of the node "In Zoom"
 * @param {NotCreated[]} sides.notCreated  items of the node "Not created"
 * @param {{ id: string, email: string, status: string, first_name: string, last_name: string, type: number }[]} sides.users  in the simulator's account
 * @param {{ requests: { method: string, path: string, email?: string }[], created: string[] }} sides.journal
 * @param {string[]} sides.before          email addresses of the users who existed before the run
 * @returns {string[]} every difference, as a sentence
 */
export function findDifferences({ rows, inZoom, notCreated, users, journal, before }) {
	const posts = journal.requests.filter(({ method, path }) => method === 'POST' && path === '/v2/users');
	const asUsers = (emails) => emails.map((email) => ({ email }));
	const differences = rows.flatMap((row) => {
		const results = [...of(inZoom, row.Email), ...of(notCreated, row.Email)];
		if (results.length !== 1) return [`${row.Email} has ${results.length} results in n8n instead of one`];
		const found = compareRow(row, results[0], {
			found: of(users, row.Email),
			posted: of(posts, row.Email).length,
			created: of(asUsers(journal.created), row.Email).length,
			existed: of(asUsers(before), row.Email).length > 0,
		});
		return found.map((difference) => `${row.Email} ${difference}`);
	});

	const listed = new Set([...rows.map(({ Email }) => key(Email)), ...before.map(key)]);
	for (const { email } of users)
		if (!listed.has(key(email))) differences.push(`${email} is in Zoom, but not in the list`);
	for (const { email = '(no email)' } of posts)
		if (!listed.has(key(email))) differences.push(`${email} was sent to Zoom, but isn't in the list`);
	const results = inZoom.length + notCreated.length;
	if (results !== rows.length) differences.push(`n8n has ${results} results for ${rows.length} rows`);
	return differences;
}

function compareRow(row, result, { found, posted, created, existed }) {
	const differences = [];
	const check = (condition, difference) => condition || differences.push(difference);
	const outcome = result.outcome ?? result.reason;

	if (result.outcome === 'created') {
		check(found.length === 1, `was created according to n8n, but is ${found.length} times in Zoom`);
		check(created === 1, `was created ${created} times instead of once`);
		check(found[0]?.id === result.id, 'has different ids in Zoom and in n8n');
		check(found[0]?.status === result.status, `is ${found[0]?.status} in Zoom and ${result.status} in n8n`);
		check(
			found[0]?.first_name === row['First name'] && found[0]?.last_name === row['Last name'],
			'has different names in Zoom and in the list',
		);
		check(
			found[0]?.type === (row.License === 'Licensed' ? 2 : 1),
			'has different licenses in Zoom and in the list',
		);
	} else if (result.outcome === 'exists') {
		check(existed, 'existed before according to n8n, but is new');
		check(created === 0, 'existed before according to n8n, but was created');
		check(found[0]?.id === result.id, 'has different ids in Zoom and in n8n');
	} else {
		check(created === 0, 'was not created according to n8n, but is in Zoom');
		check(result.reason !== 'invalid' || posted === 0, 'is invalid, but was sent to Zoom');
		check(Boolean(result.error), 'was not created, and the result has no error');
	}

	const expected = expectedOutcome(row.Email, existed);
	check(
		expected === undefined || outcome === expected,
		`has the outcome "${outcome}" instead of "${expected}"`,
	);
	return differences;
}

/** Unknown for an address with one of the simulator's tags, such as ada+refuse-1107@example.com. */
function expectedOutcome(email, existed) {
	if (email.includes('+')) return undefined;
	if (!email.includes('@')) return 'invalid';
	return existed ? 'exists' : 'created';
}

const key = (email) => email.toLowerCase();
const of = (list, email) => list.filter((one) => one.email !== undefined && key(one.email) === key(email));
