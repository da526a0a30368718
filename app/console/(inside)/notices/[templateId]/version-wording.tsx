import { getTranslations } from "next-intl/server";
import { offersSms } from "@/app/_server/offers-sms";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { WordingEditor } from "@/components/notices/wording-editor";
import { WordingView } from "@/components/notices/wording-view";
import { dataClasses, isDataClass } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import { postedKinds } from "@/db/values/notice-kinds";
import { personalPlaceholders, sharedPlaceholders } from "@/db/values/placeholders";
import { getIncidentForStaff } from "@/domain/incidents/queries";
import { may, type StaffContext } from "@/domain/kernel/context";
import { mayApproveNotices, mayEditNotices, mayReturnNotices } from "@/domain/notices/policy";
import { listFactsToSay } from "@/domain/notices/queries";
import { wordingProblemKeys } from "@/domain/notices/rules";
import type { TemplateVersion } from "@/domain/notices/types";
import { conditionWords } from "./condition-words";
import { editorWords } from "./editor-words";
import { insertGroups } from "./insert-groups";
import { previewWords } from "./preview-words";
import { approveTemplateVersionAction, returnTemplateVersionAction, saveTemplateDraftAction, startTemplateDraftAction } from "../actions";

interface VersionProps {
  ctx: StaffContext;
  locale: Locale;
  timeZone: string;
  version: TemplateVersion;
}

/** The words of a version with what may be done to it: written while it is a draft, judged while in review, continued once approved. */
export async function VersionWording({ ctx, locale, timeZone, version, newest, open }: VersionProps & { newest: boolean; open: number }) {
  const t = await getTranslations({ locale, namespace: "notices" });
  const languages = { ko: t("language.ko"), en: t("language.en") };
  if (version.state === "draft" && may(ctx.actor, mayEditNotices)) return <Draft ctx={ctx} locale={locale} timeZone={timeZone} version={version} />;
  return (
    <>
      <Panel title={t("edit.title")}>
        <WordingView content={version.content} languages={languages} conditions={conditionWords(t, locale)} words={{ sms: t("sms.title"), link: t("sms.link-allowed"), forWhom: t("condition.for-whom") }} />
      </Panel>
      {version.state === "in-review" && <Review ctx={ctx} locale={locale} version={version} open={open} />}
      {version.state === "approved" && newest && may(ctx.actor, mayEditNotices) && (
        <Panel title={t("next.title")}>
          <p className="mb-3">{t("next.text")}</p>
          <ActionForm action={startTemplateDraftAction} hidden={{ templateId: version.templateId }}>
            <SubmitButton kind="secondary">{t("next.submit", { number: version.number + 1 })}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
    </>
  );
}

async function Draft({ ctx, locale, timeZone, version }: VersionProps) {
  const facts = await listFactsToSay(ctx, version.incidentId, timeZone);
  const classes = (await getIncidentForStaff(ctx, version.incidentId)).classes.map(({ slug }) => slug);
  const t = await getTranslations({ locale, namespace: "notices" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  return (
    <Panel title={t("edit.title")}>
      <details className="mb-4 rounded-6 border border-line px-3 py-2">
        <summary className="font-semibold">{t("placeholders.title")}</summary>
        <p className="mt-2">{t("placeholders.intro")}</p>
        <dl className="mt-2 space-y-1">
          {[...sharedPlaceholders, ...personalPlaceholders].map((name) => (
            <div key={name} className="grid gap-x-3 sm:grid-cols-[11rem_1fr]">
              <dt>
                <code>{`{{${name}}}`}</code>
              </dt>
              <dd className="text-ink-soft">{t(`placeholders.${name}`)}</dd>
            </div>
          ))}
          {facts.map(({ name, label, said }) => (
            <div key={name} className="grid gap-x-3 sm:grid-cols-[11rem_1fr]">
              <dt className="wrap-anywhere">
                <code>{`{{fact:${name}}}`}</code>
              </dt>
              <dd className="text-ink-soft">{t("placeholders.fact", { label: label[locale], said: said[locale] })}</dd>
            </div>
          ))}
        </dl>
      </details>
      <WordingEditor
        action={saveTemplateDraftAction}
        ids={{ versionId: version.id, templateId: version.templateId }}
        content={version.content}
        edit={version.edit}
        facts={facts.map(({ name }) => name)}
        problemWords={Object.fromEntries(wordingProblemKeys.map((key) => [key, errors(key)]))}
        locale={locale}
        sms={offersSms() || version.content.sms !== undefined}
        posted={postedKinds.includes(version.kind)}
        languages={{ ko: t("language.ko"), en: t("language.en") }}
        conditions={conditionWords(t, locale)}
        groups={insertGroups(t, locale, facts)}
        classes={classes.map((slug) => ({ slug, label: isDataClass(slug) ? dataClasses[slug].label[locale] : slug }))}
        words={{ ...editorWords(t), preview: previewWords(t) }}
      />
    </Panel>
  );
}

async function Review({ ctx, locale, version, open }: Omit<VersionProps, "timeZone"> & { open: number }) {
  const t = await getTranslations({ locale, namespace: "notices" });
  const wrote = version.editedBy.includes(ctx.actor.staffId);
  const approves = may(ctx.actor, mayApproveNotices);
  const hidden = { versionId: version.id, templateId: version.templateId };
  return (
    <Panel title={t("review.title")}>
      <p className="mb-3">{t("review.intro")}</p>
      {!(approves && !wrote) && <p className="mb-3 text-possible">{approves || wrote ? t("review.second") : t("review.waiting")}</p>}
      {approves && !wrote && open > 0 && <p className="mb-3 text-possible">{t("review.locked", { count: open })}</p>}
      <div className="flex flex-wrap gap-2">
        {approves && !wrote && open === 0 && (
          <ActionForm action={approveTemplateVersionAction} hidden={{ ...hidden, edit: String(version.edit) }} className="space-y-3">
            <SubmitButton>{t("review.approve")}</SubmitButton>
          </ActionForm>
        )}
        {may(ctx.actor, mayReturnNotices) && (
          <ActionForm action={returnTemplateVersionAction} hidden={hidden} className="space-y-3">
            <SubmitButton kind="secondary">{t("review.return")}</SubmitButton>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
