import fc from 'fast-check';
import {
	ExactInteger,
	exactInteger,
	parseExactJson,
	writeExactJson,
} from '../../../nodes/zoom/model/exactJson';
import { difficultText } from '../../engine/support/arbitraries';

describe('JSON with exact integers', () => {
	it('reads and writes all values as JSON does', () => {
		fc.assert(
			fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
				const text = JSON.stringify(value);
				expect(writeExactJson(parseExactJson(text))).toBe(text);
				expect(JSON.parse(writeExactJson(value))).toEqual(JSON.parse(text));
			}),
		);
	});

	it('writes difficult texts as JSON does', () => {
		fc.assert(
			fc.property(difficultText, (text) => expect(writeExactJson({ text })).toBe(JSON.stringify({ text }))),
		);
	});

	it('keeps the digits of integers of any length, in any place', () => {
		const digits = fc.stringMatching(/^-?[1-9]\d{0,40}$/);
		fc.assert(
			fc.property(digits, difficultText, (number, text) => {
				// JavaScript puts such a name first, and drops duplicate names.
				fc.pre(!/^\d+$/.test(text) && text !== 'a');
				const json = `{"a":[${number}, {"b" : ${number}}],${JSON.stringify(text)}:${JSON.stringify(`${number},${number}`)}}`;
				expect(writeExactJson(parseExactJson(json))).toBe(json.replace(/, \{"b" : /, ',{"b":'));
			}),
		);
	});

	it('reads numbers with a point or an exponent as JSON does', () => {
		const text = '[0.12345678901234567,1e3,12345678901234567.5,1.2345678901234567e20]';
		expect(parseExactJson(text)).toEqual(JSON.parse(text));
	});

	it('rejects what JSON rejects', () => {
		for (const text of ['', '{', '{a:1}', '00072057594037927936', '[72057594037927936 1]', '-']) {
			expect(() => parseExactJson(text)).toThrow(SyntaxError);
		}
	});

	it('writes a number above 2^53 as an integer', () => {
		expect(writeExactJson({ plan: 2 ** 56 })).toBe('{"plan":72057594037927936}');
		expect(exactInteger('72057594037927936')).toEqual(new ExactInteger('72057594037927936'));
		expect(exactInteger('16')).toBe(16);
	});
});
