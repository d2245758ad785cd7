import { createHash, randomBytes } from 'node:crypto';
import type { Settings } from './settings';

const CODE_LIFETIME_MS = 5 * 60_000;

interface Token {
	kind: 'oauth2' | 'serverToServer';
	/** One authorization by one user, over all its refreshes. */
	grant: string;
	scopes: string[];
	/** ms on the server's clock. */
	expiresAt: number;
}

interface Code {
	redirectUri: string;
	challenge?: { value: string; method: 'S256' | 'plain' };
	expiresAt: number;
}

export interface TokenResponse {
	access_token: string;
	token_type: 'bearer';
	expires_in: number;
	/** Missing if the account's tokens do not name their scopes. */
	scope?: string;
}

export type OAuthTokenResponse = TokenResponse & { refresh_token: string };

/** Valid authorization codes and tokens. */
export class Tokens {
	private readonly access = new Map<string, Token>();
	/** refresh token -> grant */
	private readonly refresh = new Map<string, string>();
	private readonly codes = new Map<string, Code>();

	constructor(
		private readonly settings: Settings,
		private readonly now: () => number,
	) {}

	issueCode(redirectUri: string, challenge?: Code['challenge']): string {
		const code = secret();
		this.codes.set(code, { redirectUri, challenge, expiresAt: this.now() + CODE_LIFETIME_MS });
		return code;
	}

	/** A code works once only, even if the attempt fails. */
	redeemCode(code: string, redirectUri: string, verifier?: string): OAuthTokenResponse | undefined {
		const issued = this.codes.get(code);
		this.codes.delete(code);
		if (!issued || issued.expiresAt <= this.now() || issued.redirectUri !== redirectUri) {
			return undefined;
		}
		const { challenge } = issued;
		if (challenge) {
			const sent =
				challenge.method === 'S256'
					? createHash('sha256')
							.update(verifier ?? '')
							.digest('base64url')
					: verifier;
			if (sent !== challenge.value) return undefined;
		}
		return this.issueOAuth();
	}

	issueOAuth(grant = secret()): OAuthTokenResponse {
		const refreshToken = secret();
		this.refresh.set(refreshToken, grant);
		return { ...this.issue('oauth2', grant), refresh_token: refreshToken };
	}

	/** Rotates the refresh token. The earlier access tokens of the grant become invalid too. */
	refreshOAuth(refreshToken: string): OAuthTokenResponse | undefined {
		const grant = this.refresh.get(refreshToken);
		if (grant === undefined) return undefined;
		this.endGrant(grant);
		return this.issueOAuth(grant);
	}

	issueServerToServer(): TokenResponse {
		if (this.settings.newestTokenOnly) this.endGrant('serverToServer');
		return this.issue('serverToServer', 'serverToServer');
	}

	inspect(accessToken: string): Token | 'expired' | 'unknown' {
		const token = this.access.get(accessToken);
		if (!token) return 'unknown';
		return token.expiresAt <= this.now() ? 'expired' : token;
	}

	/** Revokes the whole grant of an access or refresh token. */
	revoke(token: string): boolean {
		const grant = this.access.get(token)?.grant ?? this.refresh.get(token);
		if (grant === undefined) return false;
		this.endGrant(grant);
		return true;
	}

	expireAll(): void {
		for (const token of this.access.values()) token.expiresAt = -Infinity;
	}

	clear(): void {
		this.access.clear();
		this.refresh.clear();
		this.codes.clear();
	}

	private issue(kind: Token['kind'], grant: string): TokenResponse {
		const { tokenLifetimeMs, scopes, tokenNamesScopes } = this.settings;
		const accessToken = secret();
		const expiresAt = this.now() + tokenLifetimeMs;
		this.access.set(accessToken, { kind, grant, scopes: [...scopes], expiresAt });
		return {
			access_token: accessToken,
			token_type: 'bearer',
			expires_in: Math.floor(tokenLifetimeMs / 1000),
			...(tokenNamesScopes ? { scope: scopes.join(' ') } : {}),
		};
	}

	private endGrant(grant: string): void {
		for (const [value, token] of this.access) if (token.grant === grant) this.access.delete(value);
		for (const [value, owner] of this.refresh) if (owner === grant) this.refresh.delete(value);
	}
}

function secret(): string {
	return randomBytes(32).toString('base64url');
}
