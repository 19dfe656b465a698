/** What may be added up over both: a number of records, and what is money in less money out already. */
export const NET = new Set(["__count", "earned"]);
