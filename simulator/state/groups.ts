import { randomBytes } from 'node:crypto';

export interface Group {
	id: string;
	name: string;
}

/** The groups of the account. The members are in `group_ids` of the users. */
export class Groups {
	private readonly byId = new Map<string, Group>();

	constructor() {
		this.clear();
	}

	/** In the order in which they were added. */
	get all(): Group[] {
		return [...this.byId.values()];
	}

	find(id: string): Group | undefined {
		return this.byId.get(id);
	}

	/** Finds a group by name, in any case. */
	named(name: string): Group | undefined {
		return this.all.find((group) => group.name.toLowerCase() === name.toLowerCase());
	}

	add(name: string, id = randomBytes(16).toString('base64url')): Group {
		const group = { id, name };
		this.byId.set(id, group);
		return group;
	}

	clear(): void {
		this.byId.clear();
		this.add('Sales', 'GrpSales00000000000001');
		this.add('Engineering', 'GrpEngineering00000001');
		this.add('Zürich', 'GrpZuerich000000000001');
	}
}
