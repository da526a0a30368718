import { formatTime } from "@/content/formats";
import { translator } from "@/content/translator";
import type { Locale } from "@/db/values/locales";
import { formatFact } from "../facts/rules";
import type { FactChange } from "../facts/types";
import type { PublishedIncident } from "../incidents/types";
import { postingPath } from "./rules";
import type { PublicPosting } from "./types";

/** Readers ask often; older entries stand on the pages. */
const MOST_ENTRIES = 50;

interface Entry {
  id: string;
  href: string;
  title: string;
  text: string;
  at: Date;
}

interface FeedSource {
  incident: Pick<PublishedIncident, "slug" | "content" | "publishedAt">;
  postings: PublicPosting[];
  changes: FactChange[];
  portalUrl: string;
  locale: Locale;
}

/** Write what became public of an incident as an Atom feed (RFC 4287): postings, updates and corrected facts, the newest first. An entry's id is the address at which it stays. */
export function writeAtomFeed({ incident, postings, changes, portalUrl, locale }: FeedSource): string {
  const t = translator(locale, "postings-page");
  const origin = portalUrl.replace(/\/$/, "");
  const page = `${origin}/${locale}/${incident.slug}`;
  const { content } = incident;
  const entries: Entry[] = [
    ...postings.map((posting): Entry => {
      const href = origin + postingPath({ slug: incident.slug, number: posting.number, locale });
      return { id: href, href, title: posting.title[locale], text: t("feed.posting", { until: formatTime(posting.mustStayUntil, locale, content.timeZone), hash: posting.hash[locale] }), at: posting.publishedFrom };
    }),
    ...content.updates.map((update): Entry => ({ id: `${page}/updates#${encodeURIComponent(update.at)}`, href: `${page}/updates`, title: update.title[locale], text: update.text[locale], at: new Date(update.at) })),
    ...changes.map(({ name, before, after }): Entry => {
      const say = (fact: typeof before) => formatFact(fact.value, locale, content.timeZone);
      return { id: `${page}/updates#fact-${name}-${after.number}`, href: `${page}/updates#facts`, title: t("feed.fact", { label: after.label[locale] }), text: t("feed.fact-text", { before: say(before), after: say(after) }), at: after.approvedAt };
    }),
  ]
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, MOST_ENTRIES);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">`,
    `<id>${text(`${page}/feed.xml`)}</id>`,
    `<title>${text(`${content.organisation[locale]}: ${content.title[locale]}`)}</title>`,
    `<updated>${(entries[0]?.at ?? incident.publishedAt).toISOString()}</updated>`,
    `<author><name>${text(content.organisation[locale])}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${text(`${page}/feed.xml`)}"/>`,
    `<link rel="alternate" type="text/html" href="${text(page)}"/>`,
    ...entries.map(({ id, href, title, text: words, at }) =>
      [`<entry>`, `<id>${text(id)}</id>`, `<title>${text(title)}</title>`, `<updated>${at.toISOString()}</updated>`, `<link rel="alternate" type="text/html" href="${text(href)}"/>`, `<content type="text">${text(words)}</content>`, `</entry>`].join(""),
    ),
    "</feed>",
    "",
  ].join("\n");
}

/** Text of XML, also within quotation marks (XML 1.0 § 2.4); characters that no document may hold are left out (§ 2.2). */
function text(words: string): string {
  const whole = words.replaceAll(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, "");
  return whole.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
