import "server-only";
import { getTranslations } from "next-intl/server";
import type { CheckAnswer, Piece } from "@/components/authenticity/check-answer";
import { formatTime } from "@/content/formats";
import { localeNames, type Locale } from "@/db/values/locales";
import type { CheckedMail } from "@/domain/authenticity/check/check-mail";
import type { CheckedText } from "@/domain/authenticity/check/check-text";
import { showWordings } from "@/domain/authenticity/check/show-wordings";
import type { NumberAnswer, Stretch, Verdict } from "@/domain/authenticity/check/types";
import { postingPath } from "@/domain/postings/rules";
import type { PostedPage } from "@/domain/postings/types";
import { loadEnv } from "@/lib/env";

type Translate = Awaited<ReturnType<typeof getTranslations>>;
type Sent = Extract<NumberAnswer, { kind: "notice" }>["sent"];

const tones = { genuine: "info", part: "possible", altered: "leaked", "not-ours": "leaked" } as const satisfies Record<Verdict, CheckAnswer["tone"]>;
const empty = { lines: [], facts: [], dangers: [], comparison: null, leftOut: [], wordings: [] };
/** Words in a row that both texts have, of which the first and the last are shown. */
const SHOWN = 12;

export async function answerNumber(found: NumberAnswer, locale: Locale, portalUrl: string): Promise<CheckAnswer> {
  const t = await getTranslations({ locale, namespace: "verify" });
  if (found.kind === "not-ours") return { ...empty, tone: "leaked", title: t("answer.number.not-ours.title"), lines: [t("answer.number.not-ours.text"), t("answer.do")] };
  if (found.kind === "single") return { ...empty, tone: "info", title: t("answer.number.single.title"), lines: [singleLine(t, found, locale), t("answer.number.single.words"), t("answer.number.copied")] };
  const wordings = (await showWordings(found.sent, portalUrl)).map(({ channel, ...shown }) => ({ ...shown, title: t(`wording.${channel}`, { language: localeNames[shown.locale] }) }));
  return { ...empty, tone: "info", title: t("answer.number.notice.title"), lines: [t("answer.number.notice.text"), t("answer.number.copied")], facts: await factsOf(t, found.sent, locale), wordings };
}

export async function answerText(found: CheckedText, locale: Locale): Promise<CheckAnswer> {
  const t = await getTranslations({ locale, namespace: "verify" });
  const { verdict } = found.comparison;
  if (verdict === "not-ours" && found.number) return numberInside(t, found.number, locale);
  const title = t(`answer.text.${verdict}.title`);
  const lines = [t(`answer.text.${verdict}.text`), ...aboutPattern(t, found, verdict), ...(isGenuine(verdict) ? [t("answer.links")] : [t("answer.do")])];
  return { ...(await comparisonOf(t, found, locale)), tone: tones[verdict], title, lines };
}

export async function answerMail(found: CheckedMail, locale: Locale): Promise<CheckAnswer> {
  const t = await getTranslations({ locale, namespace: "verify" });
  const answer = await answerOneMail(t, found, locale);
  // What is said is said of the mail inside; whoever wrote around it is somebody else.
  return found.passedOnBy === null ? answer : { ...answer, lines: [t("answer.mail.passed-on", { from: found.passedOnBy }), ...answer.lines] };
}

async function answerOneMail(t: Translate, found: CheckedMail, locale: Locale): Promise<CheckAnswer> {
  const { verdict, by, signature, extras } = found;
  const names = { domain: signature.domain ?? "", from: found.from };
  if (by === "signature") {
    const source = found.comparison.pattern?.source;
    const sent = source?.kind === "notice" ? source.sent : found.number?.kind === "notice" ? found.number.sent : null;
    const at = signature.signedAt ? formatTime(signature.signedAt, locale) : null;
    return {
      ...empty,
      tone: "info",
      title: t("answer.mail.signed.title"),
      lines: [t("answer.mail.signed.text", names), ...(found.number?.kind === "single" ? [singleLine(t, found.number, locale)] : [])],
      facts: [...(at === null ? [] : [{ name: t("facts.signed"), value: at }]), { name: t("facts.signature"), value: `${signature.selector ?? ""} · ${signature.domain ?? ""}` }, ...(sent ? await factsOf(t, sent, locale) : [])],
    };
  }
  const why = t(`answer.mail.${signature.state}`, names);
  if (verdict === "not-ours" && found.number) {
    const answer = numberInside(t, found.number, locale);
    return { ...answer, lines: [why, ...answer.lines] };
  }
  const more = extras.map((extra) => t(`answer.mail.extra.${extra}`));
  return { ...(await comparisonOf(t, found, locale)), tone: tones[verdict], title: t(`answer.text.${verdict}.title`), lines: [t(`answer.text.${verdict}.text`), why, ...aboutPattern(t, found, verdict), ...more, ...(isGenuine(verdict) ? [t("answer.mail.sender", names)] : [t("answer.do")])] };
}

/** A message that has a person's own words: its number alone can be checked, and a number can be copied. */
function numberInside(t: Translate, number: NumberAnswer, locale: Locale): CheckAnswer {
  const lines = number.kind === "single" ? [singleLine(t, number, locale), t("answer.number.single.words")] : [t("answer.number.notice.other")];
  return { ...empty, tone: "possible", title: t("answer.number.inside"), lines: [...lines, t("answer.number.copied")] };
}

/** What a comparison of words leaves open, and that a posting was sent to nobody. */
function aboutPattern(t: Translate, { comparison: { pattern } }: CheckedText, verdict: Verdict): string[] {
  if (!pattern) return [];
  if (pattern.source.kind === "posting") return [t("answer.posting", { number: pattern.source.page.number })];
  return isGenuine(verdict) && pattern.words.some(({ slot }) => slot === "list") ? [t("answer.list")] : [];
}

function isGenuine(verdict: Verdict): boolean {
  return verdict === "genuine" || verdict === "part";
}

function singleLine(t: Translate, { sort, day }: Extract<NumberAnswer, { kind: "single" }>, locale: Locale): string {
  return t("answer.number.single.text", { sort: t(`sort.${sort}`), day: formatTime(day, locale, "UTC", true) });
}

async function factsOf(t: Translate, { kind, begunAt, endedAt, sender, channels }: Sent, locale: Locale): Promise<CheckAnswer["facts"]> {
  const notices = await getTranslations({ locale, namespace: "notices" });
  const at = (moment: Date) => formatTime(moment, locale, sender.timeZone);
  return [
    { name: t("facts.kind"), value: notices(`kind.${kind}`) },
    { name: t("facts.sender"), value: sender.organisation[locale] },
    { name: t("facts.sent"), value: endedAt === null ? t("facts.since", { from: at(begunAt) }) : t("facts.between", { from: at(begunAt), until: at(endedAt) }) },
    { name: t("facts.channels"), value: channels.map((channel) => t(`channel.${channel}`)).join(", ") },
  ];
}

async function factsOfPosting(t: Translate, { kind, number, slug, publishedFrom, archivedAt, locale: language }: PostedPage, locale: Locale): Promise<CheckAnswer["facts"]> {
  const notices = await getTranslations({ locale, namespace: "notices" });
  const from = formatTime(publishedFrom, locale);
  return [
    { name: t("facts.kind"), value: notices(`kind.${kind}`) },
    { name: t("facts.posted"), value: archivedAt === null ? t("facts.since", { from }) : t("facts.between", { from, until: formatTime(archivedAt, locale) }) },
    { name: t("facts.address"), value: `${loadEnv().AMENDS_URL.replace(/\/$/, "")}${postingPath({ slug, number, locale: language })}` },
  ];
}

async function comparisonOf(t: Translate, { comparison }: CheckedText, locale: Locale): Promise<Omit<CheckAnswer, "tone" | "title" | "lines">> {
  const { pattern, stretches, dangers, leftOut, verdict } = comparison;
  const differs = verdict === "altered" || verdict === "part";
  return {
    facts: !pattern ? [] : pattern.source.kind === "notice" ? await factsOf(t, pattern.source.sent, locale) : await factsOfPosting(t, pattern.source.page, locale),
    dangers: dangers.map(({ kind, text }) => t(`danger.${kind}`, { text })),
    comparison: differs ? { ours: piecesOf(stretches, "missing"), yours: piecesOf(stretches, "added") } : null,
    leftOut: [...leftOut],
    wordings: [],
  };
}

function piecesOf(stretches: readonly Stretch[], own: "missing" | "added"): Piece[] {
  return stretches.filter(({ kind }) => kind === "same" || kind === own).map(({ kind, text, words }) => ({ differs: kind === own, text: kind === "same" && words > 2 * SHOWN ? shortened(text) : text }));
}

function shortened(text: string): string {
  const words = text.split(" ");
  return `${words.slice(0, SHOWN).join(" ")} … ${words.slice(-SHOWN).join(" ")}`;
}
