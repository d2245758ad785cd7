import fc from 'fast-check';
import FormData from 'form-data';
import { difficultText } from './support/arbitraries';
import { withSimulator } from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn('create-multipart');

/** Zoom's rule for names: at most 64 characters, and no Chinese ones here. */
const fits = (text: string) => [...text].length <= 64 && !/\p{Script=Han}/u.test(text);

describe('the multipart form of action and user_info', () => {
	const { zoom, run } = withSimulator();

	it('is parsed by another parser to the same values, for difficult texts', async () => {
		const user = fc.record({
			first: difficultText.filter(fits),
			more: fc.dictionary(difficultText, difficultText),
		});
		let batch = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(user, { minLength: 20, maxLength: 40 }), async (given) => {
				batch++;
				const rows = given.map((row, i) => ({ ...row, email: `p${i}@batch${batch}.example` }));
				const { json, error } = await run({
					rows,
					parameters: { additionalFields: { userInfoJson: '={{ { custom: $json.more } }}' } },
				});
				expect(error).toBeUndefined();
				expect(json).toHaveLength(rows.length);
				for (const { email, more } of rows) {
					const [post] = zoom().journal.posts(email);
					expect(post.simulator).toBeUndefined();
					const kept = Object.fromEntries(Object.entries(more));
					expect(JSON.parse(post.userInfoText ?? 'null').custom ?? {}).toEqual(
						JSON.parse(JSON.stringify(kept)),
					);
				}
			}),
			{ numRuns: 8 },
		);
	});

	it('is identical to that of the form-data package, except for the boundary', async () => {
		await run({ rows: [{ email: 'ada@corp.example', first: 'Ada "the\r\n--first"', last: "O'Brien 👩‍👩‍👧" }] });
		const [{ headers, userInfoText, contentType }] = zoom().journal.posts();
		const form = new FormData();
		form.append('action', 'create');
		form.append('user_info', userInfoText);
		expect(Number(headers['content-length'])).toBe(form.getLengthSync());
		expect(contentType).toMatch(/^multipart\/form-data; boundary=-{26}[0-9a-f]{24}$/);
		expect(contentType?.length).toBe(form.getHeaders()['content-type'].length);
	});
});
