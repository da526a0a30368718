/* eslint-disable @next/next/no-head-element, @next/next/no-img-element -- a document of its own, which the framework never renders */
import { render } from "@react-email/render";
import type { ReactNode } from "react";
import { formatTime } from "@/content/formats";
import { translator } from "@/content/translator";
import { localeNames, locales, type Locale } from "@/db/values/locales";
import { sha256 } from "@/lib/crypto";
import { fillPublicLine, PublicWording, type PublicValues } from "../../notices/rendering/public-wording";
import type { Signatory } from "../../notices/signatory/types";
import type { NoticeWording } from "../../notices/types";
import { postingPath } from "../rules";

/** The portal's colours, light and dark, and its column. Child selectors are left out: what is escaped in a style would not match its hash. */
const STYLE = `:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1a2129;--soft:#4d5863;--line:#d9d5cb;--accent:#0a5f66}
@media(prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e8e6e1;--soft:#a9b2bb;--line:#39424b;--accent:#6fc3ca}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:18px/1.6 Pretendard,-apple-system,'Apple SD Gothic Neo','Malgun Gothic','Segoe UI',sans-serif;word-break:keep-all;overflow-wrap:anywhere}
.page{max-width:42rem;margin:0 auto;padding:0 1rem}
header,footer{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;padding:1rem 0;border-bottom:1px solid var(--line);font-size:1rem}
footer{display:block;border:0;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
footer p{margin:.25rem 0}
main{padding:2rem 0}
h1{font-size:1.75rem;line-height:1.3;margin:0 0 1.5rem;text-wrap:balance}
h2{font-size:1.375rem;line-height:1.35;margin:2.5rem 0 .75rem}
h3{font-size:1.125rem;margin:1.75rem 0 .5rem}
p{margin:0 0 1rem}
ul,ol{margin:0 0 1rem;padding-left:1.5rem}
li{margin:0 0 .5rem}
a{color:var(--accent)}
a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.for-some{border-left:3px solid var(--line);padding-left:1rem;margin:1.5rem 0}
.for-whom{color:var(--soft);font-size:1rem;font-weight:600}
.signature{display:flex;gap:1rem;align-items:center;margin:2.5rem 0 0;break-inside:avoid}
.signature img{width:6rem;height:6rem;object-fit:cover;border-radius:6px}
.signature span{display:block;color:var(--soft)}
@media print{:root{--paper:#fff;--ink:#000;--soft:#333;--line:#999;--accent:#000}body{font-size:12pt}.no-print{display:none}h2,h3{break-after:avoid}li{break-inside:avoid}}`;

interface PostingText {
  locale: Locale;
  slug: string;
  number: number;
  wording: NoticeWording;
  values: PublicValues;
  /** Who signs an apology. */
  signatory: Signatory | null;
  publishedFrom: Date;
  mustStayUntil: Date;
  timeZone: string;
  /** The number of the posting whose place it takes. */
  supersedes: number | null;
}

/**
 * Write a posting in one language: one file of HTML that needs nothing from anywhere, without script, for every browser and for paper. The same text makes the same bytes.
 * @throws when a placeholder is left, which an approved wording cannot have
 */
export async function writePosting(text: PostingText): Promise<{ title: string; bytes: Buffer }> {
  const { title, html } = await drawPosting(text);
  if (/\{\{[a-z]/.test(html)) throw new Error("a placeholder of the wording was not filled in");
  return { title, bytes: Buffer.from(html) };
}

/** The same for words that are being written: a placeholder that nothing fills stays to be seen. */
export async function drawPosting(text: PostingText): Promise<{ title: string; html: string }> {
  const title = fillPublicLine(text.wording.subject[text.locale], text.values);
  // What renders mails gives a document type that puts browsers into an older mode, and marks of its own.
  const html = (await render(<PostingDocument title={title} {...text} />)).replace(/^<!DOCTYPE[^>]*>/i, "").replaceAll(/<!--.*?-->/gs, "");
  return { title, html: `<!doctype html>\n${html}\n` };
}

/** The policy under which a browser shows these bytes: nothing from anywhere, no script, and of styles the one that is in them. */
export function policyOf(bytes: Buffer): string {
  const style = /<style>(.*?)<\/style>/s.exec(bytes.toString("utf8"))?.[1] ?? "";
  return `default-src 'none'; style-src 'sha256-${sha256(style).toString("base64")}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

function PostingDocument({ title, locale, slug, number, wording, values, signatory, publishedFrom, mustStayUntil, timeZone, supersedes }: PostingText & { title: string }): ReactNode {
  const t = translator(locale, "postings-page");
  const { organisation, "contact-desk": desk, "portal-url": portal } = values.shared;
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{`${title} · ${organisation}`}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <div className="page">
          <header>
            <span>
              <strong>{organisation}</strong> · {t("head")}
            </span>
            <nav className="no-print" aria-label={t("languages")}>
              {locales.map((language, i) => (
                <span key={language}>
                  {i > 0 && " | "}
                  {language === locale ? (
                    <strong lang={language}>{localeNames[language]}</strong>
                  ) : (
                    <a href={postingPath({ slug, number, locale: language })} lang={language} hrefLang={language}>
                      {localeNames[language]}
                    </a>
                  )}
                </span>
              ))}
            </nav>
          </header>
          <main>
            <h1>{title}</h1>
            <PublicWording wording={wording} locale={locale} values={values} t={t} />
            {signatory && <Signature signatory={signatory} locale={locale} />}
          </main>
          <footer>
            <p>{t("posted", { number, at: formatTime(publishedFrom, locale, timeZone), until: formatTime(mustStayUntil, locale, timeZone) })}</p>
            {supersedes !== null && (
              <p>
                {t("supersedes")} <a href={postingPath({ slug, number: supersedes, locale })}>{t("posting", { number: supersedes })}</a>
              </p>
            )}
            <p>
              {t("for-everybody")} <a href={`/${locale}/${slug}`}>{portal}</a>
            </p>
            <p>{desk}</p>
          </footer>
        </div>
      </body>
    </html>
  );
}

/** The picture lies in the file itself, so that the page is whole wherever it is kept. */
function Signature({ signatory: { name, role, picture }, locale }: { signatory: Signatory; locale: Locale }): ReactNode {
  return (
    <div className="signature">
      {picture && <img src={`data:${picture.type};base64,${picture.bytes.toString("base64")}`} alt={picture.alt[locale] || name[locale]} />}
      <div>
        <span>{role[locale]}</span>
        <strong>{name[locale]}</strong>
      </div>
    </div>
  );
}
