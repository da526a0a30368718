/* eslint-disable @next/next/no-head-element -- a document of its own, which the framework never renders */
import { render } from "@react-email/render";
import { eq } from "drizzle-orm";
import type { ReactNode } from "react";
import { formatTime } from "@/content/formats";
import { translator } from "@/content/translator";
import { postingFiles } from "@/db/schema/postings";
import { localeNames, type Locale } from "@/db/values/locales";
import { findPublishedIncident } from "../incidents/queries";
import { authorise, type Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import { readTemplateVersion } from "../notices/queries";
import { listStaffNames } from "../staff/queries";
import { mayReadPostings } from "./policy";
import { getPosting } from "./queries";
import { gapsIn, postingPath } from "./rules";
import type { PostingOverview } from "./types";

/** Ink on paper: it is printed and handed in. */
const STYLE = `body{max-width:48rem;margin:2rem auto;padding:0 1rem;font:11pt/1.5 Pretendard,-apple-system,'Apple SD Gothic Neo','Malgun Gothic','Segoe UI',sans-serif;color:#000;background:#fff;word-break:keep-all;overflow-wrap:anywhere}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}
dl{display:grid;grid-template-columns:12rem 1fr;gap:.25rem 1rem}dt{color:#333}dd{margin:0}
table{border-collapse:collapse;width:100%;font-size:.85em}th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top}
code{overflow-wrap:anywhere}
.signature img{width:6rem;height:6rem;object-fit:cover}
.text{border:1px solid #999;padding:0 1rem;margin-top:1rem}
@media (max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}`;

interface Proof {
  posting: PostingOverview;
  organisation: string;
  approved: { by: string; at: Date } | null;
  names: Map<string, string>;
  /** The posted pages, whole, by language. */
  pages: Map<Locale, string>;
  timeZone: string;
  portalUrl: string;
  locale: Locale;
  now: Date;
}

/**
 * Put together the proof that a posting stands or stood: what was posted, by whom, where, since when, with which hash, what every check found, and the whole text. One file
 * of HTML in the language of whoever asks. @throws {Forbidden} @throws {NotFound} @throws {Conflict} while nothing is posted
 */
export async function provePosting(ctx: Context, postingId: string, { locale, portalUrl }: { locale: Locale; portalUrl: string }): Promise<{ fileName: string; bytes: Buffer }> {
  authorise(ctx, mayReadPostings);
  const posting = await getPosting(ctx, postingId);
  if (posting.files.length === 0) throw new Conflict("posting-not-standing");
  const files = await ctx.db.select({ locale: postingFiles.locale, bytes: postingFiles.bytes }).from(postingFiles).where(eq(postingFiles.postingId, posting.id));
  const incident = await findPublishedIncident(ctx.db, posting.incidentId);
  const { approvedBy, approvedAt } = await readTemplateVersion(ctx.db, posting.template.versionId);
  const proof: Proof = {
    posting,
    organisation: incident?.content.organisation[locale] ?? posting.slug,
    approved: approvedBy && approvedAt ? { by: approvedBy, at: approvedAt } : null,
    names: await listStaffNames(ctx),
    pages: new Map(files.map((file) => [file.locale, file.bytes.toString("utf8")])),
    timeZone: incident?.content.timeZone ?? "UTC",
    portalUrl: portalUrl.replace(/\/$/, ""),
    locale,
    now: ctx.clock.now(),
  };
  const html = (await render(<ProofDocument {...proof} />)).replace(/^<!DOCTYPE[^>]*>/i, "");
  return { fileName: `posting-${posting.slug}-${posting.number}-proof.html`, bytes: Buffer.from(`<!doctype html>\n${html}\n`) };
}

function ProofDocument(proof: Proof): ReactNode {
  const { posting, organisation, approved, names, timeZone, locale, now } = proof;
  const t = translator(locale, "postings");
  const by = (id: string | null, at: Date | null) => (id && at ? t("facts.by", { name: names.get(id) ?? "–", at: formatTime(at, locale, timeZone) }) : "–");
  const rows: [string, string][] = [
    [t("proof.organisation"), organisation],
    [t("wording"), t("wording-of", { name: posting.template.name, number: posting.template.number })],
    [t("proof.approved"), by(approved?.by ?? null, approved?.at ?? null)],
    [t("proof.proposed"), by(posting.proposedBy, posting.proposedAt)],
    [t("proof.published"), by(posting.decidedBy, posting.decidedAt)],
    ...(posting.publishedFrom ? [[t("facts.from"), formatTime(posting.publishedFrom, locale, timeZone)] as [string, string]] : []),
    ...(posting.mustStayUntil ? [[t("facts.until"), formatTime(posting.mustStayUntil, locale, timeZone)] as [string, string]] : []),
    [t("facts.rules"), `${t("facts.days", { days: posting.leastDays })}${posting.rules.length > 0 ? `: ${posting.rules.join(", ")}` : ""}`],
    ...(posting.archivedAt ? [[t("facts.archived"), by(posting.archivedBy, posting.archivedAt)] as [string, string]] : []),
  ];
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{`${t("proof.title")} · ${t("posting", { number: posting.number })}`}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <h1>
          {t("proof.title")}: {t("posting", { number: posting.number })}
        </h1>
        <p>{t("proof.made", { at: formatTime(now, locale, timeZone) })}</p>
        <Pairs rows={rows} />
        <p>{t("proof.explain")}</p>
        {posting.files.map((file) => (
          <ProofOfFile key={file.locale} {...proof} file={file} />
        ))}
      </body>
    </html>
  );
}

/** One language: where, what, its log and its text. */
function ProofOfFile({ posting, pages, timeZone, portalUrl, locale, now, file }: Proof & { file: PostingOverview["files"][number] }): ReactNode {
  const t = translator(locale, "postings");
  const checks = posting.checks.filter((check) => check.locale === file.locale);
  const gaps = posting.publishedFrom ? gapsIn(checks, posting.publishedFrom, posting.archivedAt ?? now) : [];
  const time = (at: Date) => formatTime(at, locale, timeZone);
  // Our own bytes, written by `writePosting` out of text that React escaped.
  const text = /<main>(.*)<\/main>/s.exec(pages.get(file.locale) ?? "")?.[1] ?? "";
  return (
    <section>
      <h2>
        {localeNames[file.locale]}: <span lang={file.locale}>{file.title}</span>
      </h2>
      <Pairs
        rows={[
          [t("files.address"), portalUrl + postingPath({ slug: posting.slug, number: posting.number, locale: file.locale })],
          [t("files.hash"), file.hash],
          [t("files.size"), t("files.bytes", { bytes: file.bytes })],
        ]}
      />
      <h3>{t("proof.gaps")}</h3>
      {gaps.length === 0 ? <p>{t("proof.no-gaps")}</p> : <Table head={[t("checks.from"), t("checks.to"), t("checks.result"), t("checks.detail")]} rows={gaps.map((gap) => [time(gap.from), time(gap.to), t(`result.${gap.result}`), gap.detail])} />}
      <h3>{t("proof.log")}</h3>
      {checks.length === 0 ? <p>{t("checks.none")}</p> : <Table head={[t("checks.from"), t("checks.to"), t("checks.count"), t("checks.result"), t("checks.detail")]} rows={checks.map((check) => [time(check.firstAt), time(check.lastAt), String(check.checks), t(`result.${check.result}`), check.detail])} />}
      <h3>{t("proof.text")}</h3>
      <div className="text" lang={file.locale} dangerouslySetInnerHTML={{ __html: text }} />
    </section>
  );
}

function Pairs({ rows }: { rows: [string, string][] }): ReactNode {
  return (
    <dl>
      {rows.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}-value`}>{value}</dd>])}
    </dl>
  );
}

function Table({ head, rows }: { head: string[]; rows: string[][] }): ReactNode {
  return (
    <table>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            {row.map((cell, n) => (
              <td key={n}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
