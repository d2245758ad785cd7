import type { IExecuteFunctions } from 'n8n-workflow';
import { counted } from '../output/batchError';
import type { Report } from '../output/report';

/**
 * What the limit counts. `rows`: the rows of this run of the node. `execution`: the users that the node has changed in
 * this execution, including loops. It prevents a wrong expression from emptying an account.
 */
export type MaxUsersScope = 'rows' | 'execution';

/** The option Max Users per Run. */
export class MaxUsers {
	constructor(
		private readonly n8n: IExecuteFunctions,
		private readonly scope: MaxUsersScope,
	) {}

	/**
	 * Counts the users of a run, or refuses them all.
	 *
	 * @param most 0 for no limit
	 */
	refuses(report: Report, most: number, names: readonly string[]): boolean {
		if (most === 0) return false;
		if (this.scope === 'rows') {
			if (report.count <= most) return false;
			report.refuseRun(
				`'Max Users per Run' is ${most}, and there are ${counted(report.count, 'row')}. Raise it, or remove rows`,
			);
			return true;
		}
		const touched = this.touched();
		const before = Object.keys(touched).length;
		const more = [...new Set(names.map((name) => name.toLowerCase()))].filter((name) => !touched[name]);
		if (before + more.length <= most) {
			for (const name of more) touched[name] = true;
			return false;
		}
		const earlier = before > 0 ? `, ${before} of them earlier in this execution` : '';
		report.refuseRun(
			`'Max Users per Run' is ${most}, and this would be ${counted(before + more.length, 'user')}${earlier}. Raise it if this is intended, or remove rows`,
		);
		return true;
	}

	private touched(): Record<string, true> {
		const context = this.n8n.getContext('node');
		context.zoomUsersTouched ??= {};
		return context.zoomUsersTouched as Record<string, true>;
	}
}
