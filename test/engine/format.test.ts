import { CREDENTIALS, makeUsers, rowsFor, withSimulator } from './support/withSimulator';
import { restsOn } from '../support/restsOn';

restsOn(
	'create-multipart',
	'create-json',
	'create-missing-fields-300',
	'create-not-json-300',
	'create-urlencoded-415',
);

const SHAPES = [
	'415',
	'300-content-type',
	'300-json-object',
	'300-missing-field',
	'300-missing-action',
	'500',
] as const;

describe('Zoom rejects the multipart form', () => {
	const { zoom, run } = withSimulator();
	const formats = () =>
		zoom()
			.journal.posts()
			.map(({ contentType }) => contentType?.split(';')[0]);

	for (const name of ['serverToServer', 'oAuth2'] as const) {
		for (const language of ['en', 'ja'] as const) {
			it.each(SHAPES)(
				`as %s in ${language}: ten rows as JSON after one rejection, with ${name}; a second run starts with JSON`,
				async (shape) => {
					Object.assign(zoom().settings, { refuseFormat: 'multipart', refusalShape: shape, language });
					// The process remembers the format for each credential, so each case has its own credential.
					const given = {
						credential: CREDENTIALS[name](zoom()),
						credentialId: `${name}-${shape}-${language}`,
					};
					const rows = makeUsers(10);
					const first = await run({ rows, ...given });
					expect(first.error).toBeUndefined();
					expect(first.json.map(({ outcome }) => outcome)).toEqual(rows.map(() => 'created'));
					expect(formats()).toEqual(['multipart/form-data', ...rows.map(() => 'application/json')]);
					expect(first.hints).toEqual([expect.stringContaining('JSON')]);

					const second = await run({ rows: makeUsers(5, 'second.example'), ...given });
					expect(second.json.map(({ outcome }) => outcome)).toEqual(Array(5).fill('created'));
					expect(formats().filter((format) => format === 'multipart/form-data')).toHaveLength(1);
					expect(second.hints).toEqual([]);
				},
			);
		}
	}

	it('"Form" never switches: the row fails, and the error names the option', async () => {
		zoom().settings.refuseFormat = 'multipart';
		const { error } = await run({
			rows: makeUsers(3),
			parameters: { options: { requestFormat: 'multipart' } },
		});
		expect(formats()).toEqual(['multipart/form-data']);
		expect(error?.description).toContain("Set the option 'Request Format' to Automatic");
	});

	it('"JSON" never switches', async () => {
		zoom().settings.refuseFormat = 'json';
		const { error } = await run({ rows: makeUsers(3), parameters: { options: { requestFormat: 'json' } } });
		expect(formats()).toEqual(['application/json']);
		expect(error?.description).toContain("Set the option 'Request Format' to Automatic");
	});

	it('the error of a stopped run mentions the switch', async () => {
		zoom().settings.refuseFormat = 'multipart';
		const { error } = await run({
			rows: rowsFor('a@corp.example', 'b+refuse-1107@corp.example'),
			credentialId: 'format-in-error',
		});
		expect(error?.description).toContain('Zoom rejected the multipart form and accepted JSON instead');
	});

	it('a rejected user is not a rejected form', async () => {
		await run({
			rows: rowsFor('a+refuse-300-3@corp.example', 'b+refuse-1107@corp.example', 'c@corp.example'),
			settings: { onError: 'continueRegularOutput' },
			credentialId: 'rejected-user',
		});
		expect(formats()).toEqual(Array(3).fill('multipart/form-data'));
	});
});
