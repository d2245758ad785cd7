/** A local SMTP server that keeps the emails, for the credential "SMTP" of n8n. */
import { once } from 'node:events';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { LOOPBACK } from '../../../sandbox/process/server.mjs';
import { until } from './browser.mjs';

/** @typedef {{ to: string[], subject: string, html: string }} Mail */

export async function startMailServer() {
	/** @type {Mail[]} */
	const mails = [];
	const server = new SMTPServer({
		disabledCommands: ['AUTH', 'STARTTLS'],
		onData(stream, session, done) {
			receive(stream, session).then((mail) => {
				mails.push(mail);
				done();
			}, done);
		},
	});
	server.listen(0, LOOPBACK);
	await once(server.server, 'listening');
	return {
		mails,

		/** The data of the credential. */
		credential: {
			host: LOOPBACK,
			port: server.server.address().port,
			secure: false,
			disableStartTls: true,
		},

		/** Waits for the next email, and removes it. @returns {Promise<Mail>} */
		async next() {
			await until(
				() => mails.length > 0,
				() => 'No email arrived',
			);
			return mails.shift();
		},

		stop: () => new Promise((resolve) => server.close(resolve)),
	};
}

async function receive(stream, { envelope }) {
	const { subject, html } = await PostalMime.parse(await new Response(stream).arrayBuffer());
	return { to: envelope.rcptTo.map(({ address }) => address), subject, html };
}

/**
 * The address behind a button of n8n's approval email.
 *
 * @param {Mail} mail
 * @param {string} label
 */
export function linkOf({ html }, label) {
	const links = [...html.matchAll(/<a href="([^"]+)"[^>]*>([^<]*)<\/a>/g)];
	const found = links.find(([, , text]) => text.trim() === label);
	if (!found) throw new Error(`The email has no button "${label}": ${html}`);
	return found[1].replaceAll('&amp;', '&');
}

/** Opens a link of an email like a browser. n8n ignores requests that look like a bot's. */
export async function openLink(url) {
	const agent =
		'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36';
	const response = await fetch(url, { headers: { 'user-agent': agent } });
	if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
	return await response.text();
}
