import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { systemClock } from '../zoom/transport/clock';
import { RecordedEvents } from './recordedEvents';

/** Shared by all workflows of this n8n process. */
const recordedEvents = new RecordedEvents(systemClock);

/** The items with which an execution starts. The first one says which event they are from. */
export function ofEvent(id: string, items: IDataObject[]): INodeExecutionData[] {
	return items.map((json, i) => (i === 0 ? { json, zoomEvent: { id } } : { json }));
}

/**
 * @returns the items of the event that has started this execution; none if the event has started another one before. A
 * test or a retry by a person keeps them.
 */
export async function itemsOfNewEvent(n8n: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = n8n.getInputData();
	const { id } = (items[0]?.zoomEvent ?? {}) as { id?: string };
	if (id && n8n.getMode() === 'webhook' && (await recordedEvents.isRepeated(n8n, id))) return [];
	return items.map(({ json }) => ({ json }));
}
