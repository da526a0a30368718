import { locales } from "@/db/values/locales";
import type { Channel } from "@/db/values/wave-states";
import { sha256 } from "@/lib/crypto";
import type { Context } from "../../kernel/context";
import { listPostedPages, readServedBytes } from "../../postings/queries";
import { deriveTokenKeys, isReferenceOf } from "../../waves/ledger/tokens";
import { listDataClasses } from "../../waves/queries/list-data-classes";
import { listSentNotices, type SentNotice } from "../../waves/queries/list-sent-notices";
import { postingPattern } from "./posting-pattern";
import type { Pattern } from "./types";
import { patternOf } from "./wording-pattern";

/** Wordings whose patterns a process keeps: what was approved with a wave does not change, nor what was posted, so a pattern is made once, and once for all waves that said the same. */
const KEPT = 500;
const kept = new Map<string, Promise<Pattern[]>>();

/** Everything that we said, the oldest first, as patterns to compare with: messages that have left, of which letters have the words of mails, and postings that stand or stood. */
export async function listPatterns(ctx: Context, portalUrl: string): Promise<Pattern[]> {
  return [...(await listNoticePatterns(ctx, portalUrl)), ...(await listPostingPatterns(ctx))];
}

async function listPostingPatterns(ctx: Context): Promise<Pattern[]> {
  return Promise.all(
    (await listPostedPages(ctx.db)).map(async (page) => {
      const [pattern] = await keptUnder(page.hash, async () => [postingPattern(page, (await readServedBytes(ctx.db, page.hash)) ?? Buffer.alloc(0))]);
      if (!pattern) throw new Error("a posting has a pattern");
      return { ...pattern, source: { kind: "posting" as const, page } };
    }),
  );
}

async function listNoticePatterns(ctx: Context, portalUrl: string): Promise<Pattern[]> {
  const sent = (await listSentNotices(ctx.db)).reverse();
  const incidents = [...new Set(sent.map(({ incidentId }) => incidentId))];
  const classes = new Map(await Promise.all(incidents.map(async (id) => [id, (await listDataClasses(ctx.db, id)).map(({ slug }) => slug)] as const)));
  return (await Promise.all(sent.map((each) => patternsOf(each, classes.get(each.incidentId) ?? [], portalUrl)))).flat();
}

async function patternsOf(sent: SentNotice, classes: readonly string[], portalUrl: string): Promise<Pattern[]> {
  const { content, sender, asOf, channels } = sent;
  const name = sha256(JSON.stringify([content, sender, asOf, channels, classes, portalUrl])).toString("base64");
  // Two waves may have said the same: the pattern is one, and where it stands is each wave's own.
  return (await keptUnder(name, () => makePatterns(sent, classes, portalUrl))).map((pattern) => (pattern.source.kind === "notice" ? { ...pattern, source: { ...pattern.source, sent } } : pattern));
}

async function keptUnder(name: string, make: () => Promise<Pattern[]>): Promise<Pattern[]> {
  let patterns = kept.get(name);
  if (!patterns) {
    if (kept.size >= KEPT) kept.clear();
    patterns = make();
    kept.set(name, patterns);
    patterns.catch(() => kept.delete(name));
  }
  return patterns;
}

async function makePatterns(sent: SentNotice, classes: readonly string[], portalUrl: string): Promise<Pattern[]> {
  const ways: Channel[] = [...(sent.channels.some((channel) => channel !== "sms") ? (["email"] as const) : []), ...(sent.channels.includes("sms") ? (["sms"] as const) : [])];
  const made = await Promise.all(ways.flatMap((channel) => locales.map((locale) => patternOf({ sent, locale, channel, classes, portalUrl }))));
  return made.filter((pattern) => pattern !== null);
}

/** Say of words of ours whether a number was given out for their messages; a posting has none. */
export async function numbersIn(ctx: Context, { source }: Pattern): Promise<(number: string) => boolean> {
  return source.kind === "notice" ? numbersOf(ctx, source.sent) : () => false;
}

/** Say of a wave whether a number was given out for its messages. */
export async function numbersOf(ctx: Context, sent: SentNotice): Promise<(number: string) => boolean> {
  const keys = deriveTokenKeys((await ctx.keys.byId(sent.tokenKeyId)).bytes);
  return (number) => isReferenceOf(keys, sent.waveId, number);
}
