/**
 * The import rules (docs/architecture.md). A folder can import from the folders before it in its list, but not from those after it.
 */
const layers = (root, names) =>
	names.slice(0, -1).map((name, i) => ({
		name: `${root}/${name} imports nothing from folders above it`,
		severity: 'error',
		from: { path: `^${root}/${name}/` },
		to: { path: `^${root}/(${names.slice(i + 1).join('|')})/` },
	}));

module.exports = {
	forbidden: [
		{ name: 'no circular dependencies', severity: 'error', from: {}, to: { circular: true } },
		{
			name: 'nodes/zoom imports nothing from nodes/ZoomUsers',
			severity: 'error',
			from: { path: '^nodes/zoom/' },
			to: { path: '^nodes/ZoomUsers' },
		},
		{
			name: 'the node and the trigger do not import each other',
			severity: 'error',
			from: { path: '^nodes/(ZoomUsers|ZoomUsersTrigger)/' },
			to: { path: '^nodes/ZoomUsers', pathNot: '^nodes/$1/' },
		},
		{
			name: 'the node imports nothing from simulator, probe, sandbox, scripts, test, or bench',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^(simulator|probe|sandbox|scripts|test|bench)/' },
		},
		{
			name: 'the probe and the simulator share no code, neither with each other nor with the node',
			severity: 'error',
			from: { path: '^(probe|simulator)/' },
			to: { path: '^(nodes|credentials|probe|simulator)/', pathNot: '^$1/' },
		},
		{
			name: 'credentials import token, hosts, and scopes only',
			severity: 'error',
			from: { path: '^credentials/' },
			to: { path: '^nodes/', pathNot: '^nodes/zoom/(transport/(token|hosts)|rules/scopes)\\.ts$' },
		},
		{
			name: 'resources do not import each other',
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
		...layers('nodes/zoom', ['model', 'rules', 'transport', 'errors', 'calls', 'lookup', 'users', 'plan']),
		...layers('nodes/ZoomUsers', ['fields', 'input', 'output', 'run', 'methods', 'actions']),
		...layers('simulator', ['wire', 'state', 'answers', 'faults', 'http', 'routes']),
	],
	options: {
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(simulator|probe)/test/' },
	},
};
