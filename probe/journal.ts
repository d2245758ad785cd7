import {
	appendFileSync,
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
} from 'node:fs';
import { dirname } from 'node:path';

interface Entry {
	address: string;
	what: 'intended' | 'removed';
}

/**
 * The users that the probe is about to create, one entry a line. An entry is on disk before the request is sent, so a
 * crash never leaves a user that the next run does not know.
 */
export class ProbeJournal {
	constructor(private readonly file: string) {}

	/** Addresses that may still have to be removed. */
	get leftOver(): string[] {
		if (!existsSync(this.file)) return [];
		const left = new Set<string>();
		for (const line of readFileSync(this.file, 'utf8').split('\n')) {
			const entry = readEntry(line);
			if (entry?.what === 'intended') left.add(entry.address);
			else if (entry) left.delete(entry.address);
		}
		return [...left];
	}

	intend(address: string): void {
		this.write({ address, what: 'intended' });
	}

	removed(address: string): void {
		this.write({ address, what: 'removed' });
	}

	/** Deletes the file, if nobody is left. */
	close(): void {
		if (this.leftOver.length === 0) rmSync(this.file, { force: true });
	}

	private write(entry: Entry): void {
		mkdirSync(dirname(this.file), { recursive: true });
		const file = openSync(this.file, 'a');
		try {
			appendFileSync(file, `${JSON.stringify(entry)}\n`);
			fsyncSync(file);
		} finally {
			closeSync(file);
		}
	}
}

/** A crash can leave half a line at the end. No request was sent for it. */
function readEntry(line: string): Entry | undefined {
	try {
		return JSON.parse(line) as Entry;
	} catch {
		return undefined;
	}
}
