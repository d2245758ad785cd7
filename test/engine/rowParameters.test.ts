/**
 * The node evaluates most expressions itself. The values must be the same as n8n's, on both versions of
 * n8n-core.
 */
import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { RowParameters } from '../../nodes/ZoomUsers/input/rowParameters';
import { serverToServer } from './support/credentials';
import { runNode } from './support/engine';

const NAMES = ['first', 'last', 'more'];
const FIELDS = ['one', 'two'];
const PATHS = ['first', 'last', 'more.one', 'more.two'];

/** A node that reads its parameters in both ways. */
const reader = {
	description: {
		displayName: 'Reader',
		name: 'reader',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Reader' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [
			...['first', 'last'].map((name) => ({ displayName: name, name, type: 'string', default: '' })),
			{
				displayName: 'more',
				name: 'more',
				type: 'collection',
				default: {},
				options: FIELDS.map((name) => ({ displayName: name, name, type: 'string', default: '' })),
			},
		],
	},
	async execute(this: IExecuteFunctions) {
		const parameters = new RowParameters(this, NAMES);
		const own = this.getInputData().map((_row, index) => {
			const row = parameters.row(index);
			return PATHS.map((path) => {
				const read = row.get(path);
				return shown(read?.kind === 'value' ? { value: read.value } : { error: true });
			});
		});
		const n8ns = this.getInputData().map((_row, index) =>
			PATHS.map((path) => {
				try {
					return shown({ value: this.getNodeParameter(path, index, undefined) as unknown });
				} catch {
					return shown({ error: true });
				}
			}),
		);
		return [[{ json: { own, n8ns } as unknown as IDataObject }]];
	},
} as unknown as INodeType;

/** Distinguishes undefined from null, which JSON doesn't. */
function shown(read: { value: unknown } | { error: true }): string {
	if ('error' in read) return 'error';
	return read.value === undefined ? 'undefined' : JSON.stringify(read.value);
}

const column = fc
	.constantFrom('a', 'b c', 'é', 'missing', 'n', 'o', '__proto__', 'constructor')
	.map((name) => `={{ $json[${JSON.stringify(name)}] }}`);
const expression = fc.oneof(
	column,
	fc.constantFrom(
		'={{ $json.a }}',
		'={{$json.a}}',
		'= {{ $json.a }}',
		'={{ $json.a }} ',
		'={{ $json.a + $json.n }}',
		'={{ $json.o.deep }}',
		'={{ $json.o?.deep }}',
		'={{ $json.missing.deep }}',
		'={{ $json.a }} and {{ $json.n }}',
		'={{ /* a comment */ $json.a }}',
		'={{ $json.a // a comment\n }}',
		'={{ "}}" }}',
		'={{ "{{" }}',
		'={{ [$json.a, $json.n].join("; ") }}',
		'={{ [$json.a] }}',
		'={{ $json.n > 1 ? "yes" : "no" }}',
		'={{ $json.n, $json.a }}',
		'={{ $itemIndex }}',
		'={{ $json.a.toUpperCase() }}',
		'={{ $json }}',
		'={{ null }}',
		'={{ undefined }}',
		'={{ }}',
		'={{ throw new Error("no") }}',
		'={{ $json["a"] }}',
		"={{ $json['b c'] }}",
		'={{ $input.item.json.a }}',
		'=plain',
		'plain',
		'',
	),
);
const row = fc.record(
	{
		a: fc.oneof(fc.string(), fc.constantFrom(null, '={{ 1 + 1 }}', '{{ $json.n }}')),
		'b c': fc.string(),
		é: fc.string(),
		n: fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.boolean()),
		o: fc.constantFrom({ deep: 'x' }, null, 'text'),
	},
	{ requiredKeys: [] },
);

it('the parameters of a row have the same values as in n8n, for any expression', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(expression, { minLength: 4, maxLength: 4 }),
			fc.array(row, { minLength: 1, maxLength: 4 }),
			async ([first, last, one, two], rows) => {
				const { json } = await runNode({
					node: reader,
					rows: rows as IDataObject[],
					credential: { type: 'zoomUsersServerToServerApi', data: {} } as ReturnType<typeof serverToServer>,
					withoutCredential: true,
					parameters: { first, last, more: { one, two } },
				});
				expect(json[0]?.own).toEqual(json[0]?.n8ns);
			},
		),
		{ numRuns: 300 },
	);
});
