"use server";

import { getTranslations } from "next-intl/server";
import { findCurrentIncident } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { SearchState } from "@/components/claims/claim-search";
import { ClaimsTable } from "@/components/claims/claims-table";
import type { FormState } from "@/components/form/form-state";
import { bankOf } from "@/db/values/banks";
import { decideClaim } from "@/domain/claims/decide-claim";
import { clockReader } from "@/domain/claims/clocks/read-clock";
import { mayDecideClaims, mayReadClaims, mayRevealClaims } from "@/domain/claims/policy";
import { revealClaim } from "@/domain/claims/reveal-claim";
import { searchClaims } from "@/domain/claims/search-claims";
import { takeClaim } from "@/domain/claims/take-claim";
import { NotFound } from "@/domain/kernel/errors";
import { listStaffNames } from "@/domain/staff/queries";

export async function searchClaimsAction(_: FormState, form: FormData): Promise<SearchState> {
  return runStaffAction(mayReadClaims, form, async (ctx, input, { locale }) => {
    const { current } = await findCurrentIncident(ctx);
    if (!current) throw new NotFound("incident");
    const claims = await searchClaims(ctx, current.id, input);
    const t = await getTranslations({ locale, namespace: "claims" });
    const found = <ClaimsTable claims={claims} names={await listStaffNames(ctx)} due={await clockReader(ctx.db, current.id, ctx.clock.now())} locale={locale} timeZone={current.timeZone} empty={<p>{t("console.search-none")}</p>} />;
    const state: SearchState = { status: "done", values: { query: typeof input.query === "string" ? input.query : "" }, found };
    return { state };
  });
}

export async function takeClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayDecideClaims, form, async (ctx, input) => {
    const { id } = await takeClaim(ctx, input);
    return { redirect: `/console/claims/${id}` };
  });
}

export async function decideClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayDecideClaims, form, async (ctx, input) => {
    const { id } = await decideClaim(ctx, input);
    return { redirect: `/console/claims/${id}` };
  });
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
