import fc from 'fast-check';

/** Texts that are difficult to encode: quotes, line breaks, boundaries, lone surrogates, and long texts. */
export const difficultText = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc.string({ unit: 'grapheme', maxLength: 40 }),
	fc
		.array(
			fc.constantFrom(
				'"',
				"'",
				'\\',
				'\r\n',
				'\n',
				'\r',
				'\0',
				'--',
				'\r\n----------------------------123456789012345678901234\r\n',
				'\r\nContent-Disposition: form-data; name="action"\r\n\r\ncustCreate',
				'--\r\n',
				'\ud800',
				'\udc00',
				'👩‍👩‍👧',
				'\u202e',
				'العربية',
				'שלום',
				'日本',
				'\u2028',
				'%0d%0a',
				'&=+',
				'{"a":1}',
				'\u0000123',
			),
			{ maxLength: 12 },
		)
		.map((parts) => parts.join('')),
	fc.constantFrom('x'.repeat(10_000), 'é'.repeat(10_000), '"'.repeat(10_000)),
);

/** Invisible characters from spreadsheets, email clients and web pages. */
export const invisible = fc.constantFrom(
	'\0',
	'\x07',
	'\u00ad',
	'\u200b',
	'\u200e',
	'\u202a',
	'\u202c',
	'\u2060',
	'\ufeff',
);

const edge = fc.constantFrom('', ' ', '\t', '\u200d', '\u200e', '\u202a', '\u202c', '\ufeff');

/** Spellings of an address that are still valid. */
export const spelling: fc.Arbitrary<(address: string) => string> = fc
	.record({
		inside: fc.array(fc.tuple(fc.nat(), invisible), { maxLength: 4 }),
		edges: fc.tuple(edge, edge),
		upperCase: fc.boolean(),
	})
	.map(({ inside, edges: [before, after], upperCase }) => (address) => {
		const characters = [...(upperCase ? address.toUpperCase() : address)];
		for (const [position, hidden] of inside) characters.splice(position % characters.length, 0, hidden);
		return `${before}${characters.join('')}${after}`;
	});

/** Changes to an address that make it invalid. */
export const invalidSpelling: fc.Arbitrary<(address: string) => string> = fc.constantFrom(
	(address) => `mailto:${address}`,
	(address) => `${address},`,
	(address) => `"${address}"`,
	(address) => `${address};${address}`,
	(address) => address.replace('@', ' @'),
	(address) => address.replace('@', '@.'),
);
