/**
 * The rooms of the code and what each may use (docs/architecture.md). A room uses the rooms before it in its list, never those after it.
 */
const floors = (root, names) =>
	names.slice(0, -1).map((name, i) => ({
		name: `${root}/${name} uses no room above it`,
		severity: 'error',
		from: { path: `^${root}/${name}/` },
		to: { path: `^${root}/(${names.slice(i + 1).join('|')})/` },
	}));

module.exports = {
	forbidden: [
		{ name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'nodes/zoom knows no n8n screen',
			severity: 'error',
			from: { path: '^nodes/zoom/' },
			to: { path: '^nodes/ZoomUsers' },
		},
		{
			name: 'the node and its trigger do not use each other',
			severity: 'error',
			from: { path: '^nodes/(ZoomUsers|ZoomUsersTrigger)/' },
			to: { path: '^nodes/ZoomUsers', pathNot: '^nodes/$1/' },
		},
		{
			name: 'the simulator shares no code with the node',
			severity: 'error',
			from: { path: '^simulator/' },
			to: { path: '^(nodes|credentials)/' },
		},
		{
			name: 'the node uses nothing beside it',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^(simulator|sandbox|scripts|test|bench)/' },
		},
		{
			name: 'credentials use token and hosts only',
			severity: 'error',
			from: { path: '^credentials/' },
			to: { path: '^nodes/', pathNot: '^nodes/zoom/transport/(token|hosts)\\.ts$' },
		},
		{
			name: 'resources do not use each other',
			severity: 'error',
			from: { path: '^nodes/ZoomUsers/actions/([^/]+)/' },
			to: {
				path: '^nodes/ZoomUsers/actions/([^/]+)/',
				pathNot: '^nodes/ZoomUsers/actions/$1/',
			},
		},
		{
			name: 'no orphans',
			severity: 'error',
			from: { orphan: true, pathNot: '(\\.d|\\.node|\\.credentials)\\.ts$' },
			to: {},
		},
		...floors('nodes/zoom', ['model', 'rules', 'transport', 'errors', 'calls', 'lookup', 'users']),
		...floors('nodes/ZoomUsers', ['fields', 'input', 'output', 'run', 'methods', 'actions']),
		...floors('simulator', ['wire', 'state', 'answers', 'faults', 'http', 'routes']),
	],
	options: {
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^simulator/test/' },
	},
};
