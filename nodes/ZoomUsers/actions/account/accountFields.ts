import type { INodeProperties } from 'n8n-workflow';
import { optionsField } from '../../fields/options';
import { shownFor } from '../../fields/shownFor';

export const accountFields: INodeProperties[] = [
	optionsField(shownFor('account', 'getLicenses', 'getSummary'), []),
];
