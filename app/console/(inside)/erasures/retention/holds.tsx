import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Select, TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { Time } from "@/components/ui/text";
import { retentionClasses } from "@/db/values/retention";
import { may } from "@/domain/kernel/context";
import { mayPlaceHolds, mayProposeRetention } from "@/domain/retention/policy";
import { placeHoldAction, proposeLiftAction } from "./actions";
import type { Shared } from "./waiting";

/** Legal holds that stand, and where one is placed. */
export function Holds({ retention: { holds, open }, names, words: { t, on }, member: { locale, actor }, timeZone }: Shared) {
  return (
    <Panel title={t("hold.title")}>
      <p className="mb-3 text-ink-soft">{t("hold.intro")}</p>
      {holds.length === 0 ? (
        <p>{t("hold.none")}</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {holds.map((hold) => (
            <li key={hold.id} className="space-y-3 py-3">
              <h3 className="text-14 font-semibold">
                {t("hold.on")}: {on(hold.class)}
              </h3>
              <p className="whitespace-pre-line wrap-anywhere">{hold.reason}</p>
              <p className="text-ink-soft">
                {t("hold.since")}: <Time brief at={hold.placedAt} locale={locale} timeZone={timeZone} />, {names.get(hold.placedBy) ?? "–"}
              </p>
              {open.some(({ holdId }) => holdId === hold.id) ? (
                <p>{t("hold.lift-waits")}</p>
              ) : (
                may(actor, mayProposeRetention) && (
                  <ActionForm action={proposeLiftAction} hidden={{ holdId: hold.id }} className="max-w-160 space-y-3">
                    <TextArea name="reason" label={t("hold.lift-reason")} rows={2} maxLength={2000} />
                    <SubmitButton kind="secondary">{t("hold.lift")}</SubmitButton>
                  </ActionForm>
                )
              )}
            </li>
          ))}
        </ul>
      )}
      {may(actor, mayPlaceHolds) && (
        <>
          <h3 className="mt-6 mb-3 text-14 font-semibold">{t("hold.place-title")}</h3>
          <ActionForm action={placeHoldAction} className="max-w-160 space-y-4">
            <Select name="class" label={t("hold.class")} empty={t("hold.all")} options={retentionClasses.map((of) => ({ value: of, label: t(`class.${of}`) }))} />
            <TextArea name="reason" label={t("reason")} hint={t("reason-hint")} rows={2} maxLength={2000} />
            <SubmitButton kind="secondary">{t("hold.place")}</SubmitButton>
          </ActionForm>
        </>
      )}
    </Panel>
  );
}
