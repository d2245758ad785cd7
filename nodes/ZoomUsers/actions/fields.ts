import type { INodeProperties } from 'n8n-workflow';
import { accountFields } from './account/accountFields';
import { groupFields } from './group/groupFields';
import { roleFields } from './role/roleFields';
import { createFields } from './user/createFields';
import { lifecycleFields } from './user/lifecycleFields';

/** What the editor shows below the operation, for all operations. */
export const fields: INodeProperties[] = [
	...createFields,
	...lifecycleFields,
	...groupFields,
	...roleFields,
	...accountFields,
];
