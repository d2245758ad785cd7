import type { INodeProperties } from 'n8n-workflow';
import { limitFields } from '../listFields';
import { roleField, userField } from '../locatorFields';
import { optionsField } from '../runOptions';
import { shownFor } from '../shownFor';

export const roleFields: INodeProperties[] = [
	roleField(shownFor('role', 'assign')),
	userField(shownFor('role', 'assign', 'remove'), 'Whose role it is. Without one a person is a Member.'),
	...limitFields(shownFor('role', 'getAll')),
	optionsField(shownFor('role', 'assign', 'getAll', 'remove'), []),
];
