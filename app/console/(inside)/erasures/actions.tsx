"use server";

import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { currentIncidentOf } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { SearchState } from "@/components/claims/claim-search";
import { FoundRecords } from "@/components/claims/found-records";
import type { FormState } from "@/components/form/form-state";
import { approveErasure } from "@/domain/erasure/approve-erasure";
import { findPerson } from "@/domain/erasure/find-person";
import { proposeIncidentErasure } from "@/domain/erasure/incident/propose-incident-erasure";
import { mayApproveErasures, mayFindPeople, mayProposeErasures } from "@/domain/erasure/policy";
import { proposeErasure } from "@/domain/erasure/propose-erasure";
import { withdrawErasure } from "@/domain/erasure/withdraw-erasure";
import { subjectOfKey } from "@/domain/exposure/rules";

const PAGE = "/console/erasures";

export async function findPersonAction(_: FormState, form: FormData): Promise<SearchState> {
  return runStaffAction(mayFindPeople, form, async (ctx, input, { locale }) => {
    const { records, contact } = await findPerson(ctx, (await currentIncidentOf(ctx)).id, input);
    const t = await getTranslations({ locale, namespace: "erasures" });
    const found =
      contact === null ? (
        <FoundRecords records={records} locale={locale} page={`${PAGE}/new`} words={{ none: t("find.none"), use: t("find.use") }} />
      ) : (
        <p>
          {t("find.contact")}{" "}
          <Link href={`${PAGE}/new?contact=${contact}`} prefetch={false}>
            {t("find.use")}
          </Link>
        </p>
      );
    return { state: { status: "done", values: { query: typeof input.query === "string" ? input.query : "" }, found } satisfies SearchState };
  });
}

export async function proposeErasureAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeErasures, form, async (ctx, input) => ({ redirect: `${PAGE}/${await proposeErasure(ctx, { ...input, incidentId: (await currentIncidentOf(ctx)).id, subjectId: subjectOfKey(input.record)?.toString(), contact: input.contact })}` }));
}

export async function proposeIncidentErasureAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeErasures, form, async (ctx, input) => ({ redirect: `${PAGE}/${await proposeIncidentErasure(ctx, input)}` }));
}

export async function approveErasureAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayApproveErasures, form, async (ctx, input) => ({ redirect: `${PAGE}/${await approveErasure(ctx, input)}` }));
}

export async function withdrawErasureAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeErasures, form, async (ctx, input) => ({ redirect: `${PAGE}/${await withdrawErasure(ctx, input)}` }));
}
