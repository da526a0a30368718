import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import { fakeReports } from "@/db/schema/authenticity";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { requireUuid } from "../../kernel/ids";
import { openJson } from "../../keys/sealed";
import { maskReporter, reportPlace, reportWords, toReport, type FakeReport, type ReportWords } from "./fake-report";
import type { ReportFilter } from "../input";
import { mayReadReports } from "../policy";

const PAGE = 50;

/** All of a report but what is sealed. */
const { id, reference, way, locale, pictureType, createdAt, verdict, decidedBy, decidedAt, erasedAt } = fakeReports;
const known = { id, reference, way, locale, pictureType, createdAt, verdict, decidedBy, decidedAt, erasedAt };

/** Read the queue, a page at a time: what waits, the oldest first, or what was decided, the newest first. @throws {Forbidden} */
export async function listReports(ctx: Context, { state = "open", after }: ReportFilter): Promise<{ reports: FakeReport[]; next: string | null }> {
  authorise(ctx, mayReadReports);
  const open = state === "open";
  const from = after === undefined ? undefined : sql`(${fakeReports.createdAt}, ${fakeReports.id}) ${open ? sql`>` : sql`<`} (select r.created_at, r.id from fake_reports r where r.id = ${after}::uuid)`;
  const rows = await ctx.db
    .select(known)
    .from(fakeReports)
    .where(and(open ? isNull(fakeReports.verdict) : eq(fakeReports.verdict, state), from))
    .orderBy(...(open ? [asc(fakeReports.createdAt), asc(fakeReports.id)] : [desc(fakeReports.createdAt), desc(fakeReports.id)]))
    .limit(PAGE + 1);
  const reports = rows.slice(0, PAGE).map(toReport);
  return { reports, next: rows.length > PAGE ? (reports.at(-1)?.id ?? null) : null };
}

/** Read one report with what somebody wrote, and masked where they can be reached; null once that is erased. They may tell of themselves in it, so the look is audited. @throws {Forbidden} @throws {NotFound} */
export async function getReport(ctx: Context, reportId: string): Promise<FakeReport & { words: ReportWords | null }> {
  authorise(ctx, mayReadReports);
  const [row] = await ctx.db.select({ ...known, sealed: fakeReports.sealed }).from(fakeReports).where(eq(fakeReports.id, requireUuid(reportId, "fake-report")));
  if (!row) throw new NotFound("fake-report");
  const words = row.sealed && reportWords.parse(await openJson(ctx.keys, reportPlace(row.id, "sealed"), row.sealed));
  await recordAudit(ctx.db, ctx, { action: "fake-report.read", object: { kind: "fake-report", id: row.id } });
  return { ...toReport(row), words: words && { ...words, contact: words.contact === "" ? "" : maskReporter(words.contact) } };
}
