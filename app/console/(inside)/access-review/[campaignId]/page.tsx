import { getTranslations } from "next-intl/server";
import { notFoundOr } from "@/app/_server/not-found-or";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { ReviewsTable } from "@/components/access-review/reviews-table";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices, TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, FilterChips, KeyValues, Pager } from "@/components/ui/lists";
import { EmptyState, Time } from "@/components/ui/text";
import { reviewListInput } from "@/domain/access-review/input";
import { mayReadCampaigns, mayReview } from "@/domain/access-review/policy";
import { getCampaign, listReviews, PAGE } from "@/domain/access-review/queries";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { decideReviewsAction } from "../actions";
import { CampaignProgress } from "../campaign-progress";
import { CampaignEnd } from "./campaign-end";

export const generateMetadata = staffTitle("access-review", "title");

export default async function CampaignPage({ params, searchParams }: PageProps<"/console/access-review/[campaignId]">) {
  const { ctx, member } = await requireStaff(mayReadCampaigns);
  const { locale, staffId: by } = member;
  const asked = reviewListInput.parse(await searchParams);
  const campaign = await notFoundOr(getCampaign(ctx, (await params).campaignId));
  const [names, t] = await Promise.all([listStaffNames(ctx), getTranslations({ locale, namespace: "access-review" })]);
  const answers = campaign.closedAt === null && may(ctx.actor, mayReview);
  const show = asked.show ?? (answers ? "mine" : "all");
  const rows = await listReviews(ctx, { campaignId: campaign.id, show, by, page: asked.page });
  const link = (to: string, page = 1) => `/console/access-review/${campaign.id}?show=${to}${page > 1 ? `&page=${page}` : ""}`;
  const shown = campaign.closedAt === null ? (["mine", "open", "all"] as const).filter((one) => answers || one !== "mine") : (["all"] as const);
  const who = (at: Date, staffId: string | null) => <><Time at={at} locale={locale} /> · {staffId === null ? t("by-clock") : (names.get(staffId) ?? "–")}</>;
  const table = <ReviewsTable reviews={rows.slice(0, PAGE)} names={names} reviewer={answers ? by : null} locale={locale} empty={<EmptyState title={t(`empty.${show}`)} />} />;
  return (
    <>
      <BackLink href="/console/access-review">{t("title")}</BackLink>
      <PageHead title={`${t("title")} ${campaign.quarter}`} />
      <div className="mb-6 max-w-200 space-y-4">
        <KeyValues rows={[{ name: t("opened"), value: who(campaign.openedAt, campaign.openedBy) }, { name: t("answer-by"), value: <Time at={campaign.answerBy} locale={locale} /> }, ...(campaign.closedAt ? [{ name: t("closed"), value: who(campaign.closedAt, campaign.closedBy) }] : [])]} />
        <CampaignProgress campaign={campaign} locale={locale} />
      </div>
      <CampaignEnd campaign={campaign} answers={answers} actor={ctx.actor} locale={locale} />
      {shown.length > 1 && (
        <div className="mb-4">
          <FilterChips label={t("show.label")} chips={shown.map((one) => ({ href: link(one), text: t(`show.${one}`), current: one === show }))} />
        </div>
      )}
      {answers && rows.length > 0 ? (
        <ActionForm action={decideReviewsAction} hidden={{ campaignId: campaign.id }}>
          <Panel title={t("decide.title")}>
            <p className="mb-3 max-w-160">{t("decide.text")}</p>
            <div className="max-w-160 space-y-4">
              <Choices inline name="decision" label={t("decide.decision")} options={(["keep", "revoke"] as const).map((value) => ({ value, label: t(`decide.${value}`) }))} />
              <TextArea name="reason" label={t("decide.reason")} rows={2} maxLength={1000} />
              <SubmitButton>{t("decide.submit")}</SubmitButton>
            </div>
          </Panel>
          {table}
        </ActionForm>
      ) : (
        table
      )}
      <Pager label={t("pages")} previous={asked.page > 1 ? link(show, asked.page - 1) : null} next={rows.length > PAGE ? link(show, asked.page + 1) : null} words={{ previous: t("previous"), next: t("next") }} />
    </>
  );
}
