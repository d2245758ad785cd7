import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	createSecretKey,
	hkdfSync,
	randomBytes,
	timingSafeEqual,
	type KeyObject,
} from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { parseExactJson, writeExactJson } from '../model/exactJson';
import { canonical } from '../rules/profileKinds';
import type { PlannedRequest, PlannedRow } from './model';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The fields that a row of a plan can have. Fields that other nodes add are not part of it. */
const ROW_FIELDS = [
	'id',
	'email',
	'first_name',
	'last_name',
	'type',
	'status',
	'outcome',
	'plan',
	'changes',
	'pendingChanges',
	'needs',
	'after',
	'reason',
	'code',
	'error',
	'description',
	'planId',
	'account',
	'order',
	'plannedAt',
	'validUntil',
	'overLimit',
] as const;

/**
 * Seals the rows of a plan, so that Apply Plan can tell whether a row was made up or altered. The seal has two parts:
 * the encrypted request, and an HMAC over the row and that request.
 */
export class Sealer {
	private readonly encryptionKey: KeyObject;

	private readonly macKey: KeyObject;

	/**
	 * @param secret the client secret of the credential
	 * @param owner what else identifies the credential: its type, client ID and host
	 */
	constructor(secret: string, owner: string) {
		const keys = Buffer.from(hkdfSync('sha256', secret, owner, 'zoom-users-plan', 2 * KEY_BYTES));
		// Node.js would convert a buffer for each row, which takes longer than the HMAC.
		this.encryptionKey = createSecretKey(keys.subarray(0, KEY_BYTES));
		this.macKey = createSecretKey(keys.subarray(KEY_BYTES));
	}

	/** @param row without its seal */
	seal(row: IDataObject, request: PlannedRequest): string {
		const encrypted = this.encrypt(writeExactJson(request));
		return `${encrypted}.${this.macOf(row, encrypted)}`;
	}

	/** @returns the request, or nothing if the row is not as it was sealed */
	open(row: PlannedRow): PlannedRequest | undefined {
		const [encrypted, mac, ...more] = String(row.seal).split('.');
		if (mac === undefined || more.length > 0) return undefined;
		// The texts are compared, because the last character of Base64 has bits that do not count.
		const [given, expected] = [mac, this.macOf(row, encrypted)].map((text) => Buffer.from(text));
		if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
		return parseExactJson(this.decrypt(encrypted)) as PlannedRequest;
	}

	private macOf(row: IDataObject, encrypted: string): string {
		const sealed = Object.fromEntries(
			ROW_FIELDS.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]),
		);
		return createHmac('sha256', this.macKey)
			.update(`${canonical(sealed)}\n${encrypted}`)
			.digest('base64url');
	}

	private encrypt(text: string): string {
		const nonce = randomBytes(NONCE_BYTES);
		const cipher = createCipheriv(CIPHER, this.encryptionKey, nonce);
		const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
		return Buffer.concat([nonce, encrypted, cipher.getAuthTag()]).toString('base64url');
	}

	private decrypt(encrypted: string): string {
		const bytes = Buffer.from(encrypted, 'base64url');
		const decipher = createDecipheriv(CIPHER, this.encryptionKey, bytes.subarray(0, NONCE_BYTES));
		decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
		return Buffer.concat([
			decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)),
			decipher.final(),
		]).toString();
	}
}
