import { RequestFormat } from '../../../nodes/zoom/calls/requestFormat';
import { systemClock } from '../../../nodes/zoom/transport/clock';

describe('the request format that Zoom accepted', () => {
	let now = 0;
	beforeEach(() => void jest.spyOn(systemClock, 'now').mockImplementation(() => now));
	afterEach(() => jest.restoreAllMocks());

	it('is used by the next runs of the same credential only', () => {
		new RequestFormat('auto', 'one').accepted('json');
		expect(new RequestFormat('auto', 'one')).toMatchObject({ current: 'json', open: false });
		expect(new RequestFormat('auto', 'two')).toMatchObject({ current: 'multipart', open: true });
		expect(new RequestFormat('multipart', 'one')).toMatchObject({ current: 'multipart', open: false });
	});

	it('is tried again after a day', () => {
		new RequestFormat('auto', 'daily').accepted('json');
		now += 86_399_000;
		expect(new RequestFormat('auto', 'daily').current).toBe('json');
		now += 1_000;
		expect(new RequestFormat('auto', 'daily')).toMatchObject({ current: 'multipart', open: true });
	});

	it('is reported as a switch only if it changed', () => {
		const format = new RequestFormat('auto', 'changed');
		format.accepted('json');
		expect(format.switched).toBe(true);
		const unchanged = new RequestFormat('auto', 'unchanged');
		unchanged.accepted('multipart');
		expect(unchanged.switched).toBe(false);
	});
});
