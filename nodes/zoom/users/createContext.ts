import type { RequestFormat } from '../calls/requestFormat';
import { RunContext } from '../calls/runContext';
import { asDailyQuota, NO_RESPONSE, type ZoomError } from '../errors/classify';
import { AccountUsers } from '../lookup/accountUsers';
import type { Found } from '../lookup/findUser';
import type { Person } from '../rules/newUser';
import type { ZoomClient } from '../transport/client';
import { InvitationQuota } from './invitationQuota';

/** What all creates of one run share; what stops them is kept by action. */
export class CreateContext extends RunContext {
	readonly accountUsers = new AccountUsers(this);

	readonly quota: InvitationQuota;

	constructor(
		client: ZoomClient,
		readonly format: RequestFormat,
	) {
		super(client);
		this.quota = new InvitationQuota(format.key);
	}

	/** Reads the quota from the response to an invitation. When none is left, no further invitation is sent. */
	noteQuota(headers: Record<string, string>): void {
		this.quota.note(headers);
		if (this.quota.isUsedUp) this.stop('create', QUOTA_USED_UP);
	}
}

export interface CreateRules {
	ifUserExists: 'fail' | 'skip';
	/** Return the whole user as Zoom has it, read after the create. */
	readBack: boolean;
	/** When the daily invitations are used up. */
	onDailyLimit: 'fail' | 'defer';
}

/** One user who is being created. */
export interface CreateAttempt {
	run: CreateContext;
	person: Person;
	rules: CreateRules;
	/** When the first request for them was sent, ms by our clock. */
	sentAt: number;
}

/** The account already has a user with this address, who was not created by this run. */
export interface Existing {
	kind: 'existing';
	found: Found;
	error: ZoomError;
}

/** The error that the next invitation would get. */
const QUOTA_USED_UP: ZoomError = asDailyQuota(NO_RESPONSE);
