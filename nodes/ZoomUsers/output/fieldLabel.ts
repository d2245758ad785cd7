import type { INodeProperties } from 'n8n-workflow';
import { fields } from '../actions/fields';

/** Zoom's names, where they are not the node's own. */
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

/** How a field is called on the screen. */
export function onScreen(field: string): string {
	names ??= { ...namesIn(fields), ...ZOOM_NAMES };
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
