"use server";

import { findCurrentIncident } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { ImportFormState } from "@/components/exposure/import-form";
import type { FormState } from "@/components/form/form-state";
import { confirmRemoval } from "@/domain/exposure/confirm-removal";
import { dropDraft } from "@/domain/exposure/drop-draft";
import { dryRunImport } from "@/domain/exposure/dry-run-import";
import { importUpload } from "@/domain/exposure/import-upload";
import { DRY_RUN_ROWS } from "@/domain/exposure/input";
import { mayImportDatasets, mayPublishDatasets } from "@/domain/exposure/policy";
import { publishDataset } from "@/domain/exposure/publish-dataset";
import { getUpload } from "@/domain/exposure/queries";
import { readUpload } from "@/domain/exposure/read-upload";
import type { Reject } from "@/domain/exposure/types";
import { withdrawDataset } from "@/domain/exposure/withdraw-dataset";
import { describeDryRun, readImportForm } from "./import-form";

const EXAMPLES = 20;

/** Try an uploaded file, or have it loaded; the button that was pressed says which. */
export async function importAction(_: ImportFormState, form: FormData): Promise<ImportFormState> {
  return runStaffAction(mayImportDatasets, form, async (ctx, input, { locale }) => {
    const { uploadId, incidentId } = await getUpload(ctx, String(input.uploadId));
    const incident = (await findCurrentIncident(ctx)).all.find(({ id }) => id === incidentId);
    const dryRun = input.do === "dry-run";
    const typed = await readImportForm(ctx, uploadId, incident?.timeZone ?? "Asia/Seoul", input, dryRun);
    if (!dryRun) {
      const started = await importUpload(ctx, { uploadId, ...typed });
      return { redirect: `/console/exposure/${started.version}${started.kind === "same-file" ? "?same" : ""}` };
    }
    const first: Reject[] = [];
    const onReject = (reject: Reject) => {
      if (first.length < EXAMPLES) first.push(reject);
    };
    const found = await dryRunImport(ctx, incidentId, readUpload(ctx, uploadId), { mapping: typed.mapping, maxRows: DRY_RUN_ROWS, onReject });
    const values = Object.fromEntries(Object.entries(input).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
    const state: ImportFormState = { status: "done", values, dryRun: await describeDryRun(locale, found, first) };
    return { state };
  });
}

export async function publishDatasetAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPublishDatasets, form, async (ctx, input) => {
    await publishDataset(ctx, input);
    return { redirect: `/console/exposure/${String(input.version)}` };
  });
}

export async function confirmRemovalAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayImportDatasets, form, async (ctx, input) => {
    await confirmRemoval(ctx, input);
    return { redirect: `/console/exposure/${String(input.version)}` };
  });
}

export async function dropDraftAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayImportDatasets, form, async (ctx, input) => {
    await dropDraft(ctx, input);
    return { redirect: `/console/exposure/${String(input.version)}` };
  });
}

export async function withdrawDatasetAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPublishDatasets, form, async (ctx, input) => {
    await withdrawDataset(ctx, input);
    return { redirect: `/console/exposure/${String(input.version)}` };
  });
}
