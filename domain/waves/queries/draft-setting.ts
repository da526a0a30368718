import { getIncidentForStaff } from "../../incidents/queries";
import { authorise, type Context } from "../../kernel/context";
import { mayReadNotices } from "../../notices/policy";
import { readTemplateVersion } from "../../notices/queries";
import type { NoticeReader, NoticeWording } from "../../notices/types";
import { asOfVersion, senderOf } from "../sender-words";
import type { WaveSender } from "../types";

export interface DraftSetting {
  name: string;
  sender: WaveSender;
  /** Of the published data; of this moment while nothing is published. */
  asOf: Date;
  /** With the incident's classes alone, in its order. */
  reader: NoticeReader;
}

/** Read what stands around words that are being written: who writes, what the data speaks of, and who reads them. Null while the incident has no words of its own, which say who writes. @throws {Forbidden} @throws {NotFound} */
export async function readDraftSetting(ctx: Context, { versionId, content, reader }: { versionId: string; content: NoticeWording; reader: NoticeReader }): Promise<DraftSetting | null> {
  authorise(ctx, mayReadNotices);
  const { incidentId, name } = await readTemplateVersion(ctx.db, versionId);
  const { published, open, publishedVersion, classes } = await getIncidentForStaff(ctx, incidentId);
  const words = published ?? open;
  if (!words) return null;
  const sender = await senderOf(ctx.db, { id: incidentId, content: words.content }, content);
  const within = (chosen: readonly string[]) => classes.map(({ slug }) => slug).filter((slug) => chosen.includes(slug));
  const ordered = { ...reader, confirmed: within(reader.confirmed), possible: within(reader.possible) };
  return { name, sender, reader: ordered, asOf: publishedVersion === null ? ctx.clock.now() : await asOfVersion(ctx.db, incidentId, publishedVersion) };
}
