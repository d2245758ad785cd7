/** How sure an assumption is. `probed`: a report of a real account has confirmed it. */
export type Confidence = 'documented' | 'reported' | 'assumed' | 'probed';

/** Something that the node or the simulator relies on. */
export interface Assumption {
	/** What Zoom does. */
	text: string;
	confidence: Confidence;
	source: string;
	/** The tests that rest on it, without `.test.ts`. Each of them calls `restsOn` with the ID. */
	tests: readonly string[];
}

const OPENAPI = "Zoom's OpenAPI description of users (2026-03)";
const COLLECTION = "Zoom's Postman collection (2021)";
const ERRORS = 'https://developers.zoom.us/docs/api/errors/';
const SIMULATOR = 'simulator/test/simulator';
const USERS = 'simulator/test/users';

/** What this package assumes about Zoom. The probe, the documentation and `restsOn` in the tests use this table. */
export const ASSUMPTIONS = {
	'token-names-scopes': {
		text: 'The response with a token names its scopes in `scope`, separated by spaces.',
		confidence: 'documented',
		source: 'https://developers.zoom.us/docs/integrations/oauth/',
		tests: ['test/engine/readiness'],
	},
	'token-newest-only': {
		text: 'A new Server-to-Server token ends the one before it.',
		confidence: 'reported',
		source: "Zoom's staff and users in the developer forum. The documentation says that several are valid.",
		tests: ['test/engine/tokens'],
	},
	'token-invalid-401': {
		text: 'An invalid token gets 401 with code 124.',
		confidence: 'reported',
		source: 'https://devforum.zoom.us, and clients that retry after it',
		tests: ['test/engine/tokens', SIMULATOR],
	},
	'me-not-for-server-to-server': {
		text: '`GET /users/me` with a Server-to-Server token is an error.',
		confidence: 'documented',
		source: 'https://developers.zoom.us/docs/internal-apps/s2s-oauth/',
		tests: ['test/engine/readiness', 'test/engine/lifecycle'],
	},
	'plan-usage-readable': {
		text: 'An account can read its plan usage as `/accounts/me/plans/usage`.',
		confidence: 'reported',
		source: 'Public clients that use it with Server-to-Server tokens',
		tests: ['test/engine/readiness'],
	},
	'unknown-user-1001': {
		text: 'Looking up an unknown address gets 404 with code 1001.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/existing', SIMULATOR],
	},
	'unknown-endpoint-2300': {
		text: 'An unknown path gets 404 with code 2300.',
		confidence: 'reported',
		source: 'https://devforum.zoom.us',
		tests: [SIMULATOR],
	},
	'errors-xml-without-accept': {
		text: 'Without `Accept: application/json`, errors are XML.',
		confidence: 'reported',
		source: 'An issue of a public client that got XML',
		tests: [SIMULATOR],
	},
	'errors-in-english': {
		text: 'Error texts are in English.',
		confidence: 'assumed',
		source: 'Some accounts report texts in their language. The node reads codes first.',
		tests: ['test/engine/errors'],
	},
	'page-size-300': {
		text: 'Lists accept `page_size=300`.',
		confidence: 'documented',
		source:
			'https://developers.zoom.us/docs/api/using-zoom-apis/ (pagination). The OpenAPI description says 2000.',
		tests: [USERS, 'test/engine/upsert'],
	},
	'page-token-invalid-300': {
		text: 'An invalid `next_page_token` gets 400 with code 300.',
		confidence: 'documented',
		source: OPENAPI,
		tests: [USERS],
	},
	'list-has-core-fields': {
		text: 'Lists of users have the names, the type, the role, the groups, the department, and the time zone.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/upsert', USERS],
	},
	'create-multipart': {
		text: '`POST /users` accepts a multipart form with the boundary of the form-data package.',
		confidence: 'documented',
		source: `${COLLECTION}. The OpenAPI description lists JSON only.`,
		tests: ['test/engine/multipart', 'test/engine/format'],
	},
	'create-multipart-fetch': {
		text: '`POST /users` accepts a multipart form with the boundary of browsers and fetch.',
		confidence: 'documented',
		source: COLLECTION,
		tests: [SIMULATOR],
	},
	'create-json': {
		text: '`POST /users` accepts JSON.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/format'],
	},
	'create-201-fields': {
		text: 'The 201 has `id`, `email`, `first_name`, `last_name` and `type`, and no `status`.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/create', SIMULATOR],
	},
	'create-201-quota': {
		text: "The 201 of an invitation has `X-RateLimit-Remaining`, which counts today's invitations down.",
		confidence: 'reported',
		source: 'https://developers.zoom.us/docs/api/rate-limits/ no longer names the headers',
		tests: ['test/engine/pace', 'simulator/test/limits'],
	},
	'create-lower-case': {
		text: 'Addresses are stored in lower case.',
		confidence: 'assumed',
		source: 'Look-ups that failed for other casing',
		tests: ['test/engine/create', SIMULATOR],
	},
	'create-action-exact-case': {
		text: 'An `action` in another casing gets 400 with code 300.',
		confidence: 'assumed',
		source: `The values in ${OPENAPI}`,
		tests: [SIMULATOR],
	},
	'create-existing-1005': {
		text: 'An address that is already used gets 409 with code 1005.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/existing', SIMULATOR],
	},
	'create-invalid-email-300': {
		text: 'An invalid address gets 400 with code 300, and `errors` names `user_info.email`.',
		confidence: 'reported',
		source: 'https://devforum.zoom.us/t/8165',
		tests: ['test/engine/errors', SIMULATOR],
	},
	'create-missing-fields-300': {
		text: 'An empty `user_info` gets 400 with code 300, and `errors` names the email and the type.',
		confidence: 'reported',
		source: 'https://github.com/zoom/api/issues/11',
		tests: ['test/engine/format', SIMULATOR],
	},
	'create-not-json-300': {
		text: 'A body that is not JSON gets 400 with code 300.',
		confidence: 'reported',
		source: 'Issues of several public clients',
		tests: ['test/engine/format', SIMULATOR],
	},
	'create-urlencoded-415': {
		text: 'A URL-encoded body gets 415 with code 300.',
		confidence: 'reported',
		source: 'https://github.com/zoom/api/issues/15',
		tests: ['test/engine/format', SIMULATOR],
	},
	'plan-code-exact': {
		text: 'A plan code above 2^53 is accepted digit for digit.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/create'],
	},
	'plan-code-rounded': {
		text: 'The same plan code, rounded as JavaScript does, is rejected as a field.',
		confidence: 'assumed',
		source: "The values in Zoom's OpenAPI description, which are rounded themselves",
		tests: ['test/engine/create'],
	},
	'pending-get': {
		text: 'An invited user is found by address, with an `id` and the status `pending`.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/existing', SIMULATOR],
	},
	'pending-created-at-now': {
		text: '`created_at` of an invited user is the time of the call.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/lost', USERS],
	},
	'pending-no-id-in-lists': {
		text: 'Lists have no `id` for invited users.',
		confidence: 'reported',
		source: 'https://devforum.zoom.us/t/98314',
		tests: ['test/engine/lifecycle', USERS],
	},
	'pending-patch-ignored': {
		text: 'A `PATCH` of an invited user gets 204 and changes nothing.',
		confidence: 'reported',
		source: 'The documentation of a public identity product about its Zoom connector',
		tests: ['test/engine/afterCreation', USERS],
	},
	'pending-group-by-patch': {
		text: 'A `PATCH` with `group_id` adds an invited user to the group.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/afterCreation', 'test/engine/groupsRoles'],
	},
	'pending-group-by-post': {
		text: 'Adding an invited user as a member of a group gets 201 and adds nobody.',
		confidence: 'reported',
		source: 'The documentation of a public identity product about its Zoom connector',
		tests: [USERS],
	},
	'pending-delete-needs-disassociate': {
		text: '`DELETE` of an invited user with `action=delete` is an error.',
		confidence: 'documented',
		source: OPENAPI,
		tests: [USERS],
	},
	'pending-delete-with-query': {
		text: '`DELETE` of an invited user with `action=disassociate` cancels the invitation.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/lifecycle', USERS],
	},
	'pending-delete-without-query': {
		text: '`DELETE` of an invited user without a query cancels the invitation.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/lifecycle'],
	},
	'patch-applies': {
		text: 'A `PATCH` of an active user gets 204, and the next `GET` has the new value.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/upsert', USERS],
	},
	'patch-ignores-email': {
		text: 'A `PATCH` with `email` gets 204 and does not change the address.',
		confidence: 'reported',
		source: 'An issue of a public client',
		tests: [USERS],
	},
	'patch-one-plan': {
		text: 'A `PATCH` with two of `type`, `plan_united_type` and `zoom_one_type` gets 400 with code 300.',
		confidence: 'documented',
		source: OPENAPI,
		tests: [USERS],
	},
	'timezone-iana': {
		text: 'A time zone such as "Europe/Berlin" is stored as it was sent.',
		confidence: 'documented',
		source: 'https://developers.zoom.us/docs/api/references/abbreviations/',
		tests: ['test/engine/upsert'],
	},
	'phone-format': {
		text: 'A phone number is stored with `country`, `code` and `number` as they were sent.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/upsert'],
	},
	'group-add-ids': {
		text: 'Adding an active user to a group gets 201 with the ID of the user in `ids`.',
		confidence: 'documented',
		source: OPENAPI,
		tests: ['test/engine/groupsRoles', USERS],
	},
	'group-add-twice': {
		text: 'Adding a member again gets 201 with empty `ids`.',
		confidence: 'reported',
		source: 'A public client that verifies memberships afterwards',
		tests: [USERS],
	},
	'deleted-user-1001': {
		text: 'A user who was deleted gets 404 with code 1001.',
		confidence: 'documented',
		source: `${OPENAPI}, and ${ERRORS}`,
		tests: ['test/engine/lifecycle', USERS],
	},
} as const satisfies Record<string, Assumption>;

export type AssumptionId = keyof typeof ASSUMPTIONS;

export const ASSUMPTION_IDS = Object.keys(ASSUMPTIONS) as AssumptionId[];

export function assumption(id: AssumptionId): Assumption {
	return ASSUMPTIONS[id];
}
