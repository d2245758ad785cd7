/** The title or the text of a page that was returned instead of JSON, to show where it came from. */
export function pageText(body: unknown): string {
	if (typeof body !== 'string' || body.trim() === '') return '';
	const title = pageTitle(body);
	if (title !== '') return title;
	return body
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 120);
}

/** Only the title, because other text can contain a token. */
export function pageTitle(body: unknown): string {
	const title = /<title[^>]*>([^<]*)/i.exec(String(body))?.[1]?.trim();
	return title ? `a page with the title: ${title.slice(0, 120)}` : '';
}
