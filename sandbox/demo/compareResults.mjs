/**
 * What n8n says became of the people, held against what Zoom's side knows. The simulator shares no code with the
 * node, so the two can only agree by both being right.
 *
 * @typedef {Record<string, string>} Row         of the CSV: Email, First name, Last name, License
 * @typedef {{ email: string, outcome: string, status: string, id: string }} InZoom
 * @typedef {{ email: string, reason: string, error: string }} NotCreated
 *
 * @param {object} sides
 * @param {Row[]} sides.rows
 * @param {InZoom[]} sides.inZoom          items of the node of that name
 * @param {NotCreated[]} sides.notCreated
 * @param {{ id: string, email: string, status: string, first_name: string, last_name: string, type: number }[]} sides.people  in the simulator's account
 * @param {{ requests: { method: string, path: string, email?: string }[], created: string[] }} sides.journal
 * @param {string[]} sides.before          e-mails of who was there before the run
 * @returns {string[]} every point they do not agree on, in words; none if they agree
 */
export function disagreements({ rows, inZoom, notCreated, people, journal, before }) {
	const posts = journal.requests.filter(({ method, path }) => method === 'POST' && path === '/v2/users');
	const asPeople = (emails) => emails.map((email) => ({ email }));
	const points = rows.flatMap((row) => {
		const answers = [...of(inZoom, row.Email), ...of(notCreated, row.Email)];
		if (answers.length !== 1) return [`${row.Email} has ${answers.length} answers in n8n instead of one`];
		const found = aboutOne(row, answers[0], {
			person: of(people, row.Email),
			posted: of(posts, row.Email).length,
			created: of(asPeople(journal.created), row.Email).length,
			was: of(asPeople(before), row.Email).length > 0,
		});
		return found.map((point) => `${row.Email} ${point}`);
	});

	const listed = new Set([...rows.map(({ Email }) => key(Email)), ...before.map(key)]);
	for (const { email } of people)
		if (!listed.has(key(email))) points.push(`${email} is in Zoom, and was in no list`);
	for (const { email = '(nobody)' } of posts)
		if (!listed.has(key(email))) points.push(`${email} was posted, and was in no list`);
	const answered = inZoom.length + notCreated.length;
	if (answered !== rows.length) points.push(`n8n has ${answered} answers for ${rows.length} rows`);
	return points;
}

function aboutOne(row, answer, { person, posted, created, was }) {
	const points = [];
	const check = (holds, point) => holds || points.push(point);
	const outcome = answer.outcome ?? answer.reason;

	if (answer.outcome === 'created') {
		check(person.length === 1, `was created, says n8n; Zoom has them ${person.length} times`);
		check(created === 1, `was created ${created} times instead of once`);
		check(person[0]?.id === answer.id, 'has another id in Zoom than in n8n');
		check(person[0]?.status === answer.status, `is ${person[0]?.status} in Zoom and ${answer.status} in n8n`);
		check(
			person[0]?.first_name === row['First name'] && person[0]?.last_name === row['Last name'],
			'has another name in Zoom than in the list',
		);
		check(
			person[0]?.type === (row.License === 'Licensed' ? 2 : 1),
			'has another license in Zoom than in the list',
		);
	} else if (answer.outcome === 'exists') {
		check(was, 'is said to have been there before, and was not');
		check(created === 0, 'is said to have been there before, and was created now');
		check(person[0]?.id === answer.id, 'has another id in Zoom than in n8n');
	} else {
		check(created === 0, `was not created, says n8n; Zoom says they were`);
		check(answer.reason !== 'invalid' || posted === 0, 'was refused as invalid, and yet sent to Zoom');
		check(Boolean(answer.error), 'was not created, and nobody says why');
	}

	const expected = expectedOf(row.Email, was);
	check(
		expected === undefined || outcome === expected,
		`should come out as "${expected}", and came out as "${outcome}"`,
	);
	return points;
}

/** The tags of the simulator (ada+refuse-1107@…) ask for anything: no telling. */
function expectedOf(email, was) {
	if (email.includes('+')) return undefined;
	if (!email.includes('@')) return 'invalid';
	return was ? 'exists' : 'created';
}

const key = (email) => email.toLowerCase();
const of = (list, email) => list.filter((one) => one.email !== undefined && key(one.email) === key(email));
