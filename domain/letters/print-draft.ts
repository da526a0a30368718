import type { PostalAddress } from "@/db/values/contact";
import type { Locale } from "@/db/values/locales";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { mayReadNotices } from "../notices/policy";
import { compileLetter, fillLetter } from "../notices/rendering/render-letter";
import { selectSections } from "../notices/rules";
import { draftLookInput } from "../waves/input";
import { readDraftSetting } from "../waves/queries/draft-setting";
import { sharedValues } from "../waves/sender-words";
import type { LetterHead, LetterPrinter } from "./types";

/** Nobody lives there. */
const NOBODY: Record<Locale, PostalAddress> = {
  ko: { n: "홍••", c: "04•••", l: ["서울특별시 ••• ••••", "•••• •••••"] },
  en: { n: "J••• •••••", c: "04•••", l: ["•• •••••-ro", "Seoul"] },
};

/** Print words that are being written as the letter that this reader would get, to an address where nobody lives. No person's record is read. @throws {Forbidden} @throws {Invalid} @throws {NotFound} @throws {Conflict} while the incident has no words of its own */
export async function printDraft(ctx: Context, raw: unknown, { printer, portalUrl }: { printer: LetterPrinter; portalUrl: string }): Promise<Buffer> {
  authorise(ctx, mayReadNotices);
  const { locale, ...draft } = parseInput(draftLookInput, raw);
  const setting = await readDraftSetting(ctx, draft);
  if (!setting) throw new Conflict("incident-not-published");
  const { sender, reader, asOf } = setting;
  const { organisation, contactDesk, timeZone } = sender;
  const head: LetterHead = { title: setting.name, organisation, contactDesk, portalUrl: portalUrl.replace(/\/$/, ""), date: ctx.clock.now(), timeZone };
  const reference = "N-0000-0000-0000";
  const open = compileLetter(selectSections(draft.content, reader), locale, sharedValues(sender, locale, asOf, portalUrl));
  const parts: Buffer[] = [];
  await printer.print(head, [{ locale, country: "KR", address: NOBODY[locale], ...fillLetter(open, reader, reference), reference, handle: "L-0000-0000-0000" }], (bytes) => {
    parts.push(bytes);
    return Promise.resolve();
  });
  return Buffer.concat(parts);
}
