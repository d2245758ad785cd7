const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const { dest, parallel, series, src, watch } = require('gulp');

const SOURCES = ['nodes/**/*.ts', 'credentials/**/*.ts'];
const ICONS = ['icons/*.svg'];
const CODEX = ['nodes/**/*.node.json'];
const SCHEMAS = ['nodes/**/__schema__/**/*.json'];

const copy = (patterns, base = '.') => src(patterns, { base, encoding: false }).pipe(dest('dist'));

const clean = () => rm('dist', { recursive: true, force: true });
const compile = () =>
	promisify(execFile)(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', '.']).catch((error) => {
		throw new Error(error.stdout || error.message); // tsc says on stdout what is wrong
	});
const icons = () => copy(ICONS);
const codex = () => copy(CODEX);
const schemas = () => copy(SCHEMAS);

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
	watch(SCHEMAS, schemas);
});
exports.default = build;
