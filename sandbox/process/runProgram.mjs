/**
 * Runs a program that isn't written in Node.js, so that `startServer` can start it and it stops with the sandbox:
 *
 *   node runProgram.mjs <signal> <program> [arguments]
 *
 * The signal makes the program stop. It's sent when this process gets a SIGTERM.
 */
import { spawn } from 'node:child_process';

const [stopSignal, command, ...args] = process.argv.slice(2);
const program = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
process.on('SIGTERM', () => program.kill(stopSignal));
program.once('error', ({ message }) => {
	console.error(message);
	process.exit(1);
});
program.once('exit', (code) => process.exit(code ?? 1));
