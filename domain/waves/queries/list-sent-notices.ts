import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { datasets } from "@/db/schema/exposure";
import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { waveRanges, waves } from "@/db/schema/waves";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { Channel } from "@/db/values/wave-states";
import type { TemplateVersionId, WaveId } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import { noticeWording, type NoticeWording } from "../../notices/types";
import { waveSender, type WaveSender } from "../types";

/** A message as a wave carried it, with nothing in it of anybody who got it. */
export interface SentNotice {
  waveId: WaveId;
  templateVersionId: TemplateVersionId;
  kind: NoticeKind;
  /** The number of the wording's version. */
  number: number;
  channels: Channel[];
  /** When its audience was taken, from which on it was sent. */
  begunAt: Date;
  content: NoticeWording;
  /** Who wrote it and the facts that it names, as they were approved with the wave. */
  sender: WaveSender;
  /** The moment that its data speaks of. */
  asOf: Date;
}

/**
 * List what an incident's waves carried, the newest first: only waves of which at least one message was handed over, or may have been. A wave that was approved and never
 * began has said nothing to anybody. Public words, so there is no gate here; a text in it names no person.
 */
export async function listSentNotices(db: Executor, incidentId: string): Promise<SentNotice[]> {
  const rows = await db
    .select({ wave: waves, kind: noticeTemplates.kind, number: noticeTemplateVersions.number, content: noticeTemplateVersions.content, asOf: datasets.asOf })
    .from(waves)
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, waves.templateVersionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .innerJoin(datasets, and(eq(datasets.incidentId, waves.incidentId), eq(datasets.version, waves.readVersion)))
    .where(and(eq(waves.incidentId, incidentId), isNotNull(waves.frozenAt), isNotNull(waves.sender), sql`exists (select 1 from ${waveRanges} r where r.wave_id = ${waves.id} and r.accepted + r.in_doubt > 0)`))
    .orderBy(desc(waves.frozenAt), desc(waves.id));
  return rows.map(({ wave, content, ...row }) => {
    if (!wave.frozenAt) throw new Error("a wave that sends has an audience");
    const { id, templateVersionId, channels, sender } = wave;
    return { ...row, waveId: id as WaveId, templateVersionId: templateVersionId as TemplateVersionId, channels, begunAt: wave.frozenAt, content: noticeWording.parse(content), sender: waveSender.parse(sender) };
  });
}
