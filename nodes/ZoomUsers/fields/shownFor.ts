import type { IDisplayOptions } from 'n8n-workflow';

/** For which operations a field stands on the screen. */
export function shownFor(resource: string, ...operations: string[]): { displayOptions: IDisplayOptions } {
	return { displayOptions: { show: { resource: [resource], operation: operations } } };
}
