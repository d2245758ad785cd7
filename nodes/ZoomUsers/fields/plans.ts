import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Zoom's plan codes, by Zoom's OpenAPI of `POST /users`. Codes are text: three of them are beyond 2^53. */
const ZOOM_ONE: Array<[name: string, code: string]> = [
	['Business Plus, AU/NZ Unlimited', '64'],
	['Business Plus, Global Select', '33554432'],
	['Business Plus, Japan Unlimited', '128'],
	['Business Plus, UK/IR Unlimited', '32'],
	['Business Plus, US/CA Unlimited (Government: Business Plus)', '16'],
	['Education Enterprise Essentials', '72057594037927936'],
	['Education Enterprise Plus', '144115188075855872'],
	['Education Enterprise Premier, AU/NZ Unlimited', '34359738368'],
	['Education Enterprise Premier, Global Select', '68719476736'],
	['Education Enterprise Premier, Japan Unlimited', '8589934592'],
	['Education Enterprise Premier, UK/IR Unlimited', '17179869184'],
	['Education Enterprise Premier, US/CA Unlimited', '4294967296'],
	['Education Enterprise Student', '576460752303423488'],
	['Education School and Campus', '18014398509481984'],
	['Education School and Campus Plus, AU/NZ Unlimited', '1099511627776'],
	['Education School and Campus Plus, Global Select', '2199023255552'],
	['Education School and Campus Plus, Japan Unlimited', '274877906944'],
	['Education School and Campus Plus, UK/IR Unlimited', '549755813888'],
	['Education School and Campus Plus, US/CA Unlimited', '137438953472'],
	['Enterprise Premier, AU/NZ Unlimited', '1073741824'],
	['Enterprise Premier, Japan Unlimited', '268435456'],
	['Enterprise Premier, UK/IR Unlimited', '536870912'],
	['Enterprise Premier, US/CA Unlimited', '134217728'],
	['Pro Plus, US/CA Unlimited', '4398046511104'],
];

const UNITED: Array<[name: string, code: string]> = [
	['Biz-United, AU/NZ Unlimited', '128'],
	['Biz-United, Global Select', '256'],
	['Biz-United, JP Unlimited', '65536'],
	['Biz-United, UK/IR Unlimited', '64'],
	['Biz-United, US/CA Unlimited', '32'],
	['Biz-United, Zoom Phone Pro', '512'],
	['Ent-United, AU/NZ Unlimited', '4096'],
	['Ent-United, Global Select', '8192'],
	['Ent-United, JP Unlimited', '131072'],
	['Ent-United, UK/IR Unlimited', '2048'],
	['Ent-United, US/CA Unlimited', '1024'],
	['Ent-United, Zoom Phone Pro', '16384'],
	['Pro-United, AU/NZ Unlimited', '4'],
	['Pro-United, Global Select', '8'],
	['Pro-United, JP Unlimited', '32768'],
	['Pro-United, UK/IR Unlimited', '2'],
	['Pro-United, US/CA Unlimited', '1'],
	['Pro-United, Zoom Phone Pro', '16'],
];

const asOptions = (plans: Array<[string, string]>): INodePropertyOptions[] =>
	plans.map(([name, value]) => ({ name, value }));

export const zoomOneOptions = asOptions(ZOOM_ONE);
export const unitedOptions = asOptions(UNITED);

/** The plan of an existing user can also be removed. */
const none = (value: string): INodePropertyOptions => ({
	name: 'None',
	value,
	description: 'Remove the plan',
});
export const zoomOneOrNone = [...zoomOneOptions, none('0')];
export const unitedOrNone = [...unitedOptions, none('none')];

export const licenseInfoField: INodeProperties = {
	displayName: 'License Info (JSON)',
	name: 'licenseInfo',
	type: 'json',
	default: '',
	placeholder: 'e.g. [{"license_type": "MEETING", "license_option": 2, "subscription_id": "SUBREF-…"}]',
	description: 'One or two licenses, for accounts with several subscriptions',
};
