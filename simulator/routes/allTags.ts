import { ERROR_TEXTS } from '../answers/errors';
import { FAULT_NAMES } from '../state/faultNames';
import { STATES, VERBS } from '../state/triggers';

/** All tags, for clients of the admin API. */
export function allTags(): string[] {
	const errorTags = Object.entries(ERROR_TEXTS).flatMap(([code, texts]) =>
		texts.map((_text, index) => `+refuse-${code}${index === 0 ? '' : `-${index + 1}`}`),
	);
	const plain = [...Object.keys(STATES), 'says-1009', 'slow-<ms>', 'get-noscope'];
	const verbs = VERBS.filter((verb) => verb !== 'post');
	return [
		...errorTags,
		'+refuse-9999',
		...verbs.map((verb) => `+refuse-${verb}-<code>`),
		...plain.map((tag) => `+${tag}`),
		...FAULT_NAMES.flatMap((tag) => [`+${tag}`, `+${tag}-always`]),
		...verbs.flatMap((verb) => [`+${verb}-<fault>`, `+${verb}-<fault>-always`]),
	];
}
