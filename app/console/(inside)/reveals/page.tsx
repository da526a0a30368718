import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { KeyValues } from "@/components/ui/lists";
import { Callout, formatCount, zoneName } from "@/components/ui/text";
import { loadAlarmLimits } from "@/content/alarms/limits";
import type { Locale } from "@/db/values/locales";
import { may, type StaffContext } from "@/domain/kernel/context";
import { mayAskForReveals, mayReadRequests, mayReadReveals } from "@/domain/reveals/policy";
import { getOwnBudget, listOwnRequests } from "@/domain/reveals/queries";
import { whyNotAskable } from "@/domain/reveals/rules";
import type { RevealBudget, RevealRequest } from "@/domain/reveals/types";
import { askForRevealsAction } from "./actions";
import { RequestsToDecide } from "./requests-to-decide";
import { RequestTable } from "./request-table";

export const generateMetadata = staffTitle("reveals", "title");

export default async function RevealsPage({ searchParams }: PageProps<"/console/reveals">) {
  const { ctx, member: { locale } } = await requireStaff(mayReadReveals);
  const t = await getTranslations({ locale, namespace: "reveals" });
  const { spent } = await searchParams;
  const [budget, requests] = await Promise.all([getOwnBudget(ctx), listOwnRequests(ctx)]);
  const count = (value: number) => formatCount(value, locale);
  return (
    <div className="max-w-240">
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      {spent !== undefined && budget.used >= budget.limit && (
        <div className="mb-4">
          <Callout kind="possible">{t("spent", { limit: budget.limit })}</Callout>
        </div>
      )}
      {may(ctx.actor, mayReadRequests) && <RequestsToDecide ctx={ctx} locale={locale} />}
      {may(ctx.actor, mayAskForReveals) && (
        <>
          <Panel title={t("own.title")}>
            <KeyValues
              rows={[
                { name: t("own.used"), value: count(budget.used) },
                { name: t("own.limit"), value: count(budget.limit) },
                { name: t("own.left"), value: <strong>{count(Math.max(0, budget.limit - budget.used))}</strong> },
                { name: t("own.ends"), value: t("own.midnight", { zone: zoneName(ctx.clock.now(), locale, budget.zone) }) },
              ]}
            />
            <p className="mt-3 text-ink-soft">{t("own.what")}</p>
          </Panel>
          <Ask ctx={ctx} budget={budget} requests={requests} locale={locale} />
        </>
      )}
    </div>
  );
}

async function Ask({ ctx, budget, requests, locale }: { ctx: StaffContext; budget: RevealBudget; requests: RevealRequest[]; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "reveals" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const limits = loadAlarmLimits().reveals;
  const { people } = limits.further;
  const refusal = whyNotAskable(budget, requests, limits);
  return (
    <>
      {requests.length > 0 && (
        <Panel title={t("mine")}>
          <RequestTable ctx={ctx} caption={t("mine")} requests={requests} locale={locale} />
        </Panel>
      )}
      <Panel title={t("ask.title")}>
        <p className="mb-3 text-ink-soft">{t("ask.hint", { people })}</p>
        {refusal ? (
          <p>{errors(refusal.reason, refusal.values)}</p>
        ) : (
          <ActionForm action={askForRevealsAction} className="max-w-160 space-y-4">
            <TextArea name="reason" label={t("ask.reason")} hint={t("ask.reason-hint")} rows={3} maxLength={1_000} />
            <SubmitButton>{t("ask.submit", { people })}</SubmitButton>
          </ActionForm>
        )}
      </Panel>
    </>
  );
}
