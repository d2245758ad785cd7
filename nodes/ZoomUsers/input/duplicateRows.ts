/** Finds rows about the same user. The first row with a value counts; the row reader refuses the later ones. */
export class DuplicateRows {
	/** The first row with a value, by field and value. */
	private readonly firstRows = new Map<string, number>();

	/**
	 * @param value in any casing
	 * @returns the index of an earlier row with the same value
	 */
	earlier(field: string, value: string, index: number): number | undefined {
		const key = `${field} ${value.toLowerCase()}`;
		const first = this.firstRows.get(key);
		if (first === undefined) this.firstRows.set(key, index);
		return first;
	}
}
