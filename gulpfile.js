const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const path = require('node:path');
const { Transform } = require('node:stream');
const { promisify } = require('node:util');
const { dest, parallel, series, src, watch } = require('gulp');

const SOURCES = ['nodes/**/*.ts', 'credentials/**/*.ts'];
const ICONS = ['icons/*.svg'];
const CODEX = ['nodes/**/*.node.json'];
const SCHEMAS = ['nodes/**/__schema__/**/*.json'];
/**
 * The output schema of an operation is beside the operation. n8n finds it by version, resource and
 * operation.
 */
const OPERATION_SCHEMAS = ['nodes/*/actions/*/*.schema.json'];
const SCHEMA_VERSION = 'v1.0.0';

const copy = (patterns, base = '.') => src(patterns, { base, encoding: false }).pipe(dest('dist'));

const clean = () => rm('dist', { recursive: true, force: true });
const compile = () =>
	promisify(execFile)(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', '.']).catch((error) => {
		throw new Error(error.stdout || error.message); // tsc reports errors on stdout
	});
const icons = () => copy(ICONS);
const codex = () => copy(CODEX);
const nodeSchemas = () => copy(SCHEMAS);
const operationSchemas = () =>
	src(OPERATION_SCHEMAS, { base: '.' })
		.pipe(
			new Transform({
				objectMode: true,
				transform(file, _encoding, done) {
					const [nodes, node, , resource, name] = file.relative.split(path.sep);
					const schema = name.replace('.schema.json', '.json');
					file.path = path.join(file.base, nodes, node, '__schema__', SCHEMA_VERSION, resource, schema);
					done(null, file);
				},
			}),
		)
		.pipe(dest('dist'));
const schemas = parallel(nodeSchemas, operationSchemas);

const build = series(clean, parallel(compile, icons, codex, schemas));

exports.clean = clean;
exports.compile = compile;
exports.icons = icons;
exports.codex = codex;
exports.schemas = schemas;
exports.build = build;
exports.watch = series(build, () => {
	watch(SOURCES, compile);
	watch(ICONS, icons);
	watch(CODEX, codex);
	watch([...SCHEMAS, ...OPERATION_SCHEMAS], schemas);
});
exports.default = build;
