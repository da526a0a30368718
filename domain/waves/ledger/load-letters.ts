import type { Locale } from "@/db/values/locales";
import { updateKinds, type NoticeKind } from "@/db/values/notice-kinds";
import type { Channel } from "@/db/values/wave-states";
import type { IncidentDataClass } from "../../incidents/types";
import type { Context } from "../../kernel/context";
import { keepLetters } from "../../notices/rendering/keep-letters";
import { readTemplateVersion } from "../../notices/queries";
import { compileNotice, compileSms } from "../../notices/rendering/render-notice";
import type { NoticeLetter, NoticeReader, NoticeWording, SharedValues } from "../../notices/types";
import { listDataClasses } from "../queries/list-data-classes";
import { readWave } from "../queries/read-wave";
import { asOfVersion, sharedValues } from "../sender-words";
import type { PreparedLetter, Wave, WaveTransport } from "../types";
import { deriveTokenKeys, deriveUnsubscribeKeys, type TokenKeys } from "./tokens";

/** All that a worker needs to write a wave's messages, read once per lease. */
export interface SendableWave {
  wave: Wave;
  readVersion: number;
  kind: NoticeKind;
  templateVersion: number;
  classes: IncidentDataClass[];
  /** The letter of a language with the sections that are for a reader, laid out once for all readers alike. */
  letterFor: (locale: Locale, reader: NoticeReader) => Promise<PreparedLetter>;
  tokens: TokenKeys;
  /** How mails of a kind that may be unsubscribed say so; null for every other kind. */
  unsubscribe: { keys: TokenKeys; at: string } | null;
}

export async function loadLetters(ctx: Context, transport: WaveTransport, waveId: string, portalUrl: string): Promise<SendableWave> {
  const wave = await readWave(ctx.db, waveId);
  if (wave.readVersion === null || wave.tokenKeyId === null || !wave.sender) throw new Error("the wave is not frozen");
  const { sender, readVersion } = wave;
  const [version, classes, asOf, key] = await Promise.all([
    readTemplateVersion(ctx.db, wave.templateVersionId),
    listDataClasses(ctx.db, wave.incidentId),
    asOfVersion(ctx.db, wave.incidentId, readVersion),
    ctx.keys.byId(wave.tokenKeyId),
  ]);
  const letterFor = keepLetters(version.content, async (wording, locale) => transport.prepare(await compileFor(transport.channel, wording, locale, sharedValues(sender, locale, asOf, portalUrl))));
  const unsubscribe = updateKinds.includes(version.kind) ? { keys: deriveUnsubscribeKeys(key.bytes), at: `${portalUrl.replace(/\/$/, "")}/u/` } : null;
  return { wave, readVersion, kind: version.kind, templateVersion: version.number, classes, letterFor, tokens: deriveTokenKeys(key.bytes), unsubscribe };
}

async function compileFor(channel: Channel, wording: NoticeWording, locale: Locale, shared: SharedValues): Promise<NoticeLetter> {
  if (channel !== "sms") return compileNotice(wording, locale, shared);
  const letter = compileSms(wording, locale, shared);
  // A wave over SMS is not submitted without one, and an approved wording does not change.
  if (!letter) throw new Error("the wording has no text message");
  return letter;
}
