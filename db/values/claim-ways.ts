/** Ways in which a claim comes in besides a contact of its own record: on paper, entered by staff; or by the number on a letter. */
export type ClaimWay = "paper" | "letter";

/** What a letter is that came after its claim was filed. */
export type ClaimLetterKind = "answer" | "appeal" | "withdrawal" | "account";
