import { defaultLocale, isLocale } from "@/db/values/locales";
import { findCount } from "../audiences/ask-count";
import { publishedVersionOf } from "../audiences/queries";
import type { AudienceSum } from "../audiences/types";
import { authorise, type Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { judgeVersion, type LintedVersion } from "../notices/lint/lint-version";
import type { LintAudience } from "../notices/lint/types";
import { readDefects, readTemplateVersion } from "../notices/queries";
import { readerOf } from "../notices/rules";
import type { TemplateVersion } from "../notices/types";
import { mayReadWaves } from "./policy";
import { listDataClasses } from "./queries/list-data-classes";
import type { Wave } from "./types";

/** Say why a wave with these words for the people of this audience neither goes into review nor is approved, or null: something is known to be wrong with them, or the check finds what nobody has passed over. */
export async function whyWordingOpen(tx: Executor, ctx: Context, version: TemplateVersion, sum: AudienceSum): Promise<Conflict | null> {
  const defects = await readDefects(tx, version.incidentId);
  if (defects.some(({ versionId }) => versionId === version.id)) return new Conflict("wording-defective");
  const { open } = await judgeVersion(tx, ctx.clock.now(), version, await lintAudienceOf(tx, version.incidentId, sum));
  return open > 0 ? new Conflict("wave-wording-open", { count: open }) : null;
}

/** Hold a wave's words against its audience. Null while it is not known what leaked of whom in it. @throws {Forbidden} @throws {NotFound} */
export async function lintWave(ctx: Context, wave: Pick<Wave, "incidentId" | "templateVersionId" | "audience">): Promise<(LintedVersion & { version: TemplateVersion }) | null> {
  authorise(ctx, mayReadWaves);
  return judgeWave(ctx.db, ctx, wave);
}

/** The same without a gate, for verbs that have passed their own. */
export async function judgeWave(db: Executor, ctx: Context, { incidentId, templateVersionId, audience }: Pick<Wave, "incidentId" | "templateVersionId" | "audience">): Promise<(LintedVersion & { version: TemplateVersion }) | null> {
  const published = await publishedVersionOf(db, incidentId);
  if (published === null) return null;
  const version = await readTemplateVersion(db, templateVersionId);
  const { sum } = await findCount(db, { incidentId, version: published, kind: version.kind, audience });
  if (sum === null) return null;
  return { ...(await judgeVersion(db, ctx.clock.now(), version, await lintAudienceOf(db, incidentId, sum))), version };
}

async function lintAudienceOf(db: Executor, incidentId: string, { confirmed, possible, locales, countries }: AudienceSum): Promise<LintAudience> {
  const reader = readerOf(await listDataClasses(db, incidentId), confirmed, possible, []);
  return { confirmed: reader.confirmed, possible: reader.possible, locales: [...new Set(locales.map((locale) => (isLocale(locale) ? locale : defaultLocale)))], countries };
}
