import fc from 'fast-check';

/** Texts that have broken encoders before: quotes, line ends, boundary look-alikes, lone surrogates, long ones. */
export const hostileText = fc.oneof(
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
