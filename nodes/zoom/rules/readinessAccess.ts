import type { ZoomOperation } from '../model/calls';
import { callsOf, type CheckedOperation } from './operationCalls';
import type { Check, CheckState, ReadinessFacts } from './readinessFacts';
import { allows, CALL_REQUIREMENTS, isUserManaged, type Right } from './scopes';

/** The checks of the credential: its token, its app, its scopes, and the rights of its role. */
export function accessChecks(facts: ReadinessFacts, chosen: readonly CheckedOperation[]): Check[] {
	return [
		tokenCheck(facts, chosen),
		appCheck(facts, chosen),
		...scopeChecks(facts, chosen),
		...roleChecks(facts, chosen),
	];
}

const labels = (operations: readonly CheckedOperation[]) => operations.map((one) => callsOf(one).label);

const NO_NAMES = 'Zoom did not name the scopes of the token';

/** Where a scope is added. Only a new token has it. */
function newTokenFor({ app }: ReadinessFacts): string {
	return app === 'serverToServer'
		? 'Then open the Server-to-Server credential in n8n once, which requests a new token.'
		: 'Then connect the OAuth2 credential in n8n again.';
}

function tokenCheck({ reads, scopes }: ReadinessFacts, chosen: readonly CheckedOperation[]): Check {
	const about = { check: 'token', name: null, neededFor: labels(chosen), blocks: chosen } as const;
	const first = reads.getUser;
	if (first?.kind === 'auth') {
		const fix = 'Open the credential in n8n, correct it, and test it again.';
		return { ...about, state: 'missing', seen: first.text, fix };
	}
	if (first === undefined || first.kind === 'network') {
		const seen = first?.text ?? 'No request was sent.';
		return { ...about, state: 'unknown', seen, fix: 'Correct the check "host" first.' };
	}
	const count = scopes ? `It has ${scopes.length} scopes.` : `${NO_NAMES}.`;
	return { ...about, state: 'ok', seen: `Zoom accepts the token. ${count}`, fix: null };
}

function appCheck(facts: ReadinessFacts, chosen: readonly CheckedOperation[]): Check {
	const { app, scopes, reads } = facts;
	const about = { check: 'app', name: null, neededFor: labels(chosen), blocks: chosen } as const;
	if (scopes && isUserManaged(scopes)) {
		return {
			...about,
			state: 'missing',
			seen: 'The app is user-managed: its scopes are for its own user only.',
			fix: 'Create an admin-managed app on marketplace.zoom.us under Develop, and connect the credential with it.',
		};
	}
	if (app === 'serverToServer') {
		return { ...about, state: 'ok', seen: 'A Server-to-Server app of the account.', fix: null };
	}
	if (scopes ?? reads.listUsers?.kind === 'ok') {
		return { ...about, state: 'ok', seen: 'An admin-managed OAuth2 app.', fix: null };
	}
	const fix = 'Check on marketplace.zoom.us that the app is admin-managed.';
	return { ...about, state: 'unknown', seen: `${NO_NAMES}, and the list of users could not be read.`, fix };
}

/** The operations of a scope or a right. */
interface Users {
	calls: Set<ZoomOperation>;
	/** They cannot begin without it. */
	needing: Set<CheckedOperation>;
	/** They use it for some fields, options or cases. */
	using: Set<CheckedOperation>;
}

/** Groups the calls of the operations by what they require. */
function byRequirement(
	chosen: readonly CheckedOperation[],
	requirementOf: (call: ZoomOperation) => string | undefined,
): Map<string, Users> {
	const found = new Map<string, Users>();
	const add = (operation: CheckedOperation, calls: readonly ZoomOperation[], as: 'needing' | 'using') => {
		for (const call of calls) {
			const requirement = requirementOf(call);
			if (requirement === undefined) continue;
			const users = found.get(requirement) ?? { calls: new Set(), needing: new Set(), using: new Set() };
			users.calls.add(call);
			users[as].add(operation);
			found.set(requirement, users);
		}
	};
	for (const operation of chosen) add(operation, callsOf(operation).needs, 'needing');
	for (const operation of chosen) {
		const { oneOf = [], sometimes = [] } = callsOf(operation);
		add(operation, [...oneOf, ...sometimes], 'using');
	}
	return found;
}

function neededFor({ needing, using }: Users): string[] {
	const others = [...using].filter((one) => !needing.has(one));
	return [...labels([...needing]), ...labels(others).map((label) => `${label} (some fields and options)`)];
}

function scopeChecks(facts: ReadinessFacts, chosen: readonly CheckedOperation[]): Check[] {
	const found = byRequirement(chosen, (call) => CALL_REQUIREMENTS[call].granular);
	return [...found].map(([scope, users]) => {
		const [call] = users.calls;
		const { classic } = CALL_REQUIREMENTS[call];
		const { state, seen } = scopeState(facts, call, [...users.calls]);
		const fix =
			state === 'ok'
				? null
				: `Add ${scope} (classic: ${classic[0]}) to the app on marketplace.zoom.us under Scopes. ${newTokenFor(facts)}`;
		const alternatives = chosen.filter((one) => lacksOneOf(facts, one, scope));
		return {
			check: 'scope',
			name: scope,
			state,
			seen,
			neededFor: neededFor(users),
			fix,
			blocks: [...users.needing, ...alternatives],
		};
	});
}

/** Whether the operation needs one of several calls, this scope is one of theirs, and no other of them is allowed. */
function lacksOneOf(facts: ReadinessFacts, operation: CheckedOperation, scope: string): boolean {
	const { oneOf = [] } = callsOf(operation);
	return (
		oneOf.some((call) => CALL_REQUIREMENTS[call].granular === scope) &&
		oneOf.every((call) => scopeState(facts, call, [call]).state !== 'ok')
	);
}

function scopeState(
	{ scopes, reads }: ReadinessFacts,
	call: ZoomOperation,
	calls: readonly ZoomOperation[],
): { state: CheckState; seen: string } {
	const results = calls.map((one) => reads[one]);
	const refused = results.find((result) => result?.kind === 'scope');
	if (refused) return { state: 'missing', seen: refused.text };
	if (results.some((result) => result?.kind === 'ok')) {
		return { state: 'ok', seen: 'A call that requires it succeeded.' };
	}
	if (!scopes)
		return { state: 'unknown', seen: `${NO_NAMES}. Only a call that requires the scope would show it.` };
	const { granular, classic } = CALL_REQUIREMENTS[call];
	const granted = [granular, ...classic].find((scope) => scopes.includes(scope));
	return allows(scopes, call)
		? { state: 'ok', seen: `The token has ${granted}.` }
		: { state: 'missing', seen: `The token has neither ${granular} nor ${classic[0]}.` };
}

function roleChecks(facts: ReadinessFacts, chosen: readonly CheckedOperation[]): Check[] {
	const found = byRequirement(chosen, (call) => CALL_REQUIREMENTS[call].right);
	return [...found].map(([name, users]) => {
		const right = name as Right;
		const { state, seen } = rightState(facts, right, [...users.calls]);
		const fix =
			state === 'ok'
				? null
				: `Give the role the right ${right} in the Zoom portal (User Management > Roles). For a Server-to-Server app, it is the role of its owner.`;
		return {
			check: 'role',
			name: right,
			state,
			seen,
			neededFor: neededFor(users),
			fix,
			blocks: [...users.needing],
		};
	});
}

function rightState(
	{ app, permissions, role, reads }: ReadinessFacts,
	right: Right,
	calls: readonly ZoomOperation[],
): { state: CheckState; seen: string } {
	const results = calls.map((one) => reads[one]);
	const refused = results.find((result) => result?.kind === 'permission');
	if (refused) return { state: 'missing', seen: refused.text };
	if (results.some((result) => result?.kind === 'ok') && right.endsWith(':Read')) {
		return { state: 'ok', seen: 'A call that requires it succeeded.' };
	}
	const named = role === undefined ? 'The role' : `The role "${role}"`;
	if (permissions) {
		const isGiven = permissions.includes(right) || permissions.includes(right.replace(':Read', ':Edit'));
		return isGiven
			? { state: 'ok', seen: `${named} has the right ${right}.` }
			: { state: 'missing', seen: `${named} does not have the right ${right}.` };
	}
	const why = reads.getPermissions?.text ?? reads.getMe?.text ?? 'The role could not be read.';
	const reason = app === 'serverToServer' ? 'Zoom does not say which role a Server-to-Server app has. ' : '';
	return { state: 'unknown', seen: `${reason}${why}` };
}
