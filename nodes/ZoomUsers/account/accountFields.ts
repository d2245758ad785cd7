import type { INodeProperties } from 'n8n-workflow';
import { optionsField } from '../runOptions';
import { shownFor } from '../shownFor';

export const accountFields: INodeProperties[] = [
	optionsField(shownFor('account', 'getLicenses', 'getSummary'), []),
];
