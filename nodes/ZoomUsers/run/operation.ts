import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { OptionName } from '../fields/options';
import type { OperationLabels } from '../output/batchError';
import type { Report } from '../output/report';

/** How an operation appears in the editor. */
export interface OperationText {
	/** The value that saved workflows contain. */
	value: string;
	name: string;
	/** In the nodes panel: "Create user". */
	action: string;
	description: string;
	/** In the order of the editor, before `options`. Each field is shown for this operation only. */
	fields: readonly INodeProperties[];
	options: readonly OptionName[];
	/** Options that differ from those of the other operations. */
	optionOverrides?: Partial<Record<OptionName, Partial<INodeProperties>>>;
	labels: OperationLabels;
}

/** One entry of the operation dropdown, and what it does. */
export interface Operation extends OperationText {
	execute: (n8n: IExecuteFunctions, report: Report) => Promise<void>;
}

/** How to continue after a run that stopped, for operations that detect which rows are done. */
export const RUN_AGAIN = 'To continue: run it again. Rows that are done return "unchanged".';

/** The same for operations that cannot detect it. */
export const RUN_AGAIN_WITHOUT = 'To continue: run it again without the rows that succeeded.';
