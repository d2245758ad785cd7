import type { IDataObject } from 'n8n-workflow';
import { CONTINUE, withSimulator } from './support/withSimulator';
const { zoom, run } = withSimulator();
it('x', async () => {
	zoom().account.add({ email: 'ada@corp.example', first_name: 'Ada', last_name: 'King', dept: 'Sales' });
	zoom().account.add({ email: 'old@corp.example', first_name: 'Old', last_name: 'King', type: 2 });
	zoom().settings.licenses = 3;
	const parameters: IDataObject = { operation: 'plan', type: '={{ $json.type }}', notInList: 'deactivate', scope: { domains: 'corp.example' }, options: { maxRemovalsPercent: 60 },
		afterCreation: { department: '={{ $json.dept }}', groups: ['Sales'] } };
	const rows = [{ email: 'ada@corp.example', first: 'Ada', last: 'Lovelace', dept: 'Sales' }, { email: 'new@corp.example', first: 'N', last: 'W', type: 2 }, { email: 'bad', first: 'x' }, { email: 'ada@corp.example' }];
	const out = await run({ rows: rows.slice(0,2), settings: CONTINUE, parameters });
	console.log(JSON.stringify(out.json, null, 1), out.hints);
	const s = await run({ rows, settings: CONTINUE, parameters: { ...parameters, output: 'summary' } });
	console.log(JSON.stringify({...s.json[0], html: 0}, null, 1), s.hints);
	console.log(zoom().journal.requests.map((r) => r.method + ' ' + r.path).join('\n'));
});
