import "server-only";
import { openLetterPrinter } from "@/channels/letter/letter-printer";
import type { LetterPrinter } from "@/domain/letters/types";

let printer: LetterPrinter | null = null;

/** The printer of this web process, for looking at a letter. It opens no connection, and reads its fonts when the first letter is looked at. */
export function getLetterPrinter(): LetterPrinter {
  printer ??= openLetterPrinter();
  return printer;
}
