import type { Answer } from '../wire/answer';
import { fillIn, refuse } from './refusals';
import type { Settings } from '../state/settings';
import type { Verb } from '../state/triggers';

/** What Zoom says no with to whoever changes or removes people, or moves them between groups and roles. */
interface WriteRefusal {
	status: number;
	code: number;
	/** Which tags `+refuse-<verb>-<code>` get it; where several have one code, in this order. */
	of: Verb[];
	en: string;
	ja: string;
}

const WRITE_REFUSALS = {
	plansTogether: {
		status: 400,
		code: 300,
		of: ['patch'],
		en: 'You can\'t change the "type" or "plan_united_type" or "zoom_one_type" at the same time.',
		ja: '「type」「plan_united_type」「zoom_one_type」を同時に変更することはできません。',
	},
	aboutMe: {
		status: 400,
		code: 300,
		of: ['patch'],
		en: "The `about_me` field is illegal and can't contain hyperlinks or HTML code.",
		ja: '`about_me`フィールドにハイパーリンクやHTMLコードを含めることはできません。',
	},
	linkedIn: {
		status: 400,
		code: 300,
		of: ['patch'],
		en: 'The `linkedin_url` field is illegal. The URL must contain `linkedin.com`.',
		ja: '`linkedin_url`フィールドが無効です。URLには`linkedin.com`を含める必要があります。',
	},
	paidSeats: {
		status: 400,
		code: 3412,
		of: ['patch'],
		en: 'Your request to convert the user type of a "Basic" user to a "{userType}" user was not approved at this time because your account has reached the permitted maximum number of "{max}" paying users. Please purchase additional licenses or remove existing paying user(s) from your "Users" list or the "Pending Users" list before attempting to convert a user to a paying user.',
		ja: 'アカウントの有料ユーザーが上限の「{max}」人に達しているため、「ベーシック」ユーザーを「{userType}」ユーザーに変更できませんでした。ライセンスを追加購入してください。',
	},
	basicSeats: {
		status: 400,
		code: 3412,
		of: ['status'],
		en: 'Your request to activate the user was not approved at this time because your account has reached the permitted maximum number of {max} "Basic" users. Remove the existing "Basic" user(s) from your "Users" list or the "Pending Users" list before attempting to activate this user.',
		ja: 'アカウントのベーシックユーザーが上限の{max}人に達しているため、ユーザーを有効にできませんでした。既存のベーシックユーザーを削除してください。',
	},
	adminStatus: {
		status: 400,
		code: 200,
		of: ['status'],
		en: "Zoom Room and Admin users' status cannot be activated or deactivated.",
		ja: 'Zoom Roomおよび管理者ユーザーのステータスは、有効または無効にできません。',
	},
	onlyAdmins: {
		status: 400,
		code: 200,
		of: ['email'],
		en: 'Only an account administrator can change email.',
		ja: 'メールアドレスを変更できるのは、アカウントの管理者のみです。',
	},
	adminEmail: {
		status: 400,
		code: 1000,
		of: ['email'],
		en: 'Admin can not change other admins email.',
		ja: '管理者は他の管理者のメールアドレスを変更できません。',
	},
	// Zoom documents the limit, and no text of it.
	emailTooOften: {
		status: 400,
		code: 300,
		of: ['email'],
		en: "A user's email can be changed at most 3 times within 24 hours.",
		ja: 'ユーザーのメールアドレスを変更できるのは、24時間以内に3回までです。',
	},
	// Zoom documents the rule, and no text of it.
	pendingDelete: {
		status: 400,
		code: 300,
		of: ['delete'],
		en: 'To delete pending user in the account, use `disassociate`.',
		ja: 'アカウントの保留中のユーザーを削除するには、`disassociate`を使用してください。',
	},
	apiUserUnlink: {
		status: 400,
		code: 300,
		of: ['delete'],
		en: 'Unable to unlink API user(s).',
		ja: 'APIユーザーのリンクを解除できません。',
	},
	transferToSelf: {
		status: 400,
		code: 300,
		of: ['delete'],
		en: "The transfer-to email address cannot be the same as the unlinked or deleted user's email address.",
		ja: '譲渡先のメールアドレスを、リンク解除または削除するユーザーのメールアドレスと同じにすることはできません。',
	},
	// Zoom's text for it is not documented.
	transferToNobody: {
		status: 400,
		code: 300,
		of: ['delete'],
		en: 'The transfer-to user does not exist: {email}.',
		ja: '譲渡先のユーザーが存在しません: {email}。',
	},
	deactivated: {
		status: 400,
		code: 200,
		of: ['delete'],
		en: 'Unable to delete this deactivated user. Please contact Zoom support team for more information.',
		ja: 'この無効化されたユーザーは削除できません。詳しくはZoomサポートチームにお問い合わせください。',
	},
	ownerDelete: {
		status: 400,
		code: 200,
		of: ['delete'],
		en: 'Cannot delete a user out of your account.',
		ja: 'お使いのアカウント外のユーザーは削除できません。',
	},
	managedDomain: {
		status: 400,
		code: 1107,
		of: ['delete'],
		en: 'You can not disassociate a user with managed domain.',
		ja: '管理対象ドメインのユーザーのリンクを解除することはできません。',
	},
	adminUnlink: {
		status: 400,
		code: 1117,
		of: ['delete'],
		en: 'You can not disassociate an Admin user.',
		ja: '管理者ユーザーのリンクを解除することはできません。',
	},
	groupUnknown: {
		status: 404,
		code: 4130,
		of: ['group'],
		en: 'A group with this {groupId} does not exist.',
		ja: 'この{groupId}のグループは存在しません。',
	},
	memberUnknown: {
		status: 404,
		code: 4131,
		of: ['group'],
		en: 'Group member does not exist.',
		ja: 'グループメンバーが存在しません。',
	},
	groupName: {
		status: 409,
		code: 4132,
		of: ['group'],
		en: 'The group name "{groupName}" is already in use.',
		ja: 'グループ名「{groupName}」はすでに使用されています。',
	},
	groupNameMissing: {
		status: 400,
		code: 300,
		of: ['group'],
		en: 'Invalid parameter: name.',
		ja: '無効なパラメータ: name。',
	},
	roleFixed: {
		status: 400,
		code: 300,
		of: ['role'],
		en: "Can't delete or add members for Normal/Owner roles.",
		ja: '一般/所有者の役割のメンバーを追加または削除することはできません。',
	},
	roleUnknown: {
		status: 400,
		code: 1034,
		of: ['role'],
		en: 'Provided `role_id` does not exist.',
		ja: '指定された`role_id`は存在しません。',
	},
	underWay: {
		status: 429,
		code: 429,
		of: [],
		en: 'Too many concurrent requests. A request to disassociate this user has already been made.',
		ja: '同時リクエストが多すぎます。このユーザーのリンクを解除するリクエストはすでに送信されています。',
	},
	notOnThisAccount: {
		status: 400,
		code: 1010,
		of: ['get', 'patch', 'status', 'email', 'delete', 'token'],
		en: 'User not found on this account.',
		ja: 'このアカウントにユーザーが見つかりません。',
	},
	pageToken: {
		status: 400,
		code: 300,
		of: [],
		en: 'The next page token is invalid or expired.',
		ja: '次ページのトークンが無効か、期限切れです。',
	},
} satisfies Record<string, WriteRefusal>;

export type WriteRefusalName = keyof typeof WRITE_REFUSALS;

export function refuseWrite(
	settings: Settings,
	name: WriteRefusalName,
	filled: Record<string, string> = {},
): Answer {
	return answer(settings, WRITE_REFUSALS[name], filled);
}

/** As a tag asks for it: in the words of this verb where it has its own. `variant` counts from 1. */
export function refuseVerb(
	settings: Settings,
	verb: Verb,
	code: number,
	filled: Record<string, string>,
	variant: number,
): Answer {
	const own: WriteRefusal[] = Object.values<WriteRefusal>(WRITE_REFUSALS).filter(
		(refusal) => refusal.code === code && refusal.of.includes(verb),
	);
	const refusal = own[variant - 1] ?? own[0];
	return refusal ? answer(settings, refusal, filled) : refuse(settings, code, filled, variant);
}

function answer(settings: Settings, refusal: WriteRefusal, filled: Record<string, string>): Answer {
	const message = fillIn(refusal[settings.language], filled);
	return { status: refusal.status, json: { code: refusal.code, message } };
}
