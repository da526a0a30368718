/** The sections of an incident's page in the order in which a person reads them. */
export const sectionNames = ["whatHappened", "whatLeaked", "whatNot", "whatWeDo", "whatYouCanDo"] as const;

/** The repeatable parts of a revision, and the fields of one row as the editor's form names them (`updates.0.title.ko`). */
export const revisionRows = {
  leaked: ["slug", "urgency"],
  updates: ["at", "title.ko", "title.en", "text.ko", "text.en"],
} as const;
export type RevisionRows = keyof typeof revisionRows;
