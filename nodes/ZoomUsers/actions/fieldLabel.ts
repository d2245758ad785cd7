import type { INodeProperties } from 'n8n-workflow';
import { properties } from './index';

/** Labels by Zoom's names, if these differ from the node's names. */
const ZOOM_NAMES: Record<string, string> = {
	display_name: 'Display Name',
	feature: 'More Zoom Fields (JSON)',
	'feature.zoom_one_type': 'Zoom Workplace Plan',
	'feature.zoom_phone': 'Zoom Phone',
	first_name: 'First Name',
	last_name: 'Last Name',
	license_info_list: 'License Info (JSON)',
	plan_united_type: 'Zoom United Plan',
};

let names: Record<string, string> | undefined;

/** The label of a field in the editor, by the node's or Zoom's name. */
export function fieldLabel(field: string): string {
	names ??= { ...namesIn(properties), ...ZOOM_NAMES };
	return names[field] ?? field;
}

function namesIn(properties: readonly INodeProperties[]): Record<string, string> {
	return Object.assign(
		{},
		...properties.map(({ name, displayName, type, options }) => ({
			...(type === 'collection' ? namesIn((options ?? []) as INodeProperties[]) : {}),
			[name]: displayName,
		})),
	) as Record<string, string>;
}
