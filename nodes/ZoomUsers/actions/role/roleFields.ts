import type { INodeProperties } from 'n8n-workflow';
import { limitFields } from '../../fields/limit';
import { roleField, userField } from '../../fields/locators';
import { optionsField } from '../../fields/options';
import { shownFor } from '../../fields/shownFor';

export const roleFields: INodeProperties[] = [
	roleField(shownFor('role', 'assign')),
	userField(shownFor('role', 'assign', 'remove'), 'Whose role it is. Without one a person is a Member.'),
	...limitFields(shownFor('role', 'getAll')),
	optionsField(shownFor('role', 'assign', 'getAll', 'remove'), []),
];
