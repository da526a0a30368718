import { and, asc, eq, gt, lte } from "drizzle-orm";
import { contactPoints, subjects } from "@/db/schema/exposure";
import { defaultLocale, isLocale } from "@/db/values/locales";
import { audienceRows } from "../audiences/audience-rows";
import { openSubject } from "../exposure/subject-records";
import { findPublishedIncident } from "../incidents/queries";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { readTemplateVersion } from "../notices/queries";
import { compileLetter, fillLetter } from "../notices/rendering/render-letter";
import { readerOf, selectSections } from "../notices/rules";
import { recordLook } from "../reveals/record-look";
import { runLook } from "../reveals/run-look";
import { previewNoticeInput } from "../waves/input";
import { mayPreviewWaves } from "../waves/policy";
import { listDataClasses } from "../waves/queries/list-data-classes";
import { readWave } from "../waves/queries/read-wave";
import { asOfVersion, senderOf, sharedValues } from "../waves/sender-words";
import type { Wave } from "../waves/types";
import { maskPostal } from "./rules";
import type { LetterHead, LetterPrinter, PrintableLetter } from "./types";

/** No handle has these characters, so nobody takes the preview for a letter that was sent. */
const NO_HANDLE = "L-0000-0000-0000";

/**
 * Print the letter of one recipient who has a postal address: the one at a place in the audience, or in that of a language. Name, address and numbers are masked; it is still a
 * look at a person's record, so it is audited and taken off the budget of the day, and nothing is printed of it before that is written. @throws {Forbidden} @throws {NotFound} when nobody is there @throws {Conflict}
 */
export async function previewLetter(ctx: Context, raw: unknown, { printer, portalUrl }: { printer: LetterPrinter; portalUrl: string }): Promise<Buffer> {
  authorise(ctx, mayPreviewWaves);
  const input = parseInput(previewNoticeInput, raw);
  const { head, letter } = await runLook(ctx, async (tx) => {
    const wave = await readWave(tx, input.waveId);
    const incident = await findPublishedIncident(tx, wave.incidentId);
    if (!incident) throw new Conflict("incident-not-published");
    const version = wave.readVersion ?? incident.publishedVersion;
    if (version === null) throw new Conflict("nothing-published");
    const row = await findRecipient(tx, wave, version, input);
    const template = await readTemplateVersion(tx, wave.templateVersionId);
    const locale = isLocale(row.locale) ? row.locale : defaultLocale;
    const address = (await openSubject(ctx, wave.incidentId, row))?.a;
    if (!address) throw new NotFound("preview-nobody");
    const sender = wave.sender ?? (await senderOf(tx, incident, template.content));
    const reference = "N-••••-••••-••••";
    const reader = readerOf(await listDataClasses(tx, wave.incidentId), row.confirmed, row.possible, [row.kind]);
    const open = compileLetter(selectSections(template.content, reader), locale, sharedValues(sender, locale, await asOfVersion(tx, wave.incidentId, version), portalUrl));
    await recordLook(tx, ctx, { action: "letters.preview", object: { kind: "wave", id: wave.id }, incidentId: wave.incidentId, subjects: [row.subjectId], rule: mayPreviewWaves, costs: 1 });
    const { organisation, contactDesk, timeZone } = sender;
    const shared: LetterHead = { title: template.name, organisation, contactDesk, portalUrl: portalUrl.replace(/\/$/, ""), date: ctx.clock.now(), timeZone };
    return { head: shared, letter: { locale, country: row.country, address: maskPostal(address), ...fillLetter(open, reader, reference), reference, handle: NO_HANDLE } satisfies PrintableLetter };
  });
  const parts: Buffer[] = [];
  await printer.print(head, [letter], (bytes) => {
    parts.push(bytes);
    return Promise.resolve();
  });
  return Buffer.concat(parts);
}

async function findRecipient(tx: Executor, wave: Wave, version: number, { position, locale }: { position: number; locale?: string }) {
  const template = await readTemplateVersion(tx, wave.templateVersionId);
  const { subjectId, recordId, sealed, locale: language, country, kind, confirmed, possible } = subjects;
  const [row] = await tx
    .select({ subjectId, recordId, sealed, locale: language, country, kind, confirmed, possible })
    .from(subjects)
    .innerJoin(contactPoints, and(eq(contactPoints.incidentId, subjects.incidentId), eq(contactPoints.subjectId, subjectId), eq(contactPoints.kind, "postal"), lte(contactPoints.fromVersion, version), gt(contactPoints.toVersion, version)))
    .where(and(await audienceRows(tx, wave.incidentId, version, template.kind, wave.audience), locale ? eq(language, locale) : undefined))
    .orderBy(asc(subjectId))
    .offset(position - 1)
    .limit(1);
  if (!row) throw new NotFound("preview-nobody");
  return row;
}
