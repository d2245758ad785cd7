import { callsOf, type CheckedOperation } from './operationCalls';
import { accessChecks } from './readinessAccess';
import { accountChecks } from './readinessAccount';
import type { Check, ReadinessFacts } from './readinessFacts';

/** Whether the operations can begin, as lists of labels. */
export interface ReadinessSummary {
	ready: string[];
	blocked: string[];
	unsure: string[];
}

/** One item of the readiness check. The last one is the summary. */
export type ReadinessItem = Omit<Check, 'blocks'> & Partial<ReadinessSummary>;

/** Compares what is known about a credential with what the operations need. */
export function judgeReadiness(facts: ReadinessFacts, chosen: readonly CheckedOperation[]): ReadinessItem[] {
	const checks = [...accessChecks(facts, chosen), ...accountChecks(facts, chosen)];
	return [...checks.map(toItem), summarize(checks, chosen)];
}

function toItem({ check, name, state, seen, neededFor, fix }: Check): ReadinessItem {
	return { check, name, state, seen, neededFor, fix };
}

function summarize(checks: readonly Check[], chosen: readonly CheckedOperation[]): ReadinessItem {
	const blocking = (state: Check['state']) =>
		checks.filter((one) => one.state === state && one.blocks.length > 0);
	const stoppedBy = (state: Check['state']) => new Set(blocking(state).flatMap(({ blocks }) => blocks));
	const missing = stoppedBy('missing');
	const unknown = stoppedBy('unknown');
	const labels = (keep: (operation: CheckedOperation) => boolean) =>
		chosen.filter(keep).map((one) => callsOf(one).label);
	const blocked = labels((one) => missing.has(one));
	const unsure = labels((one) => !missing.has(one) && unknown.has(one));
	const ready = labels((one) => !missing.has(one) && !unknown.has(one));
	const others = checks.filter(({ state, blocks }) => state === 'missing' && blocks.length === 0);
	const sentences = [
		`${ready.length} of ${chosen.length} operations can begin.`,
		blocked.length > 0 && `Blocked: ${blocked.join(', ')}, by ${namesOf(blocking('missing'))}.`,
		unsure.length > 0 && `Not certain: ${unsure.join(', ')}, because of ${namesOf(blocking('unknown'))}.`,
		others.length > 0 && `Also missing, for some rows only: ${namesOf(others)}.`,
	];
	const state = blocked.length > 0 ? 'missing' : unsure.length > 0 ? 'unknown' : 'ok';
	return {
		check: 'summary',
		name: null,
		state,
		seen: sentences.filter(Boolean).join(' '),
		neededFor: labels(() => true),
		fix: state === 'ok' ? null : 'Follow the fixes of the checks that are named here.',
		ready,
		blocked,
		unsure,
	};
}

/** "scope user:write:user:admin, plan". */
function namesOf(checks: readonly Check[]): string {
	return checks.map(({ check, name }) => (name === null ? check : `${check} ${name}`)).join(', ');
}
