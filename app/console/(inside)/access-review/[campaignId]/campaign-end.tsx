import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { KeyValues } from "@/components/ui/lists";
import { buttonClass } from "@/components/ui/button";
import { formatTime } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { mayExportCampaigns } from "@/domain/access-review/policy";
import type { Campaign } from "@/domain/access-review/types";
import { mayReadAudit } from "@/domain/audit/policy";
import { may, type StaffActor } from "@/domain/kernel/context";
import { closeCampaignAction } from "../actions";

/** How a campaign is closed, and once it is, its evidence. */
export async function CampaignEnd({ campaign, answers, actor, locale }: { campaign: Campaign; answers: boolean; actor: StaffActor; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "access-review" });
  if (campaign.closedAt === null) {
    const { unanswered } = campaign.progress;
    if (unanswered > 0 || !answers) return unanswered > 0 ? <p className="mb-6 max-w-160">{t("close.waits", { count: unanswered, at: formatTime(campaign.answerBy, locale) })}</p> : null;
    return (
      <Panel title={t("close.title")}>
        <p className="mb-3 max-w-160">{t("close.text")}</p>
        <ActionForm action={closeCampaignAction} hidden={{ campaignId: campaign.id }}>
          <SubmitButton>{t("close.submit")}</SubmitButton>
        </ActionForm>
      </Panel>
    );
  }
  return (
    <Panel title={t("evidence.title")}>
      <p className="mb-3 max-w-160">{t("evidence.text")}</p>
      <KeyValues
        rows={[
          { name: t("evidence.hash"), value: <code className="wrap-anywhere">{campaign.manifestHash}</code> },
          { name: t("evidence.check"), value: <code className="wrap-anywhere">amends review verify FILE --log EXPORT</code> },
        ]}
      />
      <p className="mt-4 flex flex-wrap items-center gap-4">
        {may(actor, mayExportCampaigns) && (
          <a href={`/console/access-review/${campaign.id}/bundle`} className={buttonClass("secondary")}>
            {t("evidence.download")}
          </a>
        )}
        {may(actor, mayReadAudit) && (
          <Link href={`/console/audit?${new URLSearchParams({ kind: "access-campaign", object: campaign.id }).toString()}`} prefetch={false}>
            {t("evidence.events")}
          </Link>
        )}
      </p>
    </Panel>
  );
}
