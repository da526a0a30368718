import { getTranslations } from "next-intl/server";
import { offersSms } from "@/app/_server/offers-sms";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { WordingEditor } from "@/components/notices/wording-editor";
import { WordingView } from "@/components/notices/wording-view";
import type { Locale } from "@/db/values/locales";
import { may, type StaffContext } from "@/domain/kernel/context";
import { mayApproveNotices, mayEditNotices, mayReturnNotices } from "@/domain/notices/policy";
import { listFactNames } from "@/domain/notices/queries";
import { wordingProblems } from "@/domain/notices/rules";
import { personalPlaceholders, sharedPlaceholders, type TemplateVersion } from "@/domain/notices/types";
import { conditionWords } from "./condition-words";
import { approveTemplateVersionAction, returnTemplateVersionAction, saveTemplateDraftAction, startTemplateDraftAction } from "../actions";

interface VersionProps {
  ctx: StaffContext;
  locale: Locale;
  version: TemplateVersion;
}

/** The words of a version with what may be done to it: written while it is a draft, judged while in review, continued once approved. */
export async function VersionWording({ ctx, locale, version, newest, open }: VersionProps & { newest: boolean; open: number }) {
  const t = await getTranslations({ locale, namespace: "notices" });
  const languages = { ko: t("language.ko"), en: t("language.en") };
  if (version.state === "draft" && may(ctx.actor, mayEditNotices)) return <Draft ctx={ctx} locale={locale} version={version} />;
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

async function Draft({ ctx, locale, version }: VersionProps) {
  const facts = await listFactNames(ctx, version.incidentId);
  const t = await getTranslations({ locale, namespace: "notices" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const problems = Object.fromEntries(Object.entries(wordingProblems(version.content, facts)).map(([path, keys]) => [path, keys.map((key) => errors(key))]));
  const open = Object.keys(problems).length;
  return (
    <>
      <Panel title={t("edit.title")}>
        {open > 0 && <p className="mb-3 text-possible">{t("edit.open-points", { count: open })}</p>}
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
            {facts.map((name) => (
              <div key={name} className="grid gap-x-3 sm:grid-cols-[11rem_1fr]">
                <dt className="wrap-anywhere">
                  <code>{`{{fact:${name}}}`}</code>
                </dt>
                <dd className="text-ink-soft">{t("placeholders.fact")}</dd>
              </div>
            ))}
          </dl>
        </details>
        <WordingEditor
          action={saveTemplateDraftAction}
          hidden={{ versionId: version.id, templateId: version.templateId, edit: String(version.edit) }}
          content={version.content}
          problems={problems}
          sms={offersSms() || version.content.sms !== undefined}
          languages={{ ko: t("language.ko"), en: t("language.en") }}
          conditions={conditionWords(t, locale)}
          words={{
            subject: t("edit.subject"),
            section: t.raw("edit.section") as string,
            forWhom: t("condition.for-whom"),
            forAll: t("condition.for-all"),
            add: t("edit.add"),
            up: t.raw("edit.up") as string,
            remove: t.raw("edit.remove") as string,
            save: t("edit.save"),
            submit: t("edit.submit"),
            beforeApproval: t("edit.before-approval"),
            unsaved: t("edit.unsaved"),
            leave: t("edit.leave"),
            smsTitle: t("sms.title"),
            smsHint: t("sms.hint"),
            smsLink: t("sms.link"),
            smsLinkHint: t("sms.link-hint"),
            smsParts: t.raw("sms.parts-written") as string,
            smsCharacters: t.raw("sms.characters") as string,
          }}
        />
      </Panel>
    </>
  );
}

async function Review({ ctx, locale, version, open }: VersionProps & { open: number }) {
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
