import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { Badge, formatTime } from "@/components/ui/text";
import { whyNotLive } from "@/domain/installation/rules";
import { returnToTrialAction, takeLiveAction } from "./actions";
import type { InstallationView } from "./installation-view";

/** Trial or live, since when and by whom, and the way to the other. Going live says what will go, or what has to be set before. */
export async function ModePanel(view: InstallationView) {
  const { locale, installation, names, missing } = view;
  const { mode, modeAt, modeBy, standing } = installation;
  const t = await getTranslations({ locale, namespace: "installation" });
  const refusal = whyNotLive(installation, missing);
  const text = standing === "confirmed" ? (`${mode}-text` as const) : (`${standing}-text` as const);
  return (
    <>
      <Panel title={t("mode.title")}>
        <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <Badge tone={mode === "live" ? "good" : "possible"}>{t(`mode.${mode}`)}</Badge>
          <span className="text-ink-soft">
            {t("mode.since", { at: formatTime(modeAt, locale) })}
            {modeBy && ` · ${t("mode.by", { name: names.get(modeBy) ?? "" })}`}
          </span>
        </p>
        <p className={standing === "unconfirmed" ? "text-leaked" : undefined}>{t(`mode.${text}`)}</p>
      </Panel>
      {refusal === null && <TakeLive {...view} />}
      {refusal !== null && refusal.reason === missing && <Panel title={t("live.title")}>{t(missing === "installation-kept-nowhere" ? "live.kept-nowhere" : "live.backups-unsaid")}</Panel>}
      {mode === "live" && (
        <Panel title={t("back.title")}>
          <p className="mb-3">{t("back.text")}</p>
          <ActionForm action={returnToTrialAction} className="space-y-4">
            <TextArea name="reason" label={t("live.reason")} rows={2} maxLength={1000} />
            <SubmitButton kind="secondary">{t("back.submit")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
    </>
  );
}

async function TakeLive({ locale, waiting, withheld }: InstallationView) {
  const t = await getTranslations({ locale, namespace: "installation" });
  return (
    <Panel title={t("live.title")}>
      <p>{t("live.text")}</p>
      <ul className="mb-4 mt-2 list-disc space-y-1 pl-5">
        <li>{t("live.waves", waiting)}</li>
        <li>{t("live.mails", waiting)}</li>
        <li>{t("live.withheld", { mails: withheld })}</li>
      </ul>
      <ActionForm action={takeLiveAction} className="space-y-4">
        <TextArea name="reason" label={t("live.reason")} rows={2} maxLength={1000} />
        <SubmitButton>{t("live.submit")}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
