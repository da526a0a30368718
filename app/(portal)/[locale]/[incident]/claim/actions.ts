"use server";

import { findProgrammeFor } from "@/app/_server/programmes";
import { runSubjectAction } from "@/app/_server/subject-action";
import type { FormState } from "@/components/form/form-state";
import { fileClaim } from "@/domain/claims/file-claim";
import { choosePayoutMethod, saveBankAccount } from "@/domain/claims/save-claim-answers";
import { startClaim } from "@/domain/claims/start-claim";
import { withdrawClaim } from "@/domain/claims/withdraw-claim";
import { NotFound } from "@/domain/kernel/errors";
import type { Programme } from "@/domain/programmes/types";

async function offered(incidentId: string): Promise<Programme> {
  const programme = await findProgrammeFor(incidentId);
  if (!programme) throw new NotFound("programme");
  return programme;
}

export async function startClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { base }) => {
    await startClaim(ctx, input);
    return { redirect: `${base}/claim/payout` };
  });
}

export async function choosePayoutAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { incident, base }) => {
    const { needsAccount } = await choosePayoutMethod(ctx, await offered(incident.id), input);
    return { redirect: `${base}/claim/${needsAccount ? "account" : "answers"}` };
  });
}

export async function saveAccountAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, input, { incident, base }) => {
    await saveBankAccount(ctx, await offered(incident.id), input);
    return { redirect: `${base}/claim/answers` };
  });
}

export async function fileClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, _input, { incident, base }) => {
    await fileClaim(ctx, await offered(incident.id));
    return { redirect: `${base}/claim?filed=1` };
  });
}

export async function withdrawClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runSubjectAction(form, async (ctx, _input, { incident, base }) => {
    await withdrawClaim(ctx, await offered(incident.id));
    return { redirect: `${base}/claim?withdrawn=1` };
  });
}
