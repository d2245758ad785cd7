import type { IExecuteFunctions } from 'n8n-workflow';
import type { Report } from '../output/report';

/**
 * Whom this node has deactivated or deleted in the execution, loops included: an expression that goes wrong
 * must not empty an account. What one execution a person does, nobody can see here.
 */
export class MaxPeopleGuard {
	private readonly people: Record<string, true>;

	constructor(n8n: IExecuteFunctions) {
		const context = n8n.getContext('node');
		context.zoomUsersTouched ??= {};
		this.people = context.zoomUsersTouched as Record<string, true>;
	}

	/**
	 * Counts people in, or refuses them all.
	 *
	 * @param most 0 for no limit
	 */
	refuses(report: Report, most: number, names: readonly string[]): boolean {
		if (most === 0) return false;
		const keys = new Set(names.map((name) => name.toLowerCase()));
		const before = Object.keys(this.people).length;
		const more = [...keys].filter((key) => !this.people[key]);
		if (before + more.length > most) {
			const earlier = before > 0 ? `, ${before} of them earlier in this execution` : '';
			report.refuseRun(
				`'Max Users per Run' is ${most}, and this would be ${before + more.length} people${earlier}. Raise it if that is meant, or take rows out`,
			);
			return true;
		}
		for (const key of more) this.people[key] = true;
		return false;
	}
}
