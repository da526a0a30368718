import { authorise, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { mayReadNotices } from "../../notices/policy";
import { renderNotice } from "../../notices/rendering/render-notice";
import { splitIntoParts } from "../../notices/rules";
import type { RenderedNotice } from "../../notices/types";
import { draftLookInput } from "../input";
import { sharedValues } from "../sender-words";
import { readDraftSetting } from "./draft-setting";

/** A message as its reader would get it, and the text message in its parts. */
export interface DraftLook extends RenderedNotice {
  sms: { encoding: "gsm" | "ucs2"; units: number; parts: string[] } | null;
}

/**
 * Show words that are being written as the wave would send them to this reader, by the functions that render waves. No person's record is read; the number belongs to
 * nobody. Null while the incident has no words of its own. @throws {Forbidden} @throws {Invalid} @throws {NotFound}
 */
export async function renderDraft(ctx: Context, raw: unknown, { portalUrl }: { portalUrl: string }): Promise<DraftLook | null> {
  authorise(ctx, mayReadNotices);
  const { locale, ...draft } = parseInput(draftLookInput, raw);
  const setting = await readDraftSetting(ctx, draft);
  if (!setting) return null;
  const { sms, ...notice } = await renderNotice(draft.content, locale, sharedValues(setting.sender, locale, setting.asOf, portalUrl), setting.reader, "N-0000-0000-0000");
  return { ...notice, sms: sms === null ? null : splitIntoParts(sms) };
}
