const swc = [
	'@swc/jest',
	{
		jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
		module: { type: 'commonjs' },
		sourceMaps: 'inline',
	},
];

const project = (displayName, testMatch, more = {}) => ({
	displayName,
	testMatch,
	testEnvironment: 'node',
	transform: { '^.+\\.ts$': swc },
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/sandbox/', '<rootDir>/\\.cache/'],
	...more,
});

// Each engine uses its own n8n-workflow. In n8n, the node also gets the version of n8n.
const engine = (folder, name, files = 'engine/!(rate).test.ts') =>
	project(name, [`<rootDir>/test/${files}`], {
		moduleNameMapper: {
			'^(n8n-core|n8n-workflow|reflect-metadata|@n8n/di|@n8n/backend-common)$': `<rootDir>/test/engine/${folder}/node_modules/$1`,
		},
	});

module.exports = {
	testTimeout: 60_000,
	projects: [
		project('unit', [
			'<rootDir>/test/{unit,contract}/**/*.test.ts',
			'<rootDir>/{simulator,probe}/test/*.test.ts',
		]),
		engine('v2', 'engine-2x'),
		engine('v1', 'engine-1x'),
		engine('v1-newest', 'engine-1x-newest'),
		engine('v2', 'rate-2x', 'engine/rate.test.ts'),
		engine('v1', 'rate-1x', 'engine/rate.test.ts'),
		engine('v2', 'faults', 'faults/*.test.ts'),
	],
};
