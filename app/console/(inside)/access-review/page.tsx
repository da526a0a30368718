import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { BackLink, DataTable } from "@/components/ui/lists";
import { EmptyState, formatCount, formatTime, Time } from "@/components/ui/text";
import { mayReadCampaigns, mayReview } from "@/domain/access-review/policy";
import { listCampaigns } from "@/domain/access-review/queries";
import { may } from "@/domain/kernel/context";
import { openCampaignAction } from "./actions";
import { CampaignProgress } from "./campaign-progress";

export const generateMetadata = staffTitle("access-review", "title");

export default async function AccessReviewPage() {
  const { ctx, member } = await requireStaff(mayReadCampaigns);
  const { locale } = member;
  const [campaigns, t, tStaff] = await Promise.all([listCampaigns(ctx), getTranslations({ locale, namespace: "access-review" }), getTranslations({ locale, namespace: "staff" })]);
  const open = campaigns.find(({ closedAt }) => closedAt === null);
  const reviews = may(ctx.actor, mayReview);
  return (
    <div className="max-w-240">
      <BackLink href="/console/staff">{tStaff("title")}</BackLink>
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      <Panel title={t("current")}>
        {open ? (
          <div className="space-y-4">
            <p>
              {open.quarter} · {t("answer-by")} {formatTime(open.answerBy, locale)}
            </p>
            <CampaignProgress campaign={open} locale={locale} />
            <ButtonLink href={`/console/access-review/${open.id}`}>{t(reviews ? "go" : "look")}</ButtonLink>
          </div>
        ) : (
          <p>{t("none-open")}</p>
        )}
      </Panel>
      {!open && reviews && (
        <Panel title={t("open.title")}>
          <p className="mb-3">{t("open.text")}</p>
          <ActionForm action={openCampaignAction} className="space-y-4">
            <TextArea name="reason" label={t("open.reason")} rows={2} maxLength={1000} />
            <SubmitButton kind="secondary">{t("open.submit")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
      <Panel title={t("past")}>
        <DataTable
          caption={t("past")}
          rows={campaigns.filter(({ closedAt }) => closedAt !== null)}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/console/access-review/${id}`}
          empty={<EmptyState title={t("none-past")} />}
          columns={[
            { head: t("quarter"), cell: ({ quarter }) => quarter },
            { head: t("opened"), cell: ({ openedAt }) => <Time dateOnly at={openedAt} locale={locale} /> },
            { head: t("closed"), cell: ({ closedAt }) => (closedAt ? <Time dateOnly at={closedAt} locale={locale} /> : "") },
            { head: t("state.kept"), cell: ({ progress }) => formatCount(progress.kept, locale), align: "right" },
            { head: t("state.revoked"), cell: ({ progress }) => formatCount(progress.revoked, locale), align: "right" },
            { head: t("state.no-answer"), cell: ({ progress }) => formatCount(progress.unanswered, locale), align: "right" },
          ]}
        />
      </Panel>
    </div>
  );
}
