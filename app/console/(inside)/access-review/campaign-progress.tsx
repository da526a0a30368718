import { getTranslations } from "next-intl/server";
import { SegmentedBar } from "@/components/ui/lists";
import { formatCount } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { Campaign } from "@/domain/access-review/types";

/** How many roles were kept, revoked and not answered. */
export async function CampaignProgress({ campaign: { closedAt, progress }, locale }: { campaign: Campaign; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "access-review" });
  return (
    <SegmentedBar
      label={t("progress")}
      total={progress.reviews}
      format={(count) => formatCount(count, locale)}
      segments={[
        { name: t("state.kept"), count: progress.kept, tone: "good" },
        { name: t("state.revoked"), count: progress.revoked, tone: "leaked" },
        { name: t(closedAt === null ? "state.unanswered" : "state.no-answer"), count: progress.unanswered, tone: "possible" },
      ]}
    />
  );
}
