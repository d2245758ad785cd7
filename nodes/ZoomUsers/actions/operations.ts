import type { IExecuteFunctions } from 'n8n-workflow';
import * as account from './account/account';
import * as group from './group/group';
import { listWords } from '../run/listOperation';
import type { Report } from '../output/report';
import * as role from './role/role';
import type { OperationLabels } from '../output/batchError';
import { create, createWords, upsert, upsertWords } from './user/create';
import { getAll } from './user/getAll';
import * as user from './user/lifecycle';
import { runUserOperation, type UserOperation } from '../run/userOperation';
import type { RunContext } from '../../zoom/calls/runContext';

/** What an operation does, and how it speaks of it. */
export interface Operation {
	labels: OperationLabels;
	execute: (n8n: IExecuteFunctions, report: Report) => Promise<void>;
}

function about<Wanted, R extends RunContext>(operation: UserOperation<Wanted, R>): Operation {
	const { labels } = operation;
	return { labels, execute: async (n8n, report) => await runUserOperation(n8n, report, operation) };
}

const reading = (execute: Operation['execute']): Operation => ({ labels: listWords, execute });

/** By resource and operation, as they stand in a workflow. */
export const operations: Record<string, Record<string, Operation>> = {
	user: {
		create: { labels: createWords, execute: create },
		upsert: { labels: upsertWords, execute: upsert },
		get: about(user.get),
		getAll: reading(getAll),
		update: about(user.update),
		changeEmail: about(user.changeAddress),
		activate: about(user.activate),
		deactivate: about(user.deactivate),
		delete: about(user.remove),
		resendInvitation: about(user.resend),
		revokeToken: about(user.revokeToken),
	},
	group: {
		addMember: about(group.addMember),
		create: { labels: group.createWords, execute: group.create },
		getAll: reading(group.getAll),
		removeMember: about(group.removeMember),
	},
	role: {
		assign: about(role.assign),
		getAll: reading(role.getAll),
		remove: about(role.remove),
	},
	account: {
		getLicenses: reading(account.getLicenses),
		getSummary: reading(account.getSummary),
	},
};
