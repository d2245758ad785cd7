import type { INodePropertyOptions } from 'n8n-workflow';

/** The user types that can be assigned at any time. */
export const userTypes: INodePropertyOptions[] = [
	{ name: 'Basic', value: 1 },
	{ name: 'Licensed', value: 2 },
	{ name: 'Unassigned Without Meetings Basic', value: 4 },
];
