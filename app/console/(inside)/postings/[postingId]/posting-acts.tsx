import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { Callout, formatTime } from "@/components/ui/text";
import { localeNames, locales } from "@/db/values/locales";
import { may } from "@/domain/kernel/context";
import { mayKeepPostings, mayPublishPostings, mayWithdrawPostings } from "@/domain/postings/policy";
import { whyNotArchivable } from "@/domain/postings/rules";
import { listStaffNames } from "@/domain/staff/queries";
import { archivePostingAction, extendPostingAction, publishPostingAction, withdrawPostingAction } from "../actions";
import type { PostingView } from "./posting-view";

/** What may be done with a posting: decided while it waits, kept while it stands. */
export async function PostingActs(view: PostingView) {
  if (view.posting.state === "proposed") return <Proposed {...view} />;
  if (view.posting.state === "standing") return <Standing {...view} />;
  const { ctx, locale, posting } = view;
  const t = await getTranslations({ locale, namespace: "postings" });
  if (posting.state !== "withdrawn" || posting.decidedBy === null) return null;
  return (
    <div className="mb-6">
      <Callout title={t("withdrawn", { name: (await listStaffNames(ctx)).get(posting.decidedBy) ?? "–" })}>{posting.reason}</Callout>
    </div>
  );
}

async function Proposed({ ctx, locale, posting }: PostingView) {
  const t = await getTranslations({ locale, namespace: "postings" });
  const own = posting.proposedBy === ctx.actor.staffId;
  const publishes = may(ctx.actor, mayPublishPostings);
  const hidden = { postingId: posting.id };
  return (
    <>
      <Panel title={t("publish.title")}>
        <p className="mb-3">{t("publish.text", { days: posting.stayDays })}</p>
        <p className="mb-3 flex flex-wrap gap-x-4 gap-y-1">
          {locales.map((language) => (
            <a key={language} href={`/console/postings/${posting.id}/preview/${language}`} target="_blank" rel="noreferrer">
              {t("publish.preview", { language: localeNames[language] })}
            </a>
          ))}
        </p>
        {publishes && !own ? (
          <ActionForm action={publishPostingAction} hidden={hidden} className="space-y-3">
            <SubmitButton>{t("publish.submit")}</SubmitButton>
          </ActionForm>
        ) : (
          <p className="text-possible">{own ? t("publish.second") : t("publish.waiting")}</p>
        )}
      </Panel>
      {may(ctx.actor, mayWithdrawPostings) && (
        <Panel title={t("withdraw.title")}>
          <p className="mb-3 text-ink-soft">{t("withdraw.text")}</p>
          <ActionForm action={withdrawPostingAction} hidden={hidden} className="space-y-3">
            <TextArea name="reason" label={t("withdraw.reason")} rows={2} maxLength={2000} />
            <SubmitButton kind="secondary">{t("withdraw.submit")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
    </>
  );
}

async function Standing({ ctx, locale, posting, timeZone }: PostingView) {
  if (!may(ctx.actor, mayKeepPostings) || !posting.mustStayUntil) return null;
  const t = await getTranslations({ locale, namespace: "postings" });
  const hidden = { postingId: posting.id };
  const early = whyNotArchivable(posting, ctx.clock.now()) !== null;
  return (
    <>
      <Panel title={t("extend.title")}>
        <ActionForm action={extendPostingAction} hidden={hidden} className="space-y-3">
          <TextField name="until" type="date" width={20} label={t("extend.until")} hint={t("extend.hint")} />
          <SubmitButton kind="secondary">{t("extend.submit")}</SubmitButton>
        </ActionForm>
      </Panel>
      <Panel title={t("archive.title")}>
        {early ? (
          <p>{t("archive.early", { until: formatTime(posting.mustStayUntil, locale, timeZone) })}</p>
        ) : (
          <>
            <p className="mb-3">{t("archive.text")}</p>
            <ActionForm action={archivePostingAction} hidden={hidden} className="space-y-3">
              <SubmitButton kind="secondary">{t("archive.submit")}</SubmitButton>
            </ActionForm>
          </>
        )}
      </Panel>
    </>
  );
}
