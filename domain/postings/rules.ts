import type { NoticeKind } from "@/db/values/notice-kinds";
import type { PostingCheckResult } from "@/db/values/posting-states";
import { Conflict, Forbidden, Invalid, type Refusal } from "../kernel/errors";
import { escapeHtml } from "../notices/rules";
import type { RuleVerdict } from "../rules/types";
import type { BannerPage, Posting, PostingCheck, PostingKey } from "./types";

/** What no posting falls short of, whatever it says: a regulator ordered 30 days for a notice that had stood for two (`KR-PIPC-ORDERS`). */
const LEAST_DAYS = 30;
const DAY = 24 * 3_600_000;
/** How often postings are looked at; a longer silence in the log is a time in which nobody looked. */
export const CHECK_MINUTES = 5;

/**
 * Say for how many days a posting of a kind must stand at least, and which rules ask for it: those that apply and let a posting take the place of that kind of notice.
 * One of which it is undecided whether it applies does not count: a shop whose circumstances nobody has recorded yet is no hospital.
 */
export function leastStay(kind: NoticeKind, verdicts: readonly RuleVerdict[]): { days: number; rules: string[] } {
  const asking = verdicts.flatMap(({ rule, answer }) => (answer === "applies" && rule.substitute && rule.notices.includes(kind) ? [{ id: rule.id, days: rule.substitute.minDays }] : []));
  const days = Math.max(LEAST_DAYS, ...asking.map((rule) => rule.days));
  return { days, rules: asking.filter((rule) => rule.days === days).map(({ id }) => id) };
}

/** Say why a posting cannot stand for so many days, or null: a person may lengthen what the rules ask for, never shorten it. */
export function whyNotStay(days: number, least: number): Refusal | null {
  return days < least ? new Invalid({ stayDays: ["posting-stay-short"] }) : null;
}

/** The last moment of so many days from a moment on. */
export function endOfStay(from: Date, days: number): Date {
  return new Date(from.getTime() + days * DAY);
}

/** Say why somebody cannot publish a posting, or null. */
export function whyNotPublishable(posting: Pick<Posting, "state" | "proposedBy">, staffId: string): Refusal | null {
  if (posting.state !== "proposed") return new Conflict("posting-not-proposed");
  if (posting.proposedBy === staffId) return new Forbidden("second-person");
  return null;
}

/** Say why a posting cannot be taken down, or null: not a moment before its time. */
export function whyNotArchivable(posting: Pick<Posting, "state" | "mustStayUntil">, now: Date): Refusal | null {
  if (posting.state !== "standing" || !posting.mustStayUntil) return new Conflict("posting-not-standing");
  return now < posting.mustStayUntil ? new Conflict("posting-must-stay") : null;
}

/** Say why a posting cannot be made to stay until a moment, or null: that is only ever put off. */
export function whyNotExtendable(posting: Pick<Posting, "state" | "mustStayUntil">, until: Date): Refusal | null {
  if (posting.state !== "standing" || !posting.mustStayUntil) return new Conflict("posting-not-standing");
  return until <= posting.mustStayUntil ? new Invalid({ until: ["posting-until-earlier"] }) : null;
}

/** Say why somebody cannot register a page of the organisation's site, or null. */
export function whyNotRegistrable(page: Pick<BannerPage, "state" | "proposedBy">, staffId: string): Refusal | null {
  if (page.state !== "proposed") return new Conflict("banner-not-proposed");
  return page.proposedBy === staffId ? new Forbidden("second-person") : null;
}

/** Say whether a page has a link to one of some addresses. A link inside a comment, a script or a template is not one that anybody sees. */
export function linksTo(html: string, addresses: readonly string[]): boolean {
  const seen = html.replaceAll(/<!--.*?(-->|$)/gs, "").replaceAll(/<(script|style|template|noscript|textarea|title)\b.*?<\/\1\s*>/gis, "");
  return [...seen.matchAll(/<a\s(?:[^>"']|"[^"]*"|'[^']*')*?(?<![-\w:])href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi)].some((link) => addresses.includes((link[1] ?? link[2] ?? link[3] ?? "").trim().replaceAll("&amp;", "&")));
}

/** What the organisation puts into its own pages: plain HTML with a link and nothing that runs. */
export function bannerSnippet({ title, organisation, url, locale }: { title: string; organisation: string; url: string; locale: string }): string {
  return `<p lang="${locale}"><strong>${escapeHtml(organisation)}</strong>: <a href="${escapeHtml(url)}">${escapeHtml(title)}</a></p>`;
}

/** The path under which a file is served, below the installation's public address. */
export function postingPath({ slug, number, locale }: PostingKey): string {
  return `/${locale}/${slug}/postings/${number}`;
}

/** Times in which a posting was not seen to stand: looks that found something else, and stretches in which nobody looked. */
export interface PostingGap {
  from: Date;
  to: Date;
  result: PostingCheckResult | "not-checked";
  detail: string;
}

/**
 * List the gaps in the log of one language, the oldest first. Between two looks nobody knows, so whatever lies between a look that found it standing and one that did not
 * belongs to the gap; a silence of more than two turns is one of its own. Before `until` the log must have a look as well.
 */
export function gapsIn(checks: readonly PostingCheck[], from: Date, until: Date): PostingGap[] {
  const silent = (a: Date, b: Date) => b.getTime() - a.getTime() > 2 * CHECK_MINUTES * 60_000;
  const gaps: PostingGap[] = [];
  const inOrder = [...checks].sort((a, b) => a.firstAt.getTime() - b.firstAt.getTime());
  let seen = from;
  for (const [i, { result, detail, firstAt, lastAt }] of inOrder.entries()) {
    const alone = silent(seen, firstAt);
    if (alone) gaps.push({ from: seen, to: firstAt, result: "not-checked", detail: "" });
    const next = inOrder[i + 1]?.firstAt;
    if (result !== "stands") gaps.push({ from: alone ? firstAt : seen, to: next && !silent(lastAt, next) ? next : lastAt, result, detail });
    seen = lastAt;
  }
  if (silent(seen, until)) gaps.push({ from: seen, to: until, result: "not-checked", detail: "" });
  return gaps;
}
