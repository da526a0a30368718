import { and, asc, eq } from "drizzle-orm";
import { subjects } from "@/db/schema/exposure";
import { defaultLocale, isLocale, type Locale } from "@/db/values/locales";
import { audienceRows } from "../../audiences/audience-rows";
import { openSubject } from "../../exposure/subject-records";
import { findPublishedIncident } from "../../incidents/queries";
import { authorise, type Context } from "../../kernel/context";
import { Conflict, NotFound, parseInput } from "../../kernel/errors";
import { readTemplateVersion } from "../../notices/queries";
import { renderNotice } from "../../notices/rendering/render-notice";
import { readerOf } from "../../notices/rules";
import { recordLook } from "../../reveals/record-look";
import { runLook } from "../../reveals/run-look";
import { previewNoticeInput } from "../input";
import { mayPreviewWaves } from "../policy";
import { maskAddress } from "../rules";
import { asOfVersion, senderOf, sharedValues } from "../sender-words";
import type { NoticePreview } from "../types";
import { listDataClasses } from "./list-data-classes";
import { readWave } from "./read-wave";

/**
 * Show the message as one recipient would get it: the one at a place in the audience, or the first of a language. Address and number are masked; it is still a look at a
 * person's record, so it is taken off the budget of the day and audited in the same transaction. @throws {Forbidden} @throws {NotFound} when nobody is there @throws {Conflict}
 */
export async function previewNotice(ctx: Context, raw: unknown, { portalUrl }: { portalUrl: string }): Promise<NoticePreview> {
  authorise(ctx, mayPreviewWaves);
  const { waveId, position, locale: wanted } = parseInput(previewNoticeInput, raw);
  return runLook(ctx, async (tx) => {
    const wave = await readWave(tx, waveId);
    const incident = await findPublishedIncident(tx, wave.incidentId);
    if (!incident) throw new Conflict("incident-not-published");
    const version = wave.readVersion ?? incident.publishedVersion;
    if (version === null) throw new Conflict("nothing-published");
    const { content, kind } = await readTemplateVersion(tx, wave.templateVersionId);
    const rows = await audienceRows(tx, wave.incidentId, version, kind, wave.audience);
    const [row] = await tx
      .select({ subjectId: subjects.subjectId, recordId: subjects.recordId, sealed: subjects.sealed, locale: subjects.locale, kind: subjects.kind, confirmed: subjects.confirmed, possible: subjects.possible })
      .from(subjects)
      .where(and(rows, wanted ? eq(subjects.locale, wanted) : undefined))
      .orderBy(asc(subjects.subjectId))
      .offset(position - 1)
      .limit(1);
    if (!row) throw new NotFound("preview-nobody");
    const locale: Locale = isLocale(row.locale) ? row.locale : defaultLocale;
    const known = await openSubject(ctx, wave.incidentId, row);
    const reader = readerOf(await listDataClasses(tx, wave.incidentId), row.confirmed, row.possible, [row.kind]);
    const shared = sharedValues(wave.sender ?? (await senderOf(tx, incident, content)), locale, await asOfVersion(tx, wave.incidentId, version), portalUrl);
    await recordLook(tx, ctx, { action: "wave.preview", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, subjects: [row.subjectId], rule: mayPreviewWaves, costs: 1 });
    return { position, to: maskAddress(known?.e?.[0] ?? ""), locale, ...(await renderNotice(content, locale, shared, reader, "N-••••-••••-••••")) };
  });
}
