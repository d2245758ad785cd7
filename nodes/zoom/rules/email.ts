import { codeOf } from './text';

/** A character that no part of an email address has. Quoted local parts are not used in Zoom. */
const FORBIDDEN = /[\s"(),:;<>[\\\]\p{Cc}\p{Cf}\p{Surrogate}]/u;

const LABEL = String.raw`[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?`;
const DOMAIN = new RegExp(String.raw`^${LABEL}(?:\.${LABEL})+$`, 'u');

/**
 * What is wrong with an email address: `is not an email address: it contains "," (U+002C)`; nothing for a valid one.
 *
 * @param address without spaces around it
 */
export function emailProblem(address: string): string | undefined {
	const forbidden = FORBIDDEN.exec(address)?.[0];
	if (forbidden !== undefined) {
		const isInvisible = /[\s\p{Cc}\p{Cf}\p{Surrogate}]/u.test(forbidden);
		const quote = forbidden === '"' ? "'" : '"';
		const shown = isInvisible ? codeOf(forbidden) : `${quote}${forbidden}${quote} (${codeOf(forbidden)})`;
		return `is not an email address: it contains ${shown}`;
	}
	const [local, domain, ...more] = address.split('@');
	const isEmail = local !== '' && domain !== undefined && more.length === 0 && DOMAIN.test(domain);
	return isEmail ? undefined : 'is not an email address';
}
