import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { datasets } from "@/db/schema/exposure";
import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { waveRanges, waves } from "@/db/schema/waves";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { Channel } from "@/db/values/wave-states";
import type { IncidentId, TemplateVersionId, WaveId } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import { noticeWording, type NoticeWording } from "../../notices/types";
import { waveSender, type WaveSender } from "../types";

/** A message as a wave carried it, with nothing in it of anybody who got it. */
export interface SentNotice {
  waveId: WaveId;
  incidentId: IncidentId;
  templateVersionId: TemplateVersionId;
  kind: NoticeKind;
  /** The number of the wording's version. */
  number: number;
  channels: Channel[];
  content: NoticeWording;
  /** Who wrote it and the facts that it names, as they were approved with the wave. */
  sender: WaveSender;
  /** The moment that its data speaks of. */
  asOf: Date;
  tokenKeyId: number;
  /** When its audience was taken, from which on it was sent. */
  begunAt: Date;
  /** Null while it is still going out. */
  endedAt: Date | null;
}

/**
 * List what waves carried, the newest first, of one incident or of all: only waves of which at least one message was handed over, or may have been. A wave that was approved
 * and never began has said nothing to anybody. Public words from the moment that somebody has them, so there is no gate here; a text in it names no person.
 */
export async function listSentNotices(db: Executor, incidentId?: string): Promise<SentNotice[]> {
  const rows = await db
    .select({ wave: waves, kind: noticeTemplates.kind, number: noticeTemplateVersions.number, content: noticeTemplateVersions.content, asOf: datasets.asOf })
    .from(waves)
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, waves.templateVersionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .innerJoin(datasets, and(eq(datasets.incidentId, waves.incidentId), eq(datasets.version, waves.readVersion)))
    .where(
      and(
        incidentId === undefined ? undefined : eq(waves.incidentId, incidentId),
        isNotNull(waves.frozenAt),
        // A message that is in doubt, or on its way, may have arrived, and its reader may ask.
        sql`exists (select 1 from ${waveRanges} r where r.wave_id = ${waves.id} and r.accepted + r.in_doubt + r.handing_over > 0)`,
      ),
    )
    .orderBy(desc(waves.frozenAt), desc(waves.id));
  return rows.map(({ wave, content, ...row }) => {
    const { id, incidentId: of, templateVersionId, channels, sender, frozenAt, tokenKeyId, endedAt } = wave;
    if (frozenAt === null || tokenKeyId === null) throw new Error("a wave that sends has an audience and a key for its tokens");
    return { ...row, waveId: id as WaveId, incidentId: of as IncidentId, templateVersionId: templateVersionId as TemplateVersionId, channels, content: noticeWording.parse(content), sender: waveSender.parse(sender), tokenKeyId, begunAt: frozenAt, endedAt };
  });
}
