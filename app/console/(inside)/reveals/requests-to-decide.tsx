import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { KeyValues } from "@/components/ui/lists";
import { formatCount, Time } from "@/components/ui/text";
import { loadAlarmLimits } from "@/content/alarms/limits";
import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import { listRequests } from "@/domain/reveals/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { declineRevealsAction, grantRevealsAction } from "./actions";
import { RequestTable } from "./request-table";

/** What others ask for, for whoever may decide it; one's own is decided by somebody else. */
export async function RequestsToDecide({ ctx, locale }: { ctx: StaffContext; locale: Locale }) {
  const [requests, names, t] = await Promise.all([listRequests(ctx), listStaffNames(ctx), getTranslations({ locale, namespace: "reveals" })]);
  const { zone } = loadAlarmLimits().reveals;
  const others = requests.filter(({ staffId }) => staffId !== ctx.actor.staffId);
  const waiting = others.filter(({ state }) => state === "asked");
  const settled = others.filter(({ state }) => state !== "asked");
  return (
    <>
      <Panel title={t("waiting")}>
        {waiting.length === 0 ? <p className="text-ink-soft">{t("waiting-none")}</p> : <p className="mb-4">{t("waiting-hint")}</p>}
        <ul className="space-y-6">
          {waiting.map(({ id, staffId, reason, askedAt, people, used }) => (
            <li key={id}>
              <h3 className="mb-2 text-14 font-semibold">{names.get(staffId) ?? "–"}</h3>
              <KeyValues
                rows={[
                  { name: t("reason"), value: <span className="whitespace-pre-wrap wrap-anywhere">{reason}</span> },
                  { name: t("so-far"), value: formatCount(used, locale) },
                  { name: t("asked"), value: <Time brief at={askedAt} locale={locale} timeZone={zone} /> },
                ]}
              />
              <div className="mt-3 flex flex-wrap items-start gap-x-6 gap-y-3">
                <ActionForm action={grantRevealsAction} hidden={{ requestId: id }} className="">
                  <SubmitButton>{t("grant", { people })}</SubmitButton>
                </ActionForm>
                <details className="min-w-0 grow">
                  <summary className="py-1.5 text-accent">{t("decline")}</summary>
                  <ActionForm action={declineRevealsAction} hidden={{ requestId: id }} className="mt-2 max-w-120 space-y-3">
                    <TextArea name="reason" label={t("decline-words")} rows={2} maxLength={1_000} />
                    <SubmitButton kind="secondary">{t("decline-submit")}</SubmitButton>
                  </ActionForm>
                </details>
              </div>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={t("settled")}>
        <RequestTable ctx={ctx} caption={t("settled")} requests={settled} locale={locale} />
      </Panel>
    </>
  );
}
