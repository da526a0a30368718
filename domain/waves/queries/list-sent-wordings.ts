import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { datasets } from "@/db/schema/exposure";
import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { waves } from "@/db/schema/waves";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { Channel } from "@/db/values/wave-states";
import type { IncidentId, WaveId } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import { noticeWording, type NoticeWording } from "../../notices/types";
import { waveSender, type WaveSender } from "../types";

/** What a wave has said to at least one person, and when it went out; nothing of whom to. */
export interface SentWording {
  waveId: WaveId;
  incidentId: IncidentId;
  kind: NoticeKind;
  channels: Channel[];
  content: NoticeWording;
  sender: WaveSender;
  /** What its data speaks of. */
  asOf: Date;
  tokenKeyId: number;
  from: Date;
  /** Null while it is still going out. */
  until: Date | null;
}

/** List every wording that has left, in the order in which they did. Of what was only approved nothing is said. No gate: the words are public from the moment that somebody has them. */
export async function listSentWordings(db: Executor): Promise<SentWording[]> {
  const rows = await db
    .select({ wave: waves, kind: noticeTemplates.kind, content: noticeTemplateVersions.content, asOf: datasets.asOf })
    .from(waves)
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, waves.templateVersionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .innerJoin(datasets, and(eq(datasets.incidentId, waves.incidentId), eq(datasets.version, waves.readVersion)))
    // A message that is in doubt may have arrived, and its reader may ask.
    .where(and(isNotNull(waves.frozenAt), sql`exists (select 1 from wave_ranges r where r.wave_id = ${waves.id} and r.accepted + r.in_doubt + r.handing_over > 0)`))
    .orderBy(asc(waves.frozenAt), asc(waves.id));
  return rows.flatMap(({ wave, kind, content, asOf }) =>
    wave.frozenAt === null || wave.tokenKeyId === null || wave.sender === null
      ? []
      : [{ waveId: wave.id as WaveId, incidentId: wave.incidentId as IncidentId, kind, channels: wave.channels, content: noticeWording.parse(content), sender: waveSender.parse(wave.sender), asOf, tokenKeyId: wave.tokenKeyId, from: wave.frozenAt, until: wave.endedAt }],
  );
}
