/** What a notice is for. The law's kinds (Personal Information Protection Act, art. 34; Enforcement Decree, art. 39 to 39-3) and those that decency asks for. */
export const noticeKinds = ["possibility", "first", "full", "correction", "all-clear", "third-party", "apology", "guidance-update", "compensation", "claim-correspondence"] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Kinds that the law asks for: nobody can refuse them, and one whose arrival is unknown is rather sent twice than not at all. */
export const statutoryKinds: readonly NoticeKind[] = ["possibility", "first", "full", "correction", "all-clear", "third-party"];

/** Kinds that a reader may unsubscribe from. An apology and a compensation are no updates: they are said to everybody once. Neither is what people are told of their claims: they asked. */
export const updateKinds: readonly NoticeKind[] = ["guidance-update"];

/** Kinds that tell a person what leaked of them: what such a notice leaves out or gets wrong is put right by a correction. */
export const tellingKinds: readonly NoticeKind[] = ["possibility", "first", "full", "correction", "third-party"];

/** Kinds that can stand where everybody reads them. What one person is told of their claim is for nobody else. */
export const postedKinds: readonly NoticeKind[] = noticeKinds.filter((kind) => kind !== "claim-correspondence");
