/** What is known to be ours, or to be a fake: senders that anybody may look for, keys by which our mails are signed, and fakes that went around. */
export const senderKinds = ["mail-domain", "mail-address", "phone", "web-domain"] as const;
export type SenderKind = (typeof senderKinds)[number];
export const entryKinds = [...senderKinds, "dkim-key", "fake"] as const;
export type EntryKind = (typeof entryKinds)[number];

/** `proposed` by one person, `published` by another; `returned` or `withdrawn` before that, `ended` after it. An ended key still proves what was signed with it. */
export type EntryState = "proposed" | "published" | "returned" | "withdrawn" | "ended";

/** How a message came that somebody takes for a fake. */
export const reportWays = ["e-mail", "sms", "phone", "messenger", "web", "letter", "other"] as const;
export type ReportWay = (typeof reportWays)[number];

export const reportVerdicts = ["fake", "ours", "unclear"] as const;
export type ReportVerdict = (typeof reportVerdicts)[number];
