import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices, Select, TextField } from "@/components/form/field";
import { LimitedFile } from "@/components/form/limited-file";
import { SubmitButton } from "@/components/form/submit-button";
import { ApologyGuide } from "@/components/notices/apology-guide";
import { SignatoryView } from "@/components/notices/signatory-view";
import { localeNames, locales, type Locale } from "@/db/values/locales";
import { pictureTypes } from "@/db/values/pictures";
import { may, type StaffContext } from "@/domain/kernel/context";
import { mayEditNotices } from "@/domain/notices/policy";
import { PICTURE_BYTES } from "@/domain/notices/signatory/input";
import { getSignatory, listApprovedApologies } from "@/domain/notices/signatory/queries";
import type { TemplateVersion } from "@/domain/notices/types";
import { addApologyAction, saveSignatoryAction } from "../apology-actions";

interface ApologyPanelsProps {
  ctx: StaffContext;
  locale: Locale;
  version: TemplateVersion;
}

/** What an apology has besides its words, and what lets one ride with another notice. */
export function ApologyPanels({ ctx, locale, version }: ApologyPanelsProps) {
  const writing = version.state === "draft" && may(ctx.actor, mayEditNotices);
  if (version.kind !== "apology") return writing ? <RideAlong ctx={ctx} locale={locale} version={version} /> : null;
  return <Signing ctx={ctx} locale={locale} version={version} writing={writing} />;
}

/** How to apologise, above the words while they are written. */
export async function ApologyGuidance({ ctx, locale, version }: ApologyPanelsProps) {
  if (version.kind !== "apology" || version.state !== "draft" || !may(ctx.actor, mayEditNotices)) return null;
  const t = await getTranslations({ locale, namespace: "apology" });
  return <ApologyGuide title={t("guide.title")} points={Object.values(t.raw("guide.points") as Record<string, string>)} />;
}

async function Signing({ ctx, locale, version, writing }: ApologyPanelsProps & { writing: boolean }) {
  const t = await getTranslations({ locale, namespace: "apology" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const signatory = await getSignatory(ctx, version.id);
  const field = (name: "name" | "role", language: Locale) => <TextField key={`${name}.${language}`} name={`${name}.${language}`} label={t(name, { language: localeNames[language] })} initial={signatory?.[name][language] ?? ""} maxLength={120} autoComplete="off" />;
  return (
    <div id="signatory" className="scroll-mt-4">
      <Panel title={t("title")}>
        <p className="mb-3 text-ink-soft">{t("intro")}</p>
        {signatory ? <SignatoryView signatory={signatory} alt={signatory.picture?.alt[locale] || t("alt", { name: signatory.name[locale] })} /> : <p className="text-possible">{t("none")}</p>}
        {writing && (
          <div className="mt-4">
            <ActionForm action={saveSignatoryAction} hidden={{ versionId: version.id, edit: String(version.edit) }} className="space-y-4">
              <div className="grid gap-4 sm:grid-cols-2">
                {locales.flatMap((language) => [field("name", language), field("role", language)])}
              </div>
              <LimitedFile name="picture" accept={pictureTypes.join(",")} label={t("picture")} hint={signatory?.picture ? `${t("picture-hint")} ${t("picture-keep")}` : t("picture-hint")} most={PICTURE_BYTES} tooLarge={errors("picture-large")} />
              <div className="grid gap-4 sm:grid-cols-2">
                {locales.map((language) => (
                  <TextField key={language} name={`alt.${language}`} label={t("shows", { language: localeNames[language] })} hint={t("shows-hint")} initial={signatory?.picture?.alt[language] ?? ""} maxLength={200} autoComplete="off" />
                ))}
              </div>
              {signatory?.picture && <Choices name="withoutPicture" label={t("picture")} multiple inline options={[{ value: "on", label: t("without") }]} />}
              <SubmitButton kind="secondary">{t("save")}</SubmitButton>
              <p className="text-ink-soft">{t("first")}</p>
            </ActionForm>
          </div>
        )}
      </Panel>
    </div>
  );
}

async function RideAlong({ ctx, locale, version }: ApologyPanelsProps) {
  const apologies = await listApprovedApologies(ctx, version.incidentId);
  const newest = apologies[0];
  if (!newest) return null;
  const t = await getTranslations({ locale, namespace: "apology" });
  return (
    <Panel title={t("add.title")}>
      <p className="mb-3 text-ink-soft">
        {t("add.text")} {t("first")}
      </p>
      <ActionForm action={addApologyAction} hidden={{ versionId: version.id, edit: String(version.edit) }} className="space-y-3">
        <Select name="apologyVersionId" label={t("add.which")} initial={newest.versionId} options={apologies.map(({ versionId, name, number }) => ({ value: versionId, label: t("add.option", { name, number }) }))} />
        <SubmitButton kind="secondary">{t("add.submit")}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
