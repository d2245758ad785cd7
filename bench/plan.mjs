/**
 * Plan Changes, compared with what it replaces: HTTP Request nodes that read the three lists of users, and Compare
 * Datasets.
 */
import { connect, node, nodesWithRows, ROWS_CONNECTED } from './lab.mjs';

/** Zoom's rate limit for lists, on the plan Business. */
const LISTS_PER_SECOND = 60;
const STATUSES = ['active', 'pending', 'inactive'];

/** Of 100 rows, the first are new, the next are different. The others are as in Zoom. */
const NEW = 20;
const DIFFERENT = 30;

/** What Zoom's lists have and the rows do not. */
const OTHER_FIELDS = [
	'id',
	'display_name',
	'type',
	'role_id',
	'status',
	'verified',
	'timezone',
	'group_ids',
	'created_at',
	'user_created_at',
	'last_login_time',
	'employee_unique_id',
];

/** Rows of users from all over the account's list of active users, and of new users. */
function rowsAbout(people, count) {
	const active = people.filter(({ status }) => status === 'active');
	return Array.from({ length: count }, (_, i) => {
		if (i % 100 < NEW) {
			return { email: `new${i}@filled.example`, first_name: 'Nia', last_name: `New ${i}`, dept: 'Sales' };
		}
		const { email, first_name, last_name, dept } = active[Math.floor((i / count) * active.length)];
		return { email, first_name, last_name, dept: i % 100 < NEW + DIFFERENT ? 'Legal' : dept };
	});
}

function planWorkflow(rows, credentials) {
	const plan = node(
		'Plan Changes',
		'n8n-nodes-zoom-users.zoomUsers',
		1,
		600,
		{
			authentication: 'serverToServer',
			operation: 'plan',
			email: '={{ $json.email }}',
			firstName: '={{ $json.first_name }}',
			lastName: '={{ $json.last_name }}',
			type: '',
			afterCreation: { department: '={{ $json.dept }}' },
			options: { rateShare: 100 },
		},
		{ credentials },
	);
	return {
		nodes: [...nodesWithRows(rows), plan],
		connections: connect(...ROWS_CONNECTED, ['One each', plan.name]),
	};
}

const listName = (status) => `List ${status}`;
const LISTS = STATUSES.map(listName);

const listNode = (status, { apiUrl, credentials }) =>
	node(
		listName(status),
		'n8n-nodes-base.httpRequest',
		4.2,
		600,
		{
			url: `${apiUrl}/users`,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: 'status', value: status },
					{ name: 'page_size', value: '300' },
				],
			},
			options: {
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: {
							parameters: [
								{
									type: 'qs',
									name: 'next_page_token',
									value: '={{ $response.body?.next_page_token ?? "" }}',
								},
							],
						},
						paginationCompleteWhen: 'other',
						completeExpression: '={{ !$response.body.next_page_token }}',
						limitPagesFetched: false,
						requestInterval: Math.ceil(1_000 / LISTS_PER_SECOND),
					},
				},
			},
		},
		{ credentials },
	);

function listWorkflow(rows, lab) {
	return {
		nodes: [...nodesWithRows(rows), ...STATUSES.map((status) => listNode(status, lab))],
		connections: connect(...ROWS_CONNECTED, ...LISTS.map((name) => ['Start', name])),
	};
}

function compareWorkflow(rows, lab) {
	const { nodes } = listWorkflow(rows, lab);
	const more = [
		node('All pages', 'n8n-nodes-base.merge', 3.2, 800, { mode: 'append', numberInputs: LISTS.length }),
		node('Users', 'n8n-nodes-base.splitOut', 1, 1000, { fieldToSplitOut: 'users', options: {} }),
		node('Compare', 'n8n-nodes-base.compareDatasets', 2.3, 1200, {
			mergeByFields: { values: [{ field1: 'email', field2: 'email' }] },
			resolve: 'includeBoth',
			options: { skipFields: OTHER_FIELDS.join(',') },
		}),
	];
	return {
		nodes: [...nodes, ...more],
		connections: connect(
			...ROWS_CONNECTED,
			...LISTS.map((name) => ['Start', name]),
			...LISTS.map((name, index) => [name, 'All pages', index]),
			['All pages', 'Users'],
			['One each', 'Compare', 0],
			['Users', 'Compare', 1],
		),
	};
}

const count = (items, plan) => items.filter((item) => item.plan === plan).length;

/** Throws if a side did not find what is new, different and alike: a wrong result can be fast. */
function check(name, found, rows) {
	const [created, changed] = [NEW, DIFFERENT].map((percent) => (rows * percent) / 100);
	const expected = [created, changed, rows - created - changed];
	if (String(found) !== String(expected)) {
		throw new Error(`${name}: new, different and alike are ${found}, not ${expected}`);
	}
}

/**
 * Runs the sides in turn.
 *
 * @param {object} options `rows`: a multiple of 100. `people`: the users of the account
 * @returns {Promise<Record<'plan' | 'lists' | 'compare', object[]>>} as `measureNodes`, `requests` and `refused`; `inUse`
 *   from one more run
 */
export async function measurePlans(lab, { rounds, rows: size, people, profiles }) {
	await lab.reset();
	await lab.settings({ perSecond: null, perSecondOf: { Medium: LISTS_PER_SECOND }, latencyMs: 0 });
	await lab.seed({ people, inactive: Math.round(people * 0.08), pending: Math.round(people * 0.05) });
	const rows = rowsAbout(await lab.people(), size);
	const sides = {
		plan: {
			content: planWorkflow(rows, lab.credentials),
			names: ['Plan Changes'],
			found: ({ 'Plan Changes': [items] }) =>
				['create', 'update', 'nothing'].map((plan) => count(items, plan)),
		},
		lists: { content: listWorkflow(rows, lab), names: LISTS },
		compare: {
			content: compareWorkflow(rows, lab),
			names: [...LISTS, 'All pages', 'Users', 'Compare'],
			found: ({ Compare: [created, alike, changed] }) => [created.length, changed.length, alike.length],
		},
	};
	const results = { plan: [], lists: [], compare: [] };
	for (let round = 0; round < rounds; round++) {
		for (const [name, { content, names, found }] of Object.entries(sides)) {
			const before = await lab.journal();
			const profile = profiles && `${profiles}/${name}-${round}.cpuprofile`;
			const { outputs, ...result } = await lab.measureNodes(content, names, { profile });
			if (found) check(name, found(outputs), size);
			const after = await lab.journal();
			const requests = after.requests.slice(before.requests.length);
			console.error(name, JSON.stringify(result));
			results[name].push({
				...result,
				requests: requests.filter(({ path }) => path.startsWith('/v2/')).length,
				refused: after.refusedPerSecond - before.refusedPerSecond,
			});
		}
	}
	for (const name of Object.keys(sides)) {
		const { content, names } = sides[name];
		const { inUse } = await lab.measureNodes(content, names, { memory: true });
		console.error(name, 'in use', inUse);
		results[name].forEach((result) => (result.inUse = inUse));
	}
	return results;
}
