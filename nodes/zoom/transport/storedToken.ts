import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { systemClock } from './clock';

/** A token, and the scopes that it has, separated by spaces. Without any, Zoom did not name them. */
export interface Token {
	accessToken: string;
	scopes: string;
}

/** Between two reads of the stored credential. */
const READ_EVERY_MS = 150;

/** Each process waits a random time up to this before it fetches a token, so that one of them is the first. */
const LONGEST_WAIT_MS = 2_000;

type ReadStored = () => Promise<ICredentialDataDecryptedObject>;

/** How to read a credential again, by the copy that a request is sent with. n8n passes this copy to the credential. */
const readers = new WeakMap<ICredentialDataDecryptedObject, ReadStored>();

/** Lets `storedToken` read the credential that is behind `copy` from n8n's database. */
export function canReadAgain(copy: ICredentialDataDecryptedObject, read: ReadStored): void {
	readers.set(copy, read);
}

/**
 * The token that another n8n process has fetched and stored in the credential, for example another worker in queue
 * mode. A new Server-to-Server token can end the one before it, so processes that each fetch one would end the tokens of
 * the others.
 *
 * @param copy the credential that a request was sent with. In a test of a credential, there is nothing to read again
 * @param superseded tokens that Zoom may no longer accept, besides the one of `copy`
 * @returns undefined if no other process has stored a token within a random time of at most two seconds
 */
export async function storedToken(
	copy: ICredentialDataDecryptedObject,
	superseded: ReadonlySet<string>,
): Promise<(Token & { mustStore: false }) | undefined> {
	const read = readers.get(copy);
	if (!read) return undefined;
	const failed = new Set([...superseded, copy.accessToken, '']);
	const fetchAt = systemClock.now() + Math.random() * LONGEST_WAIT_MS;
	for (;;) {
		// A credential that can't be read now was readable when the run started. Zoom decides about its token.
		const stored = await read().catch(() => copy);
		const { accessToken, grantedScopes } = stored;
		if (typeof accessToken === 'string' && !failed.has(accessToken)) {
			const scopes = typeof grantedScopes === 'string' ? grantedScopes : '';
			return { accessToken, scopes, mustStore: false };
		}
		const left = fetchAt - systemClock.now();
		if (left <= 0) return undefined;
		await systemClock.sleep(Math.min(READ_EVERY_MS, left));
	}
}
