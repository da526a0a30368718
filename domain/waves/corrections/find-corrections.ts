import { and, desc, eq, inArray, isNotNull } from "drizzle-orm";
import { correctionCounts as correctionCountRows } from "@/db/schema/audiences";
import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { waves } from "@/db/schema/waves";
import { tellingKinds } from "@/db/values/notice-kinds";
import { authorise, type Context } from "../../kernel/context";
import type { TemplateId } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import { readDefects } from "../../notices/queries";
import type { NoticeDefect } from "../../notices/types";
import { mayReadWaves } from "../policy";
import { nameCorrections } from "./ask-corrections";
import { correctionCounts, type CorrectionCounts } from "./types";

/** A wording that people got, and when its first wave was let go. */
export interface ToldNotice {
  versionId: string;
  templateId: TemplateId;
  name: string;
  number: number;
  sentAt: Date;
}

export interface Corrections {
  /** Notices that told people what leaked of them. */
  sent: ToldNotice[];
  /** `counted` with the numbers, `counting` while a job counts, else nobody has asked since something changed. */
  state: "nothing-sent" | "not-counted" | "counting" | "counted";
  counts: CorrectionCounts | null;
  countedAt: Date | null;
  version: number | null;
  /** What was found wrong of wordings that were sent. */
  defects: (NoticeDefect & { notice: ToldNotice })[];
}

/** Say who was told something incomplete or wrong, as far as it is counted, and by which notices. @throws {Forbidden} */
export async function findCorrections(ctx: Context, incidentId: string): Promise<Corrections> {
  authorise(ctx, mayReadWaves);
  const sent = await toldNotices(ctx.db, incidentId);
  const asked = await nameCorrections(ctx.db, incidentId);
  if (sent.length === 0 || !asked) return { sent, state: "nothing-sent", counts: null, countedAt: null, version: null, defects: [] };
  const [row] = await ctx.db.select().from(correctionCountRows).where(eq(correctionCountRows.question, asked.question));
  const defects = (await readDefects(ctx.db, incidentId)).flatMap((defect) => sent.filter(({ versionId }) => versionId === defect.versionId).map((notice) => ({ ...defect, notice })));
  const counts = row?.counts ? correctionCounts.parse(row.counts) : null;
  return { sent, state: counts ? "counted" : row ? "counting" : "not-counted", counts, countedAt: row?.countedAt ?? null, version: asked.version, defects };
}

/** List the wordings that told people what leaked of them, the one that was begun last first. */
export async function toldNotices(db: Executor, incidentId: string): Promise<ToldNotice[]> {
  const rows = await db
    .select({ versionId: noticeTemplateVersions.id, templateId: noticeTemplates.id, name: noticeTemplates.name, number: noticeTemplateVersions.number, approvedAt: waves.approvedAt, scheduledAt: waves.scheduledAt })
    .from(waves)
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, waves.templateVersionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .where(and(eq(waves.incidentId, incidentId), isNotNull(waves.frozenAt), inArray(noticeTemplates.kind, [...tellingKinds])))
    .orderBy(desc(waves.frozenAt), desc(waves.id));
  const notices = new Map<string, ToldNotice>();
  for (const { approvedAt, scheduledAt, ...row } of rows) {
    if (approvedAt === null) continue;
    // Of several waves with one wording the first is when it was sent, and the last decides where it stands.
    notices.set(row.versionId, { ...row, templateId: row.templateId as TemplateId, sentAt: scheduledAt && scheduledAt > approvedAt ? scheduledAt : approvedAt });
  }
  return [...notices.values()];
}
