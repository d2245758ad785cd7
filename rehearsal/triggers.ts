import { FAULTS, type FaultName } from './faults';
import { REFUSALS } from './refusals';

/** The states a person can be in before anyone posts them, by tag. */
export const STATES = {
	'is-active': 'active',
	'is-invited': 'pending',
	'is-inactive': 'inactive',
	'is-expired': 'expired',
	'is-elsewhere': 'elsewhere',
} as const;

export type State = (typeof STATES)[keyof typeof STATES];

/** What goes wrong with looking a person up, by tag. */
const GET_FAULTS: Record<string, FaultName> = {
	'get-500': '500-before',
	'get-drop': 'drop-before',
	'get-html': 'html-503-before',
	'get-429': '429',
};

interface TaggedFault {
	fault: FaultName;
	/** Every time, and not the first time only. */
	always: boolean;
}

/** What an address asks for with the tags in its local part: `ada+refuse-1107+slow-500@x.example`. */
export interface Triggers {
	refuse?: { code: number; variant: number };
	state?: State;
	/** 1009 in the place of 1005. */
	says1009: boolean;
	slowMs: number;
	postFault?: TaggedFault;
	getFault?: TaggedFault;
	getWithoutScope: boolean;
}

/** A plus is also how real people sort their mail: tags that mean nothing here are left alone. */
export function readTriggers(email: string): Triggers {
	const triggers: Triggers = { says1009: false, slowMs: 0, getWithoutScope: false };
	if (!email.includes('+')) return triggers;
	const tags = email.slice(0, email.lastIndexOf('@')).toLowerCase().split('+').slice(1);
	for (const tag of tags) {
		const refuse = /^refuse-(\d{1,6})(?:-(\d))?$/.exec(tag);
		const slow = /^slow-(\d{1,7})$/.exec(tag);
		const always = tag.endsWith('-always');
		const fault = always ? tag.slice(0, -'-always'.length) : tag;
		if (refuse) triggers.refuse = { code: Number(refuse[1]), variant: Number(refuse[2] ?? 1) };
		else if (slow) triggers.slowMs = Number(slow[1]);
		else if (tag === 'says-1009') triggers.says1009 = true;
		else if (tag === 'get-noscope') triggers.getWithoutScope = true;
		else if (Object.hasOwn(STATES, tag)) triggers.state = STATES[tag as keyof typeof STATES];
		else if (Object.hasOwn(FAULTS, fault)) {
			triggers.postFault = { fault: fault as FaultName, always };
		} else if (Object.hasOwn(GET_FAULTS, fault)) {
			triggers.getFault = { fault: GET_FAULTS[fault], always };
		}
	}
	return triggers;
}

/** Every tag there is, for whoever asks the running server. */
export function allTags(): string[] {
	const refusals = Object.entries(REFUSALS).flatMap(([code, texts]) =>
		texts.map((_text, index) => `+refuse-${code}${index === 0 ? '' : `-${index + 1}`}`),
	);
	const plain = [...Object.keys(STATES), 'says-1009', 'slow-<ms>', 'get-noscope'];
	const faults = [...Object.keys(FAULTS), ...Object.keys(GET_FAULTS)];
	return [
		...refusals,
		'+refuse-9999',
		...plain.map((tag) => `+${tag}`),
		...faults.flatMap((tag) => [`+${tag}`, `+${tag}-always`]),
	];
}
