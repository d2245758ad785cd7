import fc from 'fast-check';
import {
	ExactInteger,
	exactInteger,
	parseExactJson,
	writeExactJson,
} from '../../../nodes/zoom/model/exactJson';
import { hostileText } from '../../engine/support/arbitraries';

describe('JSON with exact whole numbers', () => {
	it('reads and writes what JSON does, for every value', () => {
		fc.assert(
			fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
				const text = JSON.stringify(value);
				expect(writeExactJson(parseExactJson(text))).toBe(text);
				expect(JSON.parse(writeExactJson(value))).toEqual(JSON.parse(text));
			}),
		);
	});

	it('writes hostile texts as JSON does', () => {
		fc.assert(
			fc.property(hostileText, (text) => expect(writeExactJson({ text })).toBe(JSON.stringify({ text }))),
		);
	});

	it('keeps the digits of a whole number of any length, wherever it stands', () => {
		const digits = fc.stringMatching(/^-?[1-9]\d{0,40}$/);
		fc.assert(
			fc.property(digits, hostileText, (number, text) => {
				// JavaScript itself puts such a name first, and takes a name once.
				fc.pre(!/^\d+$/.test(text) && text !== 'a');
				const json = `{"a":[${number}, {"b" : ${number}}],${JSON.stringify(text)}:${JSON.stringify(`${number},${number}`)}}`;
				expect(writeExactJson(parseExactJson(json))).toBe(json.replace(/, \{"b" : /, ',{"b":'));
			}),
		);
	});

	it('leaves numbers with a point or an exponent to JSON', () => {
		const text = '[0.12345678901234567,1e3,12345678901234567.5,1.2345678901234567e20]';
		expect(parseExactJson(text)).toEqual(JSON.parse(text));
	});

	it('refuses what JSON refuses', () => {
		for (const text of ['', '{', '{a:1}', '00072057594037927936', '[72057594037927936 1]', '-']) {
			expect(() => parseExactJson(text)).toThrow(SyntaxError);
		}
	});

	it('writes a number beyond 2^53 as the whole number it stands for', () => {
		expect(writeExactJson({ plan: 2 ** 56 })).toBe('{"plan":72057594037927936}');
		expect(exactInteger('72057594037927936')).toEqual(new ExactInteger('72057594037927936'));
		expect(exactInteger('16')).toBe(16);
	});
});
