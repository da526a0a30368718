import { z } from "zod";
import { factStatuses, type FactKind, type FactStatus, type FactValueState } from "@/db/values/facts";
import type { Locale, Localized } from "@/db/values/locales";

/** One line, and no braces: a value is put into sentences, where they would begin a placeholder. */
const words = (max: number) => z.string().trim().max(max, "too-long").regex(/^[^\p{Cc}]*$/u, "control-characters").regex(/^[^{}]*$/, "fact-braces");
const localized = (max: number) => z.object({ ko: words(max).min(1, "required"), en: words(max).min(1, "required") });
const day = z.iso.date("date");
const instant = z.iso.datetime({ offset: true, error: "date-time" });

/** A fact's value. Days and moments are ISO 8601; `minor` is money in the currency's smallest unit. */
export const factValue = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("count"),
    count: z.int("count").min(0, "count"),
    /** A rough figure: said with "about", and rounded as the language rounds. */
    about: z.boolean(),
    /** The word that follows the figure, or nothing: Korean counts with one (개, 명, 번). */
    unit: z.object({ ko: words(20), en: words(20) }),
  }),
  z.object({ kind: z.literal("date"), on: z.union([day, instant], "date") }),
  z.object({ kind: z.literal("period"), from: day, to: day.nullable() }).refine(({ from, to }) => to === null || from <= to, { message: "fact-period", path: ["to"] }),
  z.object({ kind: z.literal("money"), minor: z.int("amount").min(0, "amount"), currency: z.string().regex(/^[A-Z]{3}$/, "currency") }),
  z.object({ kind: z.literal("text"), text: localized(1000) }),
]);
export type FactValue = z.infer<typeof factValue>;

/** What is said of a fact: approved as one, because a figure without its source and date is another statement. */
export const factStatement = z.object({
  label: localized(120),
  value: factValue,
  status: z.enum(factStatuses, "choose-one"),
  source: localized(200),
  asOf: instant,
});

/** What was said, until when another value took its place. */
export interface FactStatement {
  label: Localized;
  value: FactValue;
  status: FactStatus;
  source: Localized;
  asOf: Date;
}

/** A fact as pages, wordings and checks read it. */
export interface CurrentFact extends FactStatement {
  name: string;
  kind: FactKind;
  /** Which of the fact's values this is. */
  number: number;
  approvedAt: Date;
}

/** Values by name, for filling in placeholders. */
export type FactValues = Readonly<Record<string, FactValue>>;

/** One line of the public log: what a fact said, and what it says instead. */
export interface FactChange {
  name: string;
  before: CurrentFact;
  after: CurrentFact;
}

/** One value as it was proposed, and what became of it. */
export interface ProposedValue extends FactStatement {
  number: number;
  state: FactValueState;
  proposedBy: string;
  proposedAt: Date;
  /** Who approved, returned or withdrew it. */
  decidedBy: string | null;
  decidedAt: Date | null;
  /** Why it was returned. */
  reason: string | null;
}

export interface StaffFact {
  id: string;
  name: string;
  kind: FactKind;
  /** What is said now; null until a first value is approved. */
  current: ProposedValue | null;
  /** The proposal that waits for a second person; at most one. */
  proposed: ProposedValue | null;
  /** All of them, the newest first. */
  history: ProposedValue[];
}

/** How a text says a fact: by its name, so that it says whatever is approved; or in figures of its own, which stay as they are. */
export type FactMention = "named" | "written";

/**
 * A place that says a fact. A later slice gathers its own (`whereFactsAreSaid`) and the page puts the lists together. `named` follows the ledger; `written` has
 * to be changed and approved again.
 */
export interface FactPlace {
  fact: string;
  mention: FactMention;
  locale: Locale;
  /** The thing that says it, by the slice that owns it: the number of the page's revision, or the name and number of a notice's wording. */
  in: { kind: "revision"; number: number; state: "draft" | "in-review" | "published" } | { kind: "notice"; templateId: string; name: string; number: number; state: "draft" | "in-review" | "approved" };
  /** The field or paragraph, as its own editor names it (`sections.whatHappened`). */
  path: string;
}
