"use server";

import { getTranslations } from "next-intl/server";
import { bytesOfFile } from "@/app/_server/bytes-of-file";
import { requireIncident } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { formValues } from "@/components/incidents/form-values";
import { MOST_DOCUMENTS } from "@/db/values/programme-documents";
import { Conflict, Invalid } from "@/domain/kernel/errors";
import type { StaffContext } from "@/domain/kernel/context";
import { createProgramme } from "@/domain/programmes/create-programme";
import { attachDocument } from "@/domain/programmes/documents/attach-document";
import { awaitVerdict } from "@/domain/programmes/documents/await-verdict";
import { dropProgrammeDraft } from "@/domain/programmes/drop-programme-draft";
import { mayEditProgrammes, mayPublishProgrammes } from "@/domain/programmes/policy";
import { proposeProgramme } from "@/domain/programmes/propose-programme";
import { publishProgramme } from "@/domain/programmes/publish-programme";
import { getProgramme } from "@/domain/programmes/queries";
import { returnProgramme } from "@/domain/programmes/return-programme";
import { countTermsRows } from "@/domain/programmes/rules";
import { saveProgrammeDraft } from "@/domain/programmes/save-programme-draft";
import { startProgrammeDraft } from "@/domain/programmes/start-programme-draft";
import { addDocumentRow, changeTermsRows, emptyTerms, readTermsForm } from "@/domain/programmes/terms-form";
import type { TermsForm } from "@/domain/programmes/types";

function at(slug: unknown, page = ""): { redirect: string } {
  return { redirect: `/console/programmes/${typeof slug === "string" ? encodeURIComponent(slug) : ""}${page}` };
}

export async function createProgrammeAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditProgrammes, form, async (ctx, input) => {
    const { incident } = await requireIncident(mayEditProgrammes);
    await createProgramme(ctx, { incidentId: incident.id, slug: input.slug, terms: emptyTerms() });
    return at(input.slug, "/edit");
  });
}

export async function startProgrammeDraftAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditProgrammes, form, async (ctx, input) => {
    const { slug } = await startProgrammeDraft(ctx, input);
    return at(slug, "/edit");
  });
}

export async function saveProgrammeDraftAction(_: FormState, form: FormData): Promise<FormState> {
  let values: TermsForm = {};
  const answer = await runStaffAction(mayEditProgrammes, form, async (ctx, input, { locale }) => {
    const { incident } = await requireIncident(mayEditProgrammes);
    const { rows, then, ...typed } = formValues(form);
    const file = await bytesOfFile(input.file);
    if (rows === "documents.attach" && !file) throw new Invalid({ file: ["document-choose"] });
    // A file that was chosen comes along, whichever button was pressed.
    values = file ? await withDocument(ctx, typed, file) : typed;
    // A row was added, moved or removed: the form comes back with it, and nothing is saved.
    if (rows) return { state: { status: "idle", values: changeTermsRows(values, rows) } };
    const { programmeId, number, edit, slug, ...fields } = values;
    try {
      const saved = await saveProgrammeDraft(ctx, { programmeId, number, edit, terms: readTermsForm(fields, incident.timeZone) });
      if (then === "check") return at(slug);
      const t = await getTranslations({ locale, namespace: "programmes-console" });
      return { state: { status: "done", message: t("saved"), values: { ...values, edit: String(saved.edit) } } };
    } catch (error) {
      if (!(error instanceof Conflict) || error.reason !== "draft-changed-meanwhile") throw error;
      // What was typed stays, and saving it again is a decision over the other's save.
      const newest = (await getProgramme(ctx, incident.id, typeof input.slug === "string" ? input.slug : "")).versions.find((version) => String(version.number) === number);
      const errors = await getTranslations({ locale, namespace: "errors" });
      return { state: { status: "refused", title: errors("refused"), message: errors("programme-saved-meanwhile"), values: { ...values, edit: String(newest?.edit ?? edit) } } };
    }
  });
  // What was attached stays attached where something else is wrong.
  return answer.status === "invalid" && "programmeId" in values ? { ...answer, values } : answer;
}

/** Attach a document to what is typed, once it was judged. */
async function withDocument(ctx: StaffContext, typed: TermsForm, file: Buffer): Promise<TermsForm> {
  if (countTermsRows(typed, "documents") >= MOST_DOCUMENTS) throw new Invalid({ file: ["document-count"] });
  const { programmeId = "", number } = typed;
  const document = await attachDocument(ctx, { programmeId, number, file });
  if (Object.entries(typed).some(([name, value]) => name.startsWith("documents.") && value === document.sha256)) throw new Invalid({ file: ["document-twice"] });
  await awaitVerdict(ctx, { programmeId, sha256: document.sha256 });
  return addDocumentRow(typed, document);
}

export async function proposeProgrammeAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditProgrammes, form, async (ctx, input) => {
    await proposeProgramme(ctx, input);
    return at(input.slug);
  });
}

export async function returnProgrammeAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditProgrammes, form, async (ctx, input) => {
    await returnProgramme(ctx, input);
    return at(input.slug);
  });
}

export async function dropProgrammeDraftAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditProgrammes, form, async (ctx, input) => {
    await dropProgrammeDraft(ctx, input);
    return at(input.slug);
  });
}

/** Fields `reason:<rule>:<place>` hold the reasons for findings. */
export async function publishProgrammeAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPublishProgrammes, form, async (ctx, input) => {
    const accepted = Object.entries(input).flatMap(([name, reason]) => {
      const [field, rule, place] = name.split(":");
      return field === "reason" && rule && place ? [{ rule, place, reason }] : [];
    });
    await publishProgramme(ctx, { ...input, accepted });
    return at(input.slug);
  });
}
