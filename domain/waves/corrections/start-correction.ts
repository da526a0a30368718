import { correctionOf } from "@/content/starter-templates/correction";
import { locales, type Localized } from "@/db/values/locales";
import { formatFact } from "../../facts/rules";
import { readNewestWords } from "../../incidents/queries";
import { authorise, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import type { TemplateId } from "../../kernel/ids";
import { createTemplate } from "../../notices/editing/create-template";
import { mayEditNotices } from "../../notices/policy";
import { dayIn } from "../../rules/deadline";
import { startCorrectionInput } from "../input";
import { toldNotices } from "./find-corrections";

/**
 * Begin the wording of a correction: a draft that says what was left out or wrong of the notice that it stands in the place of, and why people hear again. Who is to get
 * it stays with the template, for the wave that is made of it. @throws {Forbidden} @throws {Invalid} @throws {Conflict}
 */
export async function startCorrection(ctx: Context, raw: unknown): Promise<{ templateId: TemplateId }> {
  authorise(ctx, mayEditNotices);
  const { incidentId, name, corrects, owed, sms } = parseInput(startCorrectionInput, raw);
  const notice = (await toldNotices(ctx.db, incidentId)).find(({ versionId }) => versionId === corrects);
  if (!notice) throw new Conflict("notice-not-sent");
  const { timeZone } = await readNewestWords(ctx.db, incidentId);
  const day = { kind: "date" as const, on: dayIn(notice.sentAt, timeZone) };
  const sentOn = Object.fromEntries(locales.map((locale) => [locale, formatFact(day, locale, timeZone)])) as Localized;
  const of = (what: "left-out" | "told-wrongly") => owed.filter((each) => each.what === what).map(({ dataClass }) => dataClass);
  const { sms: text, ...letter } = correctionOf({ sentOn, leftOut: of("left-out"), toldWrongly: of("told-wrongly") });
  const correction = { versionId: corrects, sentAt: notice.sentAt.toISOString(), owed, misinformed: owed.length === 0 };
  const { templateId } = await createTemplate(ctx, { incidentId, kind: "correction", name, content: sms ? { ...letter, sms: text } : letter, corrects: correction });
  return { templateId };
}
