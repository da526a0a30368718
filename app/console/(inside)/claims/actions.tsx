"use server";

import { getTranslations } from "next-intl/server";
import { currentIncidentOf } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { SearchState } from "@/components/claims/claim-search";
import { ClaimsTable } from "@/components/claims/claims-table";
import type { FormState } from "@/components/form/form-state";
import { bankOf } from "@/db/values/banks";
import { clockReader } from "@/domain/claims/clocks/read-clock";
import { acceptAccount } from "@/domain/claims/accept-account";
import { confirmDecision } from "@/domain/claims/decisions/confirm-decision";
import { decideClaim } from "@/domain/claims/decisions/decide-claim";
import { returnDecision } from "@/domain/claims/decisions/return-decision";
import { saveSheet } from "@/domain/claims/decisions/save-sheet";
import { readClaimMessages } from "@/domain/claims/messages/read-claim-messages";
import { sendClaimMessage } from "@/domain/claims/messages/send-claim-message";
import { askClaimant } from "@/domain/claims/requests/ask-claimant";
import { closeRequest } from "@/domain/claims/requests/close-request";
import { extendRequest } from "@/domain/claims/requests/extend-request";
import { mayAcceptAccounts, mayApproveClaims, mayDecideClaims, mayReadClaims, mayRevealClaims } from "@/domain/claims/policy";
import { revealClaim } from "@/domain/claims/reveal-claim";
import { searchClaims } from "@/domain/claims/search-claims";
import { takeClaim } from "@/domain/claims/take-claim";
import type { Policy, StaffContext } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";

export async function searchClaimsAction(_: FormState, form: FormData): Promise<SearchState> {
  return runStaffAction(mayReadClaims, form, async (ctx, input, { locale }) => {
    const current = await currentIncidentOf(ctx);
    const claims = await searchClaims(ctx, current.id, input);
    const t = await getTranslations({ locale, namespace: "claims" });
    const found = <ClaimsTable claims={claims} names={await listStaffNames(ctx)} due={await clockReader(ctx.db, current.id, ctx.clock.now())} locale={locale} timeZone={current.timeZone} empty={<p>{t("console.search-none")}</p>} />;
    const state: SearchState = { status: "done", values: { query: typeof input.query === "string" ? input.query : "" }, found };
    return { state };
  });
}

/** An act on one claim by who may decide, or what the act asks for: afterwards its page shows what came of it. */
async function actOnClaim(form: FormData, act: (ctx: StaffContext, input: Record<string, unknown>) => Promise<string>, rule: Policy = mayDecideClaims): Promise<FormState> {
  return runStaffAction(rule, form, async (ctx, input) => ({ redirect: `/console/claims/${await act(ctx, input)}` }));
}

export async function takeClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnClaim(form, async (ctx, input) => (await takeClaim(ctx, input)).id);
}

export async function saveSheetAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnClaim(form, async (ctx, input) => (await saveSheet(ctx, input)).claimId);
}

export async function decideClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnClaim(form, async (ctx, input) => (await decideClaim(ctx, input)).claimId);
}

export async function confirmDecisionAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnClaim(form, async (ctx, input) => (await confirmDecision(ctx, input)).id, mayApproveClaims);
}

export async function returnDecisionAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnClaim(form, async (ctx, input) => (await returnDecision(ctx, input)).claimId);
}

export async function askClaimantAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnClaim(form, async (ctx, input) => (await askClaimant(ctx, input)).id);
}

export async function extendRequestAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnClaim(form, async (ctx, input) => (await extendRequest(ctx, input)).claimId);
}

export async function closeRequestAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnClaim(form, async (ctx, input) => (await closeRequest(ctx, input)).id);
}

export async function sendClaimMessageAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnClaim(form, async (ctx, input) => (await sendClaimMessage(ctx, input)).claimId);
}

export async function readClaimMessagesAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnClaim(form, async (ctx, input) => (await readClaimMessages(ctx, input)).claimId);
}

export async function acceptAccountAction(_: FormState, form: FormData): Promise<FormState> {
  return actOnClaim(form, async (ctx, input) => (await acceptAccount(ctx, input)).id, mayAcceptAccounts);
}

export async function revealClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayRevealClaims, form, async (ctx, input, { locale }) => {
    const { answers, payout } = await revealClaim(ctx, input);
    const values = {
      contact: answers?.contact.value ?? "",
      ...(payout?.kind === "kr-account" ? { bank: bankOf(payout.bank)?.[locale] ?? payout.bank, account: payout.account, holder: payout.holder } : {}),
      ...(payout?.kind === "iban" ? { bank: "IBAN", account: payout.iban, holder: payout.holder } : {}),
    };
    return { state: { status: "done", values } };
  });
}
