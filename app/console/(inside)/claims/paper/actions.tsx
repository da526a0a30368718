"use server";

import { getTranslations } from "next-intl/server";
import { currentIncidentOf } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { SearchState } from "@/components/claims/claim-search";
import { FoundRecords } from "@/components/claims/found-records";
import type { FormState } from "@/components/form/form-state";
import type { Changed } from "@/domain/claims/answers/change-draft";
import { chooseBenefits } from "@/domain/claims/answers/choose-benefits";
import { appealClaim } from "@/domain/claims/appeal-claim";
import { changeAccount } from "@/domain/claims/change-account";
import { removeLoss } from "@/domain/claims/answers/remove-loss";
import { saveAccount } from "@/domain/claims/answers/save-account";
import { saveLoss } from "@/domain/claims/answers/save-loss";
import { saveLostTime } from "@/domain/claims/answers/save-lost-time";
import { fileClaim } from "@/domain/claims/file-claim";
import { dropEntry } from "@/domain/claims/paper/drop-entry";
import { findRecord } from "@/domain/claims/paper/find-record";
import { startPaperClaim } from "@/domain/claims/paper/start-paper-claim";
import { takeEntry } from "@/domain/claims/paper/take-entry";
import { mayEnterPaperClaims } from "@/domain/claims/policy";
import { answerRequest } from "@/domain/claims/requests/answer-request";
import type { Claim } from "@/domain/claims/types";
import { withdrawClaim } from "@/domain/claims/withdraw-claim";
import { subjectOfKey } from "@/domain/exposure/rules";
import type { StaffContext } from "@/domain/kernel/context";

const PAGE = "/console/claims/paper";

export async function findRecordAction(_: FormState, form: FormData): Promise<SearchState> {
  return runStaffAction(mayEnterPaperClaims, form, async (ctx, input, { locale }) => {
    const records = await findRecord(ctx, (await currentIncidentOf(ctx)).id, input);
    const t = await getTranslations({ locale, namespace: "claims-paper" });
    const found = <FoundRecords records={records} locale={locale} page={`${PAGE}/new`} words={{ none: t("find-none"), use: t("find-use") }} />;
    return { state: { status: "done", values: { query: typeof input.query === "string" ? input.query : "" }, found } satisfies SearchState };
  });
}

export async function startPaperClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEnterPaperClaims, form, async (ctx, input) => ({ redirect: `${PAGE}/${(await startPaperClaim(ctx, (await currentIncidentOf(ctx)).id, { ...input, subjectId: subjectOfKey(input.record)?.toString() })).claimId}` }));
}

/** Save one part of the entry; the part that is open next is on the page that follows, or the losses again, of which there may be more. */
function saved(form: FormData, save: (ctx: StaffContext, input: Record<string, unknown>) => Promise<Changed>, again = ""): Promise<FormState> {
  return runStaffAction(mayEnterPaperClaims, form, async (ctx, input) => {
    await save(ctx, input);
    return { redirect: `${PAGE}/${typeof input.claimId === "string" ? input.claimId : ""}?saved=1${again}` };
  });
}

export async function choosePaperBenefitsAction(_: FormState, form: FormData): Promise<FormState> {
  return saved(form, chooseBenefits);
}

export async function savePaperTimeAction(_: FormState, form: FormData): Promise<FormState> {
  return saved(form, saveLostTime);
}

export async function savePaperLossAction(_: FormState, form: FormData): Promise<FormState> {
  return saved(form, saveLoss, "&at=losses");
}

export async function removePaperLossAction(_: FormState, form: FormData): Promise<FormState> {
  return saved(form, removeLoss, "&at=losses");
}

export async function savePaperAccountAction(_: FormState, form: FormData): Promise<FormState> {
  return saved(form, saveAccount);
}

export async function filePaperClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEnterPaperClaims, form, async (ctx, input) => ({ redirect: `/console/claims/${(await fileClaim(ctx, input)).id}` }));
}

export async function dropPaperClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEnterPaperClaims, form, async (ctx, input) => {
    await dropEntry(ctx, input);
    return { redirect: `${PAGE}?dropped=1` };
  });
}

export async function takePaperClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEnterPaperClaims, form, async (ctx, input) => {
    await takeEntry(ctx, input);
    return { redirect: `${PAGE}/${String(input.claimId)}` };
  });
}

/** Do for a claimant what a letter of theirs asks for; the claim's page shows what came of it. */
function fromLetter(form: FormData, act: (ctx: StaffContext, input: Record<string, unknown>) => Promise<Claim>): Promise<FormState> {
  return runStaffAction(mayEnterPaperClaims, form, async (ctx, input) => ({ redirect: `/console/claims/${(await act(ctx, input)).id}` }));
}

export async function enterAnswerAction(_: FormState, form: FormData): Promise<FormState> {
  return fromLetter(form, answerRequest);
}

export async function enterAppealAction(_: FormState, form: FormData): Promise<FormState> {
  return fromLetter(form, appealClaim);
}

export async function enterWithdrawalAction(_: FormState, form: FormData): Promise<FormState> {
  return fromLetter(form, withdrawClaim);
}

export async function changePaperAccountAction(_: FormState, form: FormData): Promise<FormState> {
  return fromLetter(form, (ctx, input) => changeAccount(ctx, input));
}
