/** Classes of record that are kept for a time of their own. What is kept of each and for how long is data: `content/retention/periods.yaml`. */
export const retentionClasses = ["lookups", "mails", "rejects", "enquiries", "drafts", "papers", "claims", "accounts", "people"] as const;
export type RetentionClass = (typeof retentionClasses)[number];

/** What two people decide on. `close` ends the incident for the public and starts the clock of its people; `reopen` takes that back. */
export type RetentionAct = "period" | "close" | "reopen" | "lift";

export type RetentionProposalState = "proposed" | "approved" | "withdrawn";
