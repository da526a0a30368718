import { and, asc, desc, eq, isNull, type SQL } from "drizzle-orm";
import { noticeDefects, noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import type { Localized } from "@/db/values/locales";
import { readFacts } from "../facts/queries";
import { formatFact } from "../facts/rules";
import type { FactPlace } from "../facts/types";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid, type IncidentId, type TemplateId, type TemplateVersionId } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { mayReadNotices } from "./policy";
import { factPlacesIn } from "./rules";
import { noticeWording, templateCorrection, type NoticeDefect, type TemplateSummary, type TemplateVersion } from "./types";

/** List an incident's templates with all their versions. @throws {Forbidden} */
export async function listTemplates(ctx: Context, incidentId: string): Promise<TemplateSummary[]> {
  authorise(ctx, mayReadNotices);
  return templatesWhere(ctx, eq(noticeTemplates.incidentId, incidentId));
}

/** Read one template with all its versions. @throws {Forbidden} @throws {NotFound} */
export async function getTemplate(ctx: Context, templateId: string): Promise<TemplateSummary> {
  authorise(ctx, mayReadNotices);
  const [template] = await templatesWhere(ctx, eq(noticeTemplates.id, requireUuid(templateId, "template")));
  if (!template) throw new NotFound("template");
  return template;
}

async function templatesWhere(ctx: Context, where: SQL): Promise<TemplateSummary[]> {
  const rows = await ctx.db
    .select({ template: noticeTemplates, id: noticeTemplateVersions.id, number: noticeTemplateVersions.number, state: noticeTemplateVersions.state, approvedAt: noticeTemplateVersions.approvedAt })
    .from(noticeTemplates)
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.templateId, noticeTemplates.id))
    .where(where)
    .orderBy(asc(noticeTemplates.createdAt), asc(noticeTemplates.id), desc(noticeTemplateVersions.number));
  const found = new Map<string, TemplateSummary>();
  for (const { template, id, number, state, approvedAt } of rows) {
    const summary = found.get(template.id) ?? { id: template.id as TemplateId, incidentId: template.incidentId as IncidentId, kind: template.kind, name: template.name, versions: [] };
    summary.versions.push({ id: id as TemplateVersionId, number, state, approvedAt });
    found.set(template.id, summary);
  }
  return [...found.values()];
}

/** List the facts that a wording of an incident may hold, each with what it says at present. @throws {Forbidden} */
export async function listFactsToSay(ctx: Context, incidentId: string, timeZone: string): Promise<{ name: string; label: Localized; said: Localized }[]> {
  authorise(ctx, mayReadNotices);
  return (await readFacts(ctx.db, incidentId)).map(({ name, label, value }) => ({ name, label, said: { ko: formatFact(value, "ko", timeZone), en: formatFact(value, "en", timeZone) } }));
}

/** List where the newest wordings and those that are approved say facts; `timeZone` is the incident's. @throws {Forbidden} */
export async function whereFactsAreSaid(ctx: Context, incidentId: string, timeZone: string): Promise<FactPlace[]> {
  authorise(ctx, mayReadNotices);
  const facts = await readFacts(ctx.db, incidentId);
  const rows = await versionRows(ctx.db, eq(noticeTemplates.incidentId, requireUuid(incidentId, "incident"))).orderBy(desc(noticeTemplateVersions.number));
  const shown = new Map<string, TemplateVersion[]>();
  for (const version of rows.map(toVersion)) {
    const kept = shown.get(version.templateId) ?? [];
    // What is being written, and what waves are made with.
    if (kept.every(({ state }) => state !== "approved")) shown.set(version.templateId, [...kept, version]);
  }
  return [...shown.values()].flat().flatMap((version) => factPlacesIn(version, facts, timeZone));
}

/** Read one version of a wording. @throws {Forbidden} @throws {NotFound} */
export async function getTemplateVersion(ctx: Context, versionId: string): Promise<TemplateVersion> {
  authorise(ctx, mayReadNotices);
  return readTemplateVersion(ctx.db, versionId);
}

/** Read every version of a template whole, the newest first. @throws {Forbidden} */
export async function listTemplateVersions(ctx: Context, templateId: string): Promise<TemplateVersion[]> {
  authorise(ctx, mayReadNotices);
  return (await versionRows(ctx.db, eq(noticeTemplates.id, requireUuid(templateId, "template"))).orderBy(desc(noticeTemplateVersions.number))).map(toVersion);
}

/** The same without a gate, for verbs that have passed their own. @throws {NotFound} */
export async function readTemplateVersion(db: Executor, versionId: string): Promise<TemplateVersion> {
  const [row] = await versionRows(db, eq(noticeTemplateVersions.id, versionId));
  if (!row) throw new NotFound("template");
  return toVersion(row);
}

/** Read a version and hold its row to the end of the transaction. @throws {NotFound} */
export async function getTemplateVersionForUpdate(tx: Executor, versionId: string): Promise<TemplateVersion> {
  const [row] = await versionRows(tx, eq(noticeTemplateVersions.id, versionId)).for("update", { of: noticeTemplateVersions });
  if (!row) throw new NotFound("template");
  return toVersion(row);
}

/** List what was found wrong of an incident's wordings and not taken back, the oldest first. @throws {Forbidden} */
export async function listDefects(ctx: Context, incidentId: string): Promise<NoticeDefect[]> {
  authorise(ctx, mayReadNotices);
  return readDefects(ctx.db, incidentId);
}

/** The same without a gate, for verbs that have passed their own. */
export async function readDefects(db: Executor, incidentId: string): Promise<NoticeDefect[]> {
  const rows = await db
    .select({ defect: noticeDefects })
    .from(noticeDefects)
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, noticeDefects.versionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .where(and(eq(noticeTemplates.incidentId, incidentId), isNull(noticeDefects.withdrawnAt)))
    .orderBy(asc(noticeDefects.id));
  return rows.map(({ defect: { id, versionId, dataClass, note, reportedBy, reportedAt } }) => ({ id, versionId: versionId as TemplateVersionId, dataClass, note, reportedBy, reportedAt }));
}

/** List the templates that stand in the place of one version's notice. @throws {Forbidden} */
export async function listCorrectionsOf(ctx: Context, versionId: string): Promise<{ id: TemplateId; name: string }[]> {
  authorise(ctx, mayReadNotices);
  const rows = await ctx.db.select({ id: noticeTemplates.id, name: noticeTemplates.name }).from(noticeTemplates).where(eq(noticeTemplates.corrects, requireUuid(versionId, "template"))).orderBy(asc(noticeTemplates.id));
  return rows.map(({ id, name }) => ({ id: id as TemplateId, name }));
}

function versionRows(db: Executor, where: SQL) {
  return db
    .select({ template: noticeTemplates, version: noticeTemplateVersions })
    .from(noticeTemplateVersions)
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .where(where);
}

function toVersion({ template, version }: Awaited<ReturnType<typeof versionRows>>[number]): TemplateVersion {
  return {
    ...version,
    id: version.id as TemplateVersionId,
    templateId: template.id as TemplateId,
    incidentId: template.incidentId as IncidentId,
    kind: template.kind,
    name: template.name,
    corrects: template.correction === null ? null : templateCorrection.parse(template.correction),
    content: noticeWording.parse(version.content),
  };
}
