import { translator } from "@/content/translator";
import { locales, type Locale, type Localized } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";
import { findPublishedIncident } from "../../incidents/queries";
import type { RevisionContent } from "../../incidents/types";
import type { Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import type { PublicValues } from "../../notices/rendering/public-wording";
import { readTemplateVersion } from "../../notices/queries";
import { nameLeakedClasses } from "../../notices/rules";
import { readSignatory } from "../../notices/signatory/queries";
import type { NoticeReader, SharedValues } from "../../notices/types";
import { readSituation } from "../../rules/queries";
import { asOfVersion, senderOf, sharedValues } from "../../waves/sender-words";
import { writePosting } from "./posting-document";
import { endOfStay } from "../rules";
import type { Posting } from "../types";

export interface SettledPosting {
  publishedFrom: Date;
  mustStayUntil: Date;
  files: { locale: Locale; title: string; bytes: Buffer }[];
}

/** Write a posting in every language as it would be published at this moment: the facts, the data and the contact desk as they stand. @throws {Conflict} while the incident has no public page */
export async function settlePosting(ctx: Context, db: Executor, posting: Posting, { portalUrl }: { portalUrl: string }): Promise<SettledPosting> {
  const { content: wording } = await readTemplateVersion(db, posting.template.versionId);
  const incident = await findPublishedIncident(db, posting.incidentId);
  if (!incident) throw new Conflict("incident-not-published");
  const signatory = await readSignatory(db, posting.template.versionId);
  const sender = await senderOf(db, incident, wording);
  const leaked = await whatLeaked(db, posting.incidentId, posting.template.kind, incident.content);
  const publishedFrom = ctx.clock.now();
  const asOf = incident.publishedVersion === null ? publishedFrom : await asOfVersion(db, incident.id, incident.publishedVersion);
  const mustStayUntil = endOfStay(publishedFrom, posting.stayDays);
  const files = await Promise.all(
    locales.map(async (locale) => ({
      locale,
      ...(await writePosting({ locale, slug: posting.slug, number: posting.number, wording, signatory, values: valuesForAll(sharedValues(sender, locale, asOf, portalUrl), leaked, locale), publishedFrom, mustStayUntil, timeZone: sender.timeZone, supersedes: posting.supersedes })),
    })),
  );
  return { publishedFrom, mustStayUntil, files };
}

/** What a posting says where a person's own notice would speak of them. */
export function valuesForAll(shared: SharedValues, leaked: Pick<NoticeReader, "confirmed" | "possible">, locale: Locale): PublicValues {
  return { shared, leaked: nameLeakedClasses(leaked, locale), reference: translator(locale, "postings-page")("reference") };
}

/** What leaked of anybody: by the published dataset, and while there is none by the incident's page, which a notice never contradicts. */
export async function whatLeaked(db: Executor, incidentId: string, kind: NoticeKind, content: RevisionContent): Promise<{ confirmed: string[]; possible: string[] }> {
  const { data } = (await readSituation(db, incidentId)).situation;
  if (data.basis === "dataset") return data;
  const said = content.leaked.map(({ slug }) => slug);
  return kind === "possibility" ? { confirmed: [], possible: said } : { confirmed: said, possible: [] };
}

/** Show a posting that waits as it would be published now. Its gate is the caller's. */
export async function previewPosting(ctx: Context, posting: Posting, options: { portalUrl: string }): Promise<Localized<Buffer>> {
  const { files } = await settlePosting(ctx, ctx.db, posting, options);
  return Object.fromEntries(files.map(({ locale, bytes }) => [locale, bytes])) as Localized<Buffer>;
}
