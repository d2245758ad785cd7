/** Fields of Zoom's responses whose values identify an account or a user. */
const IDENTIFYING: Record<string, string> = {
	id: 'id',
	ids: 'id',
	group_ids: 'id',
	account_id: 'id',
	role_id: 'role',
	email: 'address',
	first_name: 'name',
	last_name: 'name',
	display_name: 'name',
	name: 'name',
	host_key: 'secret',
	pmi: 'id',
	vanity_url: 'address',
	personal_meeting_url: 'address',
	access_token: 'token',
	refresh_token: 'token',
};

/** Shorter values, such as the role "2", do not identify anybody. */
const LEAST_LENGTH = 3;

/** Replaces everything that identifies an account or a user: all that was configured, sent, or returned. */
export class Redactor {
	private readonly known = new Map<string, string>();

	/** All values that must not be in a report. */
	get values(): string[] {
		return [...this.known.keys()];
	}

	learn(kind: string, value: unknown): void {
		const text = String(value ?? '');
		if (text.length < LEAST_LENGTH || this.known.has(text)) return;
		const number = [...this.known.values()].filter((one) => one.startsWith(`<${kind} `)).length + 1;
		this.known.set(text, `<${kind} ${number}>`);
	}

	/** Learns the identifying values of a response. */
	learnFrom(body: unknown, field = ''): void {
		if (Array.isArray(body)) for (const one of body) this.learnFrom(one, field);
		else if (typeof body === 'object' && body !== null) {
			for (const [name, value] of Object.entries(body)) this.learnFrom(value, name);
		} else if (IDENTIFYING[field]) {
			for (const part of String(body ?? '').split(',')) this.learn(IDENTIFYING[field], part);
		}
	}

	/** The longest values first: one can contain another. */
	clean(text: string): string {
		const ordered = [...this.known].sort(([one], [other]) => other.length - one.length);
		return ordered
			.reduce((cleaned, [value, placeholder]) => {
				const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])${escape(value)}(?![\\p{L}\\p{N}_])`, 'giu');
				return cleaned.replace(pattern, placeholder);
			}, text)
			.replace(/[^\s"'<>,;()]+@[^\s"'<>,;()]+/g, '<address>');
	}
}

function escape(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
