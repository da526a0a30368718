import type { Locale, Localized } from "@/db/values/locales";
import { getIncidentForStaff } from "../../incidents/queries";
import { authorise, type Context } from "../../kernel/context";
import { mayReadNotices } from "../../notices/policy";
import { renderNotice } from "../../notices/rendering/render-notice";
import { readerOfAll } from "../../notices/rules";
import type { RenderedWording, TemplateVersion } from "../../notices/types";
import { senderOf, sharedValues } from "../sender-words";

/**
 * Show a wording in every language filled with samples: every class of the incident as if it had leaked, and a number that belongs to nobody. No person's record is
 * read. Null while the incident has no words of its own, which say who writes. @throws {Forbidden} @throws {NotFound}
 */
export async function renderSample(ctx: Context, { incidentId, content }: Pick<TemplateVersion, "incidentId" | "content">, { portalUrl }: { portalUrl: string }): Promise<Localized<RenderedWording> | null> {
  authorise(ctx, mayReadNotices);
  const { published, open, classes } = await getIncidentForStaff(ctx, incidentId);
  const words = published ?? open;
  if (!words) return null;
  const sender = await senderOf(ctx.db, { id: incidentId, content: words.content }, content);
  const render = (locale: Locale) => renderNotice(content, locale, sharedValues(sender, locale, ctx.clock.now(), portalUrl), readerOfAll(classes), "N-0000-0000-0000");
  return { ko: await render("ko"), en: await render("en") };
}
