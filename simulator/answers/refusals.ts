import type { Answer } from '../wire/answer';
import type { Settings } from '../state/settings';

/**
 * What Zoom documents as refusals of POST /users, with the few older texts that people still
 * report, in the order in which `+refuse-<code>-<n>` counts them. `{name}` in a text is filled in.
 */
interface Refusal {
	status: number;
	en: string;
	ja: string;
	/** Zoom names fields only where it calls a body invalid. */
	field?: 'user_info.email';
	/** Of the 429s: which limit the headers tell of. */
	limit?: 'second' | 'day' | 'none';
}

export const UNDOCUMENTED: Refusal = {
	status: 400,
	en: 'The request could not be completed for a reason that is not documented.',
	ja: '文書化されていない理由により、リクエストを完了できませんでした。',
};

export const REFUSALS: Record<number, Refusal[]> = {
	124: [
		// Met before any account is known, so that it has no language.
		{ status: 401, en: 'Invalid access token.', ja: 'Invalid access token.' },
		{ status: 401, en: 'Access token is expired.', ja: 'Access token is expired.' },
	],
	200: [
		{ status: 400, en: 'No privilege.', ja: '権限がありません。' },
		{ status: 400, en: 'No permission.', ja: '許可がありません。' },
		{
			status: 400,
			en: 'Invalid access token. Does not contain permissions [User:Edit].',
			ja: 'アクセストークンが無効です。権限 [User:Edit] が含まれていません。',
		},
		{
			status: 400,
			en: 'No permission, please contact Zoom customer support.',
			ja: '許可がありません。Zoomカスタマーサポートにお問い合わせください。',
		},
		{
			status: 400,
			en: 'You can add max {max} paid users.',
			ja: '追加できる有料ユーザーは最大{max}人です。',
		},
		{ status: 400, en: "You can't add paid users.", ja: '有料ユーザーを追加できません。' },
	],
	300: [
		{ status: 400, en: 'Invalid parameter: password', ja: '無効なパラメータ: password' },
		{
			status: 400,
			en: "Your account can't set user type as On-prem.",
			ja: 'お使いのアカウントでは、ユーザータイプをオンプレミスに設定できません。',
		},
		{
			status: 400,
			en: 'Your request could not be completed because the name contains an invalid word: `{name}`.',
			ja: '名前に無効な単語が含まれているため、リクエストを完了できませんでした: `{name}`',
		},
		{
			status: 400,
			en: 'The value provided for `plan_united_type` parameter is invalid. Try again with a valid value.',
			ja: '`plan_united_type`パラメータの値が無効です。有効な値でもう一度お試しください。',
		},
		{
			status: 400,
			en: 'The subscription "{subscription}" you entered does not exist. Please choose a different subscription and try again.',
			ja: '入力されたサブスクリプション「{subscription}」は存在しません。別のサブスクリプションを選択してもう一度お試しください。',
		},
		{ status: 400, en: 'Validation Failed.', ja: '検証に失敗しました。', field: 'user_info.email' },
		{
			status: 400,
			en: 'Request Body should be a valid JSON object.',
			ja: 'Request Body should be a valid JSON object.',
		},
	],
	403: [
		{
			status: 403,
			en: 'Access to the Zoom REST API has been denied for this account.',
			ja: 'このアカウントのZoom REST APIへのアクセスは拒否されました。',
		},
	],
	429: [
		{
			status: 429,
			en: 'You have reached the maximum per-second rate limit for this API. Try again later.',
			ja: 'このAPIの1秒あたりの最大レート制限に達しました。後でもう一度お試しください。',
			limit: 'second',
		},
		{
			status: 429,
			en: 'You have exceeded the daily rate limit ({max}) of user invite requests permitted for this account. You may resume these requests at GMT 00:00:00.',
			ja: 'このアカウントに許可されているユーザー招待リクエストの1日あたりのレート制限({max})を超えました。GMT 00:00:00に再開できます。',
			limit: 'day',
		},
		{
			status: 429,
			en: 'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.',
			ja: 'このAPIの1日あたりの最大レート制限に達しました。次にリクエストできる時刻は応答ヘッダーを参照してください。',
			limit: 'day',
		},
		{
			status: 429,
			en: 'Too many concurrent requests. A request to add this user has already been made.',
			ja: '同時リクエストが多すぎます。このユーザーを追加するリクエストはすでに送信されています。',
			limit: 'none',
		},
	],
	1000: [
		{
			status: 400,
			en: 'The user cannot be changed because they are a Call-queue manager or Auto-receptionist operator.',
			ja: 'このユーザーは通話キューのマネージャーまたは自動応答のオペレーターであるため、変更できません。',
		},
	],
	1001: [{ status: 404, en: 'User does not exist: {id}.', ja: 'ユーザーが存在しません: {id}。' }],
	1005: [
		{
			status: 409,
			en: 'Email "{email}" has already been used.',
			ja: 'メールアドレス「{email}」はすでに使用されています。',
		},
	],
	1009: [
		{
			status: 400,
			en: 'The user {email} already holds an active account.',
			ja: 'ユーザー{email}はすでに有効なアカウントを持っています。',
		},
	],
	1102: [
		{
			status: 404,
			en: 'You cannot enable the **Zoom Phone** feature because you do not have any available licenses.',
			ja: '利用可能なライセンスがないため、**Zoom Phone**機能を有効にできません。',
		},
	],
	1107: [
		{
			status: 400,
			en: 'Email domain is blocked.',
			ja: 'メールのドメインがブロックされています。',
		},
	],
	1108: [
		{
			status: 400,
			en: 'Permission requirements to change the user type of this user were not met.',
			ja: 'このユーザーのユーザータイプを変更するための権限の要件が満たされていません。',
		},
	],
	1116: [
		{
			status: 400,
			en: "Email address {email} doesn't match limited domains: {domains}",
			ja: 'メールアドレス{email}は制限されたドメインと一致しません: {domains}',
		},
	],
	1120: [
		{
			status: 400,
			en: 'A valid invitation to join the Zoom account was not found for this user.',
			ja: 'このユーザーのZoomアカウントへの有効な招待が見つかりませんでした。',
		},
	],
	1135: [
		{
			status: 400,
			en: 'New User already exists in another cluster.',
			ja: '新しいユーザーは別のクラスタにすでに存在します。',
		},
	],
	2002: [
		{
			status: 400,
			en: 'SSO has not been enabled for this account. Contact the Zoom support team to enable this option.',
			ja: 'このアカウントではSSOが有効になっていません。有効にするにはZoomサポートチームにお問い合わせください。',
		},
	],
	2016: [
		{
			status: 400,
			en: 'No permission. Please contact Zoom Customer Support.',
			ja: '許可がありません。Zoomカスタマーサポートにお問い合わせください。',
		},
	],
	2032: [
		{
			status: 400,
			en: 'The ssoCreate option is only available for SSO Partners that have enabled the pre-provision option. Contact the Zoom Support team to learn more.',
			ja: 'ssoCreateオプションは、事前プロビジョニングを有効にしたSSOパートナーのみが利用できます。詳しくはZoomサポートチームにお問い合わせください。',
		},
	],
	2033: [
		{
			status: 400,
			en: "Your request to add a basic user wasn't approved because you've already reached the maximum basic user limit allowed in your account. For additional help regarding this issue, contact the Zoom Customer Support team.",
			ja: 'アカウントで許可されているベーシックユーザーの上限に達しているため、追加のリクエストは承認されませんでした。Zoomカスタマーサポートチームにお問い合わせください。',
		},
	],
	2034: [
		{
			status: 400,
			en: 'Your request to add a new {userType} user could not be approved at this time because your account has reached the permitted maximum number of {userType} users. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.',
			ja: 'アカウントの{userType}ユーザーが上限に達しているため、新しい{userType}ユーザーを追加できませんでした。ライセンスを追加購入するか、Zoomサポートチームにお問い合わせください。',
		},
	],
	2035: [
		{
			status: 400,
			en: 'GPA accounts cannot add users.',
			ja: 'GPAアカウントではユーザーを追加できません。',
		},
	],
	2036: [
		{
			status: 400,
			en: 'Other accounts cannot invite GPA account owners.',
			ja: '他のアカウントからGPAアカウントの所有者を招待することはできません。',
		},
	],
	2037: [
		{
			status: 400,
			en: 'Force forbidden user can not be invited.',
			ja: '強制的に禁止されたユーザーは招待できません。',
		},
	],
	2038: [
		{
			status: 400,
			en: 'Your request to add a new Zoom One user could not be approved at this time because your account has reached the permitted maximum number. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.',
			ja: 'アカウントが上限に達しているため、新しいZoom Oneユーザーを追加できませんでした。ライセンスを追加購入するか、Zoomサポートチームにお問い合わせください。',
		},
		{
			status: 400,
			en: 'Your request to add a new Zoom One user could not be approved at this time because the subscription "{subscription}" doesn’t have enough licenses available to assign. Please choose a different subscription and try again.',
			ja: 'サブスクリプション「{subscription}」に割り当て可能なライセンスが足りないため、新しいZoom Oneユーザーを追加できませんでした。別のサブスクリプションを選択してください。',
		},
	],
	2300: [
		{
			status: 404,
			en: 'This API endpoint is not recognized.',
			ja: 'This API endpoint is not recognized.',
		},
	],
	3412: [
		{
			status: 400,
			en: "Your request to add a basic user couldn't be approved at this time because your account has reached the permitted maximum number of {max} basic users. Please remove existing basic user(s) from your Users list or the Pending Users list before attempting to add another user.",
			ja: 'アカウントのベーシックユーザーが上限の{max}人に達しているため、追加できませんでした。既存のベーシックユーザーを削除してから、もう一度お試しください。',
		},
		{
			status: 400,
			en: 'Your request to add a new "{userType}" user couldn\'t be approved at this time because your account has reached the permitted maximum number of "{max}" paying users. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.',
			ja: 'アカウントの有料ユーザーが上限の「{max}」人に達しているため、新しい「{userType}」ユーザーを追加できませんでした。ライセンスを追加購入してください。',
		},
		{
			status: 400,
			en: 'Your request to add a new "{userType}" user could not be approved at this time because the subscription {subscription} has reached the permitted maximum number of "{max}" paying users. Please choose a different subscription and try again.',
			ja: 'サブスクリプション{subscription}の有料ユーザーが上限の「{max}」人に達しているため、新しい「{userType}」ユーザーを追加できませんでした。別のサブスクリプションを選択してください。',
		},
	],
	4130: [
		{
			status: 404,
			en: 'Group does not exist: {groupId}.',
			ja: 'グループが存在しません: {groupId}。',
		},
	],
	// Zoom's guides still show 4700; accounts with granular scopes are answered 4711.
	4700: [
		{
			status: 400,
			en: 'Invalid access token, does not contain scopes.',
			ja: 'アクセストークンが無効です。スコープが含まれていません。',
		},
	],
	4711: [
		{
			status: 400,
			en: 'Invalid access token, does not contain scopes:[{scope}].',
			ja: 'アクセストークンが無効です。スコープ:[{scope}]が含まれていません。',
		},
	],
	11321: [
		{
			status: 400,
			en: 'Email domain is blocked by Zoom Trust & Safety.',
			ja: 'メールのドメインがZoom Trust & Safetyによってブロックされています。',
		},
	],
};

/** What stands in a text where the request says nothing better. */
const FILLINGS: Record<string, string> = {
	domains: 'simulator.example',
	groupId: 'simulator-group',
	groupName: 'Simulator',
	max: '10',
	name: 'admin',
	scope: 'user:write:user:admin',
	subscription: 'SUBREF-simulator-000001',
	userType: 'Licensed',
};

/** A Pro account's, told where no limit is set and an address asks for its refusal. */
const PER_SECOND = 30;
const INVITATIONS_A_DAY = 1500;

/** The seam between what was asked for and how Zoom words its no. `variant` counts from 1. */
export function refuse(
	settings: Settings,
	code: number,
	filled: Record<string, string> = {},
	variant = 1,
): Answer {
	const refusal = REFUSALS[code]?.[variant - 1] ?? REFUSALS[code]?.[0] ?? UNDOCUMENTED;
	const message = fillIn(refusal[settings.language], filled);
	if (refusal.field) return refuseFields(settings, [{ field: refusal.field, fault: 'invalid' }]);
	return {
		status: refusal.status,
		json: { code, message },
		...(settings.limitHeaders
			? { headers: limitHeaders(refusal.limit, settings) }
			: { withoutCategory: refusal.limit !== undefined }),
	};
}

/** The text with each `{name}` in it replaced. */
export function fillIn(text: string, filled: Record<string, string>): string {
	const fillings: Record<string, string> = { ...FILLINGS, ...filled };
	return text.replace(/\{(\w+)\}/g, (whole, name: string) => fillings[name] ?? whole);
}

/** A limit by the second has no room: `most` of the requests it counts. */
export function refuseSecond(settings: Settings, most: number): Answer {
	const answer = refuse(settings, 429);
	if (answer.headers) answer.headers['X-RateLimit-Limit'] = String(most);
	return answer;
}

/** Today's invitations are used up. */
export function refuseInvitation(settings: Settings): Answer {
	return refuse(settings, 429, { max: String(invitationsADay(settings)) }, 2);
}

function invitationsADay(settings: Settings): number {
	return settings.invitationsPerDay ?? INVITATIONS_A_DAY;
}

export interface FieldError {
	field: string;
	fault: 'missing' | 'invalid';
}

const FIELD_TEXTS = {
	en: { missing: 'Missing field.', invalid: 'Invalid field.' },
	ja: { missing: 'フィールドがありません。', invalid: '無効なフィールドです。' },
};

/** Zoom names the fields and never says what it wanted of them. */
export function refuseFields(settings: Settings, fields: FieldError[]): Answer {
	return {
		status: 400,
		json: {
			code: 300,
			message: settings.language === 'ja' ? '検証に失敗しました。' : 'Validation Failed.',
			errors: fields.map(({ field, fault }) => ({
				field,
				message: FIELD_TEXTS[settings.language][fault],
			})),
		},
	};
}

/**
 * How Zoom's gateway refuses a content type or a body it cannot read. It has not looked at the
 * account yet, so these are in English for everyone.
 */
export function refuseFormat(shape: Settings['refusalShape']): Answer {
	switch (shape) {
		case '415':
			return { status: 415, json: { code: 300, message: 'Unsupported Content Type' } };
		case '300-content-type':
			return { status: 400, json: { code: 300, message: 'Unsupported Content Type' } };
		case '300-json-object':
			return refuseBody();
		case '300-missing-field':
			return {
				status: 400,
				json: {
					code: 300,
					message: 'Validation Failed.',
					errors: [
						{ field: 'user_info.type', message: 'Missing field.' },
						{ field: 'user_info.email', message: 'Missing field.' },
					],
				},
			};
		case '300-missing-action':
			return {
				status: 400,
				json: {
					code: 300,
					message: 'Validation Failed.',
					errors: [{ field: 'action', message: 'Missing field.' }],
				},
			};
		case '500':
			return { status: 500, json: { code: 500, message: 'Internal server error.' } };
	}
}

/** `simulator`: what is wrong, in words; Zoom itself never says. */
export function refuseBody(simulator?: string): Answer {
	return {
		status: 400,
		json: { code: 300, message: 'Request Body should be a valid JSON object.' },
		simulator,
	};
}

function limitHeaders(limit: Refusal['limit'], settings: Settings): Record<string, string> | undefined {
	if (limit === 'second') {
		return {
			'X-RateLimit-Type': 'QPS',
			'X-RateLimit-Limit': String(settings.perSecond ?? PER_SECOND),
			'X-RateLimit-Remaining': '0',
			'Retry-After': afterASecond(settings.retryAfterForm),
		};
	}
	if (limit === 'day') {
		return {
			'X-RateLimit-Type': 'Daily-limit',
			'X-RateLimit-Limit': String(invitationsADay(settings)),
			'X-RateLimit-Remaining': '0',
			'Retry-After': settings.quotaRetryAfter ?? afterMidnight(settings.clockOffsetMs),
		};
	}
	return undefined;
}

/** By this machine's own clock, as the limit is: the full second from which there is room again. */
function afterASecond(form: Settings['retryAfterForm']): string {
	if (form === 'seconds') return '1';
	const then = new Date(Math.ceil(Date.now() / 1000 + 1) * 1000);
	return form === 'http-date' ? then.toUTCString() : isoSeconds(then);
}

/**
 * Zoom's Retry-After of a daily limit is an ISO time. Whoever moved this server's clock waits by
 * a clock of their own, to which only seconds mean anything.
 */
function afterMidnight(clockOffsetMs: number): string {
	const now = Date.now() + clockOffsetMs;
	const midnight = new Date(now);
	midnight.setUTCHours(24, 0, 0, 0);
	if (clockOffsetMs === 0) return isoSeconds(midnight);
	return String(Math.ceil((midnight.getTime() - now) / 1000));
}

function isoSeconds(time: Date): string {
	return time.toISOString().replace('.000Z', 'Z');
}
