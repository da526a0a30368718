import { eq, max } from "drizzle-orm";
import { postings } from "@/db/schema/postings";
import { postedKinds } from "@/db/values/notice-kinds";
import { getIncidentForStaff } from "../../incidents/queries";
import { authorise, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { readTemplateVersion } from "../../notices/queries";
import { readSignatory } from "../../notices/signatory/queries";
import { draftLookInput } from "../../waves/input";
import { asOfVersion, senderOf, sharedValues } from "../../waves/sender-words";
import { leastStayOf } from "../least-stay-of";
import { mayProposePostings } from "../policy";
import { drawPosting } from "./posting-document";
import { endOfStay } from "../rules";
import { valuesForAll, whatLeaked } from "./settle-posting";

/**
 * Show words that are being written as the posting that they would be now, by what writes postings: with the next number, and for as long as the rules ask. Whoever was chosen
 * to read them changes nothing, for a posting speaks to everybody. Null for a kind that is not posted, and while the incident has no words of its own. @throws {Forbidden} @throws {Invalid} @throws {NotFound}
 */
export async function previewDraftPosting(ctx: Context, raw: unknown, { portalUrl }: { portalUrl: string }): Promise<string | null> {
  authorise(ctx, mayProposePostings);
  const { versionId, locale, content: wording } = parseInput(draftLookInput.omit({ reader: true }), raw);
  const { incidentId, kind } = await readTemplateVersion(ctx.db, versionId);
  const { slug, published, open, publishedVersion } = await getIncidentForStaff(ctx, incidentId);
  const words = published ?? open;
  if (!words || !postedKinds.includes(kind)) return null;
  const publishedFrom = ctx.clock.now();
  const sender = await senderOf(ctx.db, { id: incidentId, content: words.content }, wording);
  const asOf = publishedVersion === null ? publishedFrom : await asOfVersion(ctx.db, incidentId, publishedVersion);
  const values = valuesForAll(sharedValues(sender, locale, asOf, portalUrl), await whatLeaked(ctx.db, incidentId, kind, words.content), locale);
  const [last] = await ctx.db.select({ number: max(postings.number) }).from(postings).where(eq(postings.incidentId, incidentId));
  const number = (last?.number ?? 0) + 1;
  const mustStayUntil = endOfStay(publishedFrom, await leastStayOf(ctx, versionId));
  const { html } = await drawPosting({ locale, slug, number, wording, values, signatory: await readSignatory(ctx.db, versionId), publishedFrom, mustStayUntil, timeZone: sender.timeZone, supersedes: null });
  return html;
}
