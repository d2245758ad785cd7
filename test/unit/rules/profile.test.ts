import fc from 'fast-check';
import { checkProfile, compare, patchesFor, type DesiredField } from '../../../nodes/zoom/rules/profile';
import type { Problem } from '../../../nodes/zoom/rules/text';

const read = (given: Record<string, unknown>, emptied: string[] = []) => {
	const problems: Problem[] = [];
	return { desired: checkProfile(given, emptied, problems), problems };
};
const phone = (number: string, more: object = {}) => {
	const { desired, problems } = read({ phoneNumbers: [{ number, ...more }] });
	return problems[0]?.message ?? (desired[0]?.value as unknown[])?.[0];
};

describe('phone numbers', () => {
	it.each([
		['+41 44 123 45 67', {}, { code: '+41', number: '441234567' }],
		['+41441234567', {}, { code: '+41', number: '441234567' }],
		['0041 44 123 45 67', {}, { code: '+41', number: '441234567' }],
		['+41 (0)44 123 45 67', {}, { code: '+41', number: '441234567' }],
		['+1 (415) 555-0100', {}, { code: '+1', number: '4155550100' }],
		['+358 9 1234567', {}, { code: '+358', number: '91234567' }],
		['44 123 45 67', { code: '+41' }, { code: '+41', number: '441234567' }],
		['44 123 45 67', { code: '0041' }, { code: '+41', number: '441234567' }],
		['+41 44 123 45 67', { code: '41' }, { code: '+41', number: '441234567' }],
		['44 123 45 67', { country: 'ch' }, { country: 'CH', number: '441234567' }],
	])('%s %j', (number, more, expected) => {
		expect(phone(number, more)).toEqual({ label: 'Office', ...expected });
	});

	it.each([
		['044 123 45 67', {}, 'has no country code'],
		['+49 30 123456', { code: '+41' }, 'starts with another country code than +41'],
		['+41 44 123 45 67 / +41 79 000 00 00', {}, 'is not a phone number'],
		['+41 44 123 45 67 ext. 12', {}, 'is not a phone number'],
		['12', { code: '+41' }, 'is not a phone number'],
		['+41 44 123 45 67', { label: 'Boat' }, 'has the label "Boat"'],
	])('%s %j: %s', (number, more, says) => {
		expect(phone(number, more)).toBe(says);
	});
});

describe('a profile', () => {
	it('is never cleared by empty values', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(
					'department',
					'manager',
					'company',
					'phoneNumbers',
					'customAttributes',
					'pmi',
					'type',
				),
				fc.constantFrom(
					'',
					' ',
					' ',
					'\t',
					undefined,
					null,
					[],
					[null],
					[{}],
					[{ name: 'Badge', value: ' ' }],
				),
				(name, blank) => {
					const { desired, problems } = read({ [name]: blank });
					expect(desired.filter(({ value }) => value === '' || JSON.stringify(value) === '[]')).toEqual([]);
					if (typeof blank !== 'string') return;
					expect(problems.length === 0 || name === 'pmi' || name === 'type').toBe(true);
				},
			),
		);
	});

	it('is cleared if requested, and only fields that can be empty', () => {
		expect(read({}, ['department', 'planUnitedType', 'zoomOneType']).desired).toEqual([
			{ kind: 'text', name: 'department', value: '' },
			{ kind: 'text', name: 'planUnitedType', value: 'none' },
			{ kind: 'exact', name: 'zoomOneType', value: 0 },
		]);
		expect(read({}, ['type']).problems[0].message).toBe('cannot be cleared');
	});

	it('from Zoom is equal to the requested one, for all kinds of fields', () => {
		const desired: DesiredField[] = [
			...read({
				department: 'Sales',
				type: 'Licensed',
				manager: 'Mira@Corp.example',
				phoneNumbers: ['+41 44 123 45 67'],
				customAttributes: [{ name: 'cbf_badge', value: 'B' }],
				zoomOneType: '72057594037927936',
				licenseInfo: [{ license_type: 'MEETING', license_option: 2 }],
				divisionId: 'd1',
				usePmi: 'true',
			}).desired,
			{ kind: 'any', name: 'something_new', value: 1 },
		];
		const user = {
			dept: 'Sales',
			type: 2,
			manager: 'mira@corp.example',
			phone_numbers: [{ label: 'Office', code: '+41', country: 'CH', number: '441234567', verified: false }],
			custom_attributes: [{ key: 'cbf_badge', name: 'Badge', value: 'B' }],
			// As n8n parses it.
			zoom_one_type: Number('72057594037927936'),
			license_info_list: [{ license_option: 2, license_type: 'MEETING' }],
			division_ids: ['d1'],
			use_pmi: true,
			something_new: 1,
		};
		expect(compare(desired, user)).toEqual({ differing: [], notCompared: [] });
		const { something_new, ...older } = user;
		expect(something_new).toBe(1);
		expect(compare(desired, older).notCompared).toEqual([{ kind: 'any', name: 'something_new', value: 1 }]);
	});

	it('is sent in one request, plus one for each additional license', () => {
		const { desired } = read({
			company: 'Engines',
			type: 2,
			planUnitedType: '1',
			zoomOneType: '576460752303423488',
		});
		expect(patchesFor(desired).map(({ body }) => body)).toEqual([
			'{"company":"Engines","type":2}',
			'{"plan_united_type":"1"}',
			'{"zoom_one_type":576460752303423488}',
		]);
	});
});
