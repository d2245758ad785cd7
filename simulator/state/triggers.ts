import { FAULT_NAMES, type FaultName } from './faultNames';

/** The states that a user can have before the first POST, by tag. */
export const STATES = {
	'is-active': 'active',
	'is-invited': 'pending',
	'is-inactive': 'inactive',
	'is-expired': 'expired',
	'is-other-account': 'otherAccount',
} as const;

export type State = (typeof STATES)[keyof typeof STATES];

/** The kinds of calls, as used in tags. Tags for `post` leave the verb out. */
export const VERBS = ['post', 'get', 'patch', 'status', 'email', 'delete', 'token', 'group', 'role'] as const;

export type Verb = (typeof VERBS)[number];

/** Short names for faults in tags with a verb. */
const SHORT: Record<string, FaultName> = {
	'500': '500-before',
	drop: 'drop-before',
	html: 'html-503-before',
};

interface TaggedFault {
	fault: FaultName;
	/** Every time, not only the first time. */
	always: boolean;
}

/** What the tags in the local part of an address ask for: `ada+refuse-1107+slow-500@x.example`. */
export interface Triggers {
	errors: Partial<Record<Verb, { code: number; variant: number }>>;
	faults: Partial<Record<Verb, TaggedFault>>;
	state?: State;
	/** 1009 instead of 1005. */
	says1009: boolean;
	slowMs: number;
	getWithoutScope: boolean;
}

export function readTriggers(email: string): Triggers {
	const triggers: Triggers = {
		errors: {},
		faults: {},
		says1009: false,
		slowMs: 0,
		getWithoutScope: false,
	};
	const tags = email.slice(0, email.lastIndexOf('@')).toLowerCase().split('+').slice(1);
	for (const tag of tags) {
		const errorTag = /^refuse-(?:([a-z]+)-)?(\d{1,6})(?:-(\d))?$/.exec(tag);
		const slow = /^slow-(\d{1,7})$/.exec(tag);
		if (errorTag) {
			const [, verb = 'post', code, variant = '1'] = errorTag;
			if (isVerb(verb)) triggers.errors[verb] = { code: Number(code), variant: Number(variant) };
		} else if (slow) triggers.slowMs = Number(slow[1]);
		else if (tag === 'says-1009') triggers.says1009 = true;
		else if (tag === 'get-noscope') triggers.getWithoutScope = true;
		else if (Object.hasOwn(STATES, tag)) triggers.state = STATES[tag as keyof typeof STATES];
		else readFault(tag, triggers.faults);
	}
	return triggers;
}

function readFault(tag: string, faults: Triggers['faults']): void {
	const always = tag.endsWith('-always');
	const named = always ? tag.slice(0, -'-always'.length) : tag;
	if (isFault(named)) {
		faults.post = { fault: named, always };
		return;
	}
	const [verb] = named.split('-', 1);
	const rest = named.slice(verb.length + 1);
	const fault = SHORT[rest] ?? rest;
	if (isVerb(verb) && isFault(fault)) faults[verb] = { fault, always };
}

function isVerb(word: string): word is Verb {
	return (VERBS as readonly string[]).includes(word);
}

function isFault(word: string): word is FaultName {
	return (FAULT_NAMES as readonly string[]).includes(word);
}
