import type { PostalAddress } from "@/db/values/contact";
import type { LetterBatchState } from "@/db/values/letter-states";
import type { Locale, Localized } from "@/db/values/locales";
import type { LetterBlock } from "../notices/types";

/** One letter, written out. */
export interface PrintableLetter {
  locale: Locale;
  /** Where it goes, ISO 3166-1 alpha-2: decides the envelope and how the address is written. */
  country: string;
  address: PostalAddress;
  subject: string;
  blocks: readonly LetterBlock[];
  /** The number that a person reads out to have the notice checked. */
  reference: string;
  /** What names this letter when it comes back. */
  handle: string;
}

/** What all letters of a batch have in common. */
export interface LetterHead {
  /** Title of the document, for whoever opens it. */
  title: string;
  organisation: Localized;
  contactDesk: Localized;
  portalUrl: string;
  /** The day that stands on the letters, in this zone. */
  date: Date;
  timeZone: string;
}

/** Turns letters into pages. It holds no more than one letter and the shapes of the fonts, whatever the size of the batch. */
export interface LetterPrinter {
  /** Whether its fonts have every letter of an address: one with holes in it would not arrive. */
  canPrint(address: PostalAddress): boolean;
  /** Write one PDF of all letters, in their order; returns how many pages each has. The same letters make the same bytes. */
  print(head: LetterHead, letters: AsyncIterable<PrintableLetter> | Iterable<PrintableLetter>, write: (bytes: Buffer) => Promise<void>): Promise<number[]>;
}

/** What became of a list of returned mail. */
export interface ReturnedLetters {
  recorded: number;
  /** Known to have come back already. */
  repeated: number;
  /** Lines that name no letter of the wave that is with the post. */
  unknown: number[];
}

/** A batch as the wave's page shows it. */
export interface LetterBatch {
  id: string;
  number: number;
  state: LetterBatchState;
  letters: number;
  pages: number | null;
  /** Whether other data is published than its letters speak of. */
  outdated: boolean;
  handedOn: string | null;
  returned: number;
  createdAt: Date;
}
