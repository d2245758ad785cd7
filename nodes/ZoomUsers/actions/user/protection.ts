import { RunContext } from '../../../zoom/calls/runContext';
import { ProtectedUsers } from '../../../zoom/users/protectedUsers';
import type { Options } from '../../input/readOptions';
import type { Report } from '../../output/report';
import type { Connection } from '../../run/connection';

/** How many users one execution can deactivate or delete by default. */
const MAX_USERS = 10;

/** What Deactivate and Delete have in common: protected users, and a limit for each execution. */
export const PROTECTED = {
	options: ['allowAdmins', 'maxPeople', 'protectedUsers'] as const,
	optionOverrides: {
		maxPeople: {
			default: MAX_USERS,
			description:
				'More users than this in one execution, loops included, are refused as a whole, so that a wrong expression cannot empty the account. 0 means no limit.',
		},
	},
	maxUsers: { scope: 'execution', fallback: MAX_USERS } as const,
	begin: (connection: Connection, options: Options) => new ProtectedContext(connection, options),
	after: ({ protectedUsers }: Pick<ProtectedContext, 'protectedUsers'>, report: Report) => {
		if (protectedUsers.ownUserUnknown) report.hint(OWN_USER_HINT);
	},
};

export class ProtectedContext extends RunContext {
	readonly protectedUsers: ProtectedUsers;

	constructor(
		{ client, isServerToServer }: Connection,
		{ allowAdmins, protectedUsers }: Pick<Options, 'allowAdmins' | 'protectedUsers'>,
	) {
		super(client);
		this.protectedUsers = new ProtectedUsers(this, allowAdmins, !isServerToServer, protectedUsers);
	}
}

const OWN_USER_HINT =
	"Zoom does not say which user this Server-to-Server credential belongs to, so that user is not protected. Name the owner of the app in 'Protected Users'.";
