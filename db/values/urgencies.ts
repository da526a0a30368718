/** When to deal with something, the soonest first. */
export const urgencies = ["now", "this-week", "later"] as const;
export type Urgency = (typeof urgencies)[number];
